import type { GoType } from '../gosym';
import type { QueuedWord } from './dead-queues';
import { GlobalNames } from './global-names';
import type { ObjectIndex } from './objects';
import { isRuntimePackage, rankOf, type Root } from './roots';
import type { Specials } from './specials';
import { stackRootKinds, type StackRoots } from './stack-roots';
import type { RuntimeImage } from './stack-roots/runtime-image';

/** Above this many stack words, words are not gathered into variables but stay roots of their own. */
const maxStackGroups = 2_000_000;

interface Inputs {
  readonly image: RuntimeImage;
  readonly objects: ObjectIndex;
  readonly stackRoots: StackRoots;
  readonly specials: Specials;
  readonly queued: readonly QueuedWord[];
  readonly agentPrefix: string;
}

export interface CollectedRoots {
  /** In order of preference for paths. */
  readonly roots: readonly Root[];
  /** Exact words that point to free slots: 0 unless something was read wrongly. */
  readonly intoFree: number;
}

/** Everything the collector starts from, gathered by variable. */
export function collectRoots(inputs: Inputs): CollectedRoots {
  const gathered = new Gathering(inputs.objects);
  addGlobals(inputs, gathered);
  addStacks(inputs, gathered);
  for (const { label, value } of inputs.specials.words) gathered.addLabelled(label, value);
  for (const { label, value } of inputs.queued) gathered.addLabelled(label, value);
  const roots = [...gathered.roots.values()].sort((a, b) => rankOf(a) - rankOf(b));
  return { roots, intoFree: gathered.intoFree };
}

class Gathering {
  readonly roots = new Map<string, Root>();
  intoFree = 0;
  readonly #objects: ObjectIndex;

  constructor(objects: ObjectIndex) {
    this.#objects = objects;
  }

  /** Object that `value` points into; −1 when none. */
  target(value: number, exact: boolean): number {
    const object = this.#objects.find(value);
    if (object === -2 && exact) this.intoFree++;
    return object;
  }

  add(key: string, make: () => Root, object: number, offset: number): void {
    let root = this.roots.get(key);
    if (!root) this.roots.set(key, (root = make()));
    root.edges.push(object, offset);
  }

  addLabelled(label: string, value: number): void {
    const object = this.target(value, true);
    if (object < 0) return;
    const make = (): Root => ({
      kind: 'special',
      label,
      family: label,
      type: undefined,
      indirect: false,
      goroutine: -1,
      internal: false,
      edges: [],
      address: 0,
    });
    this.add(label, make, object, 0);
  }
}

/** Words of data and bss that the linker's masks call pointers. */
function addGlobals({ image, agentPrefix }: Inputs, gathered: Gathering): void {
  const { memory } = image;
  const statics = image.symbols.modules.flatMap(({ data, bss }) => [data, bss]);
  const names = new GlobalNames(image.program, image.snapshot.header.bias, memory, (address) =>
    statics.some(({ start, end }) => address >= start && address < end),
  );
  for (const { data, bss, dataMask, bssMask } of image.symbols.modules) {
    for (const [range, mask] of [
      [data, dataMask],
      [bss, bssMask],
    ] as const) {
      const words = Math.min(mask.bits, Math.floor((range.end - range.start) / 8));
      const bits = words > 0 ? memory.bytes(mask.address, Math.ceil(words / 8)) : undefined;
      for (let i = 0; bits && i < words; i++) {
        const octet = bits[i >> 3]!;
        if (octet === 0) i |= 7;
        if (((octet >> (i & 7)) & 1) === 0) continue;
        const slot = range.start + 8 * i;
        const value = memory.u64(slot);
        if (value === undefined || value === 0) continue;
        const object = gathered.target(value, true);
        if (object < 0) continue;
        const named = names.find(slot);
        const label = named?.name ?? `data at 0x${slot.toString(16)}`;
        const address = named?.address ?? slot;
        const make = (): Root => ({
          kind: named ? 'global' : 'other',
          label,
          family: label,
          type: named?.type,
          indirect: false,
          goroutine: -1,
          internal: isRuntimePackage(label) || isAgents(label, agentPrefix),
          edges: [],
          address,
        });
        gathered.add(`global ${address}`, make, object, slot - address);
      }
    }
  }
}

/** `main.trivetAgentServe`, `main.(*trivetAgent).run`. */
export function isAgents(name: string, prefix: string): boolean {
  return name.startsWith(`main.${prefix}`) || name.startsWith(`main.(*${prefix}`);
}

function addStacks({ image, agentPrefix, stackRoots }: Inputs, gathered: Gathering): void {
  const { roots, goroutines } = stackRoots;
  const internal = goroutines.map(
    ({ system, frames }) => system || frames.some((frame) => isAgents(frame.function, agentPrefix)),
  );
  const slots = new SlotNames(image);
  for (let i = 0; i < roots.length; i++) {
    const kind = stackRootKinds[roots.kind[i]!]!;
    const object = gathered.target(roots.value[i]!, kind !== 'cons' && kind !== 'reg');
    if (object < 0) continue;
    const g = roots.goroutine[i]!;
    const goroutine = goroutines[g]!;
    const frame = goroutine.frames[roots.frame[i]!];
    const onFrame = kind === 'local' || kind === 'arg' || kind === 'obj';
    const named =
      onFrame && frame ? slots.find(frame.lookupPc, roots.slot[i]! - frame.cfa) : undefined;
    const offset = named ? named.offsetInside : 0;
    const group =
      named && i < maxStackGroups ? `${named.name} ${named.inlinedFrom ?? ''}` : `#${i}`;
    const make = (): Root => {
      const label = stackRoots.nameRoot(i);
      return {
        kind: 'stack',
        label,
        family: label.replace(/ in goroutine \d+$/, ''),
        type: named?.type,
        indirect: named?.indirect ?? false,
        goroutine: g,
        // A parked goroutine's runtime frames hold its own g and sudog: nothing that it was given.
        internal: internal[g]! || (frame !== undefined && isRuntimePackage(frame.function)),
        edges: [],
        address: roots.slot[i]! === 0 ? 0 : roots.slot[i]! - offset,
      };
    };
    gathered.add(`stack ${g} ${roots.frame[i]!} ${group}`, make, object, offset);
  }
}

interface SlotName {
  readonly name: string;
  readonly type: GoType | undefined;
  readonly offsetInside: number;
  readonly indirect: boolean;
  readonly inlinedFrom: string | undefined;
}

/** Thousands of goroutines stand at the same few places: each slot of each is looked up once. */
class SlotNames {
  readonly #image: RuntimeImage;
  readonly #known = new Map<number, Map<number, SlotName | undefined>>();

  constructor(image: RuntimeImage) {
    this.#image = image;
  }

  find(pc: number, offset: number): SlotName | undefined {
    let slots = this.#known.get(pc);
    if (!slots) this.#known.set(pc, (slots = new Map()));
    if (!slots.has(offset)) {
      const { program, snapshot } = this.#image;
      slots.set(offset, program.dwarf?.nameStackSlot(pc - snapshot.header.bias, offset));
    }
    return slots.get(offset);
  }
}
