import type { GoType } from '../gosym';
import type { ClosureTypes } from './closure-types';
import type { Layouts } from './layouts';
import type { RuntimeImage } from './stack-roots/runtime-image';
import type { Slot, Typing, TypingTable } from './typings';

const trieNodeName = /^(internal\/(?:sync|concurrent))\.node\[(.*)\]$/;

/** What typed words point to. */
export class Pointees {
  readonly #image: RuntimeImage;
  readonly #typings: TypingTable;
  readonly #closures: ClosureTypes;
  readonly #runtimeType: (address: number) => GoType | undefined;
  /** Offset of the type in an itab. */
  readonly #typeInItab: number;

  /** @param runtimeType by run-time address of an abi.Type. */
  constructor(
    image: RuntimeImage,
    layouts: Layouts,
    typings: TypingTable,
    closures: ClosureTypes,
    runtimeType: (address: number) => GoType | undefined,
  ) {
    this.#image = image;
    this.#typings = typings;
    this.#closures = closures;
    this.#runtimeType = runtimeType;
    this.#typeInItab =
      layouts.offset('internal/abi.ITab', 'Type') ?? layouts.offset('runtime.itab', '_type') ?? 8;
  }

  /** What strings and slices of pointer-free elements lead to. */
  plain({ kind, target }: Slot): Typing | undefined {
    if (kind === 'string') return this.#typings.ofText();
    if (kind !== 'slice' || !target || target.sizeBytes === 0) return undefined;
    const typing = this.#typings.of(target, true);
    return typing.slots.size === 0 ? typing : undefined;
  }

  /** What the word at `from`, which holds `pointer`, points to. */
  of(slot: Slot, pointer: number, from: number): Typing | undefined {
    const typings = this.#typings;
    const { target } = slot;
    switch (slot.kind) {
      case 'pointer':
        return target && this.#pointee(target, pointer);
      case 'slice':
        return target && target.sizeBytes > 0 ? typings.of(target, true) : undefined;
      case 'string':
        return typings.ofText();
      case 'map':
        return target?.representation && typings.of(target.representation, false);
      case 'chan':
        return target && typings.ofChannel(target);
      case 'func':
        return this.#closures.of(pointer);
      case 'directory':
        return this.#directory(slot, from);
      case 'eface':
        return this.#dynamic(this.#image.memory.u64(from - 8), pointer);
      case 'iface': {
        const itab = this.#image.memory.u64(from - 8);
        return this.#dynamic(itab && this.#image.memory.u64(itab + this.#typeInItab), pointer);
      }
    }
  }

  #pointee(target: GoType, pointer: number): Typing | undefined {
    const trieNode = target.name.startsWith('internal/')
      ? trieNodeName.exec(target.name)
      : undefined;
    if (!trieNode) return target.sizeBytes > 0 ? this.#typings.of(target, false) : undefined;
    // sync.Map and unique from Go 1.23 on: a node is the beginning of an entry or of an indirect.
    const part = this.#image.memory.u8(pointer) === 1 ? 'entry' : 'indirect';
    const { dwarf } = this.#image.program;
    const named = (types: string) => dwarf?.typeByName(`${trieNode[1]}.${part}[${types}]`);
    // Go 1.27 describes an entry only by the shapes of its types.
    const shapes = trieNode[2]!
      .split(',')
      .map((type) => `go.shape.${type[0] === '*' ? '*uint8' : type}`);
    const type = named(trieNode[2]!) ?? named(shapes.join(',')) ?? target;
    return this.#typings.of(type, false);
  }

  /** Swiss map: with dirLen 0 dirPtr is the one group, else an array of tables. */
  #directory(slot: Slot, from: number): Typing | undefined {
    const tables = slot.target?.elem;
    const length = this.#image.memory.u64(from + 8);
    if (!tables || length === undefined) return undefined;
    if (length > 0) return this.#typings.of(tables, true);
    const groups = tables.elem?.fields.find(({ name }) => name === 'groups')?.type;
    const group = groups?.fields.find(({ name }) => name === 'data')?.type.elem;
    return group && this.#typings.of(group, false);
  }

  /** What an interface's data word points to, by the type word beside it. */
  #dynamic(typeAddress: number | undefined, pointer: number): Typing | undefined {
    const type = typeAddress ? this.#runtimeType(typeAddress) : undefined;
    if (!type) return undefined;
    const typings = this.#typings;
    switch (type.kind) {
      case 'pointer':
        return type.elem && type.elem.sizeBytes > 0 ? typings.of(type.elem, false) : undefined;
      case 'map':
        return type.representation && typings.of(type.representation, false);
      case 'chan':
        return typings.ofChannel(type);
      case 'func':
        return pointer ? this.#closures.of(pointer) : undefined;
      case 'unsafe-pointer':
        return undefined;
      case 'string':
      default:
        return type.sizeBytes > 0 ? typings.of(type, false) : undefined;
    }
  }
}
