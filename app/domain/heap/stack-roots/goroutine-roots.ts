import type { StackObject } from '../../gosym/stack-map';
import type { RootTable } from './root-table';
import type { RuntimeImage } from './runtime-image';
import type { StackRootKind } from './model';
import { setBits } from '../../gosym/bitmap';
import type { StackWindow } from './stack-window';
import type { Registers } from './start';
import type { UnwoundFrame } from './unwind';

interface PlacedObject {
  readonly address: number;
  readonly object: StackObject;
  readonly frame: number;
}

/** First address beyond user space: a word from here on is a number. */
const userSpaceEnd = 2 ** 47;
/** A defer chain is as long as a stack is deep; a longer one loops. */
const maxDefers = 1 << 20;

/**
 * Collects the roots of one goroutine. A word that points into the goroutine's own stack is no root:
 * it makes the stack object there live, whose words are looked at in turn.
 */
export class GoroutineRoots {
  readonly #image: RuntimeImage;
  readonly #window: StackWindow;
  readonly #stack: { readonly low: number; readonly high: number };
  readonly #goroutine: number;
  readonly #roots: RootTable;
  readonly #exact: number[] = [];
  readonly #loose: number[] = [];
  readonly #objects: PlacedObject[] = [];

  constructor(
    image: RuntimeImage,
    window: StackWindow,
    stack: { readonly low: number; readonly high: number },
    goroutine: number,
    roots: RootTable,
  ) {
    this.#image = image;
    this.#window = window;
    this.#stack = stack;
    this.#goroutine = goroutine;
    this.#roots = roots;
  }

  addRegisters({ general, vector }: Registers): void {
    const { neverRoots } = this.#image.architecture;
    for (const [name, value] of Object.entries(general)) {
      if (!neverRoots.includes(name)) this.#found('reg', 0, 0, value);
    }
    for (const value of vector) this.#found('reg', 0, 0, value);
  }

  /** Go ≥ 1.26 saves vector registers of a preempted goroutine apart from its stack. */
  addSavedVectors(g: number): void {
    const { memory } = this.#image;
    const record = this.#image.record('runtime.g');
    const saved = record.has('xRegs') ? record.read(g, 'xRegs') : 0;
    if (saved === 0 || record.read(g, 'asyncSafePoint') === 0) return;
    const end = saved + this.#image.record('runtime.xRegState').sizeBytes;
    for (let at = saved; at < end; at += 8) this.#found('reg', 0, 0, memory.u64(at) ?? 0);
  }

  /** The closure that a parked goroutine is about to call. */
  addContext(g: number): void {
    const at =
      g +
      this.#image.record('runtime.g').offset('sched') +
      this.#image.record('runtime.gobuf').offset('ctxt');
    this.#found('ctxt', 0, at, this.#image.memory.u64(at) ?? 0);
  }

  addFrame(frame: UnwoundFrame, index: number): void {
    if (frame.dead) return;
    const { func, map, sp, cfa, varp } = frame;
    if (frame.conservative !== undefined) {
      this.addConservatively(index, sp, varp);
      this.addConservatively(index, cfa, cfa + 8 * Math.floor((func.argsBytes ?? 0) / 8));
      return;
    }
    let args = map.args;
    if (map.reflectCall) {
      // Register arguments lie in an abi.RegArgs among the locals, which no map describes.
      this.addConservatively(index, sp, varp);
      const known = this.#reflectArguments(frame);
      if (known === undefined) return;
      args = known;
    } else {
      const locals = varp - 8 * map.localBits;
      for (const word of map.locals) this.#slot('local', index, locals + 8 * word);
    }
    for (const word of args) this.#slot('arg', index, cfa + 8 * word);
    for (const object of map.objects) {
      const address = (object.frameOffset >= 0 ? cfa : varp) + object.frameOffset;
      if (address >= sp) this.#objects.push({ address, object, frame: index });
    }
  }

  /** Every word from `start` up to `end`. */
  addConservatively(frame: number, start: number, end: number): void {
    for (let at = start; at < end; at += 8) this.#slot('cons', frame, at);
  }

  /** g._defer: what deferred calls will use. Records may lie on the stack or on the heap. */
  addDefers(g: number): void {
    const { memory } = this.#image;
    const record = this.#image.record('runtime._defer');
    let holder = g + this.#image.record('runtime.g').offset('_defer');
    for (let i = 0; i < maxDefers; i++) {
      const defer = memory.u64(holder) ?? 0;
      if (defer === 0 || memory.u64(defer) === undefined) break;
      if (record.read(defer, 'heap') !== 0) this.#found('defer', 0, holder, defer);
      for (const field of ['fn', 'link']) {
        const at = defer + record.offset(field);
        this.#found('defer', 0, at, memory.u64(at) ?? 0);
      }
      holder = defer + record.offset('link');
    }
    const panic = this.#image.record('runtime.g').read(g, '_panic');
    if (this.#isOwnStack(panic)) this.#exact.push(panic);
  }

  /**
   * Scans the stack objects that live pointers reach, transitively: exact pointers first, so that
   * an object both kinds reach counts as exact.
   */
  finish(): void {
    const objects = this.#objects.sort((a, b) => a.address - b.address);
    const scanned = new Uint8Array(objects.length);
    for (;;) {
      const conservative = this.#exact.length === 0;
      const pointer = (conservative ? this.#loose : this.#exact).pop();
      if (pointer === undefined) return;
      const i = lastAtOrBelow(objects, pointer);
      const placed = objects[i];
      if (placed === undefined || scanned[i] === 1) continue;
      if (pointer >= placed.address + placed.object.sizeBytes) continue;
      scanned[i] = 1;
      const kind = conservative ? 'cons' : 'obj';
      for (const word of placed.object.words) {
        this.#slot(kind, placed.frame, placed.address + 8 * word);
      }
    }
  }

  #slot(kind: StackRootKind, frame: number, address: number): void {
    const value = this.#window.word(address);
    if (value !== undefined) this.#found(kind, frame, address, value);
  }

  #found(kind: StackRootKind, frame: number, slot: number, value: number): void {
    if (value === 0 || value >= userSpaceEnd) return;
    if (!this.#isOwnStack(value)) {
      this.#roots.add(kind, this.#goroutine, frame, slot, value);
    } else if (kind === 'cons' || kind === 'reg') {
      this.#loose.push(value);
    } else {
      this.#exact.push(value);
    }
  }

  #isOwnStack(value: number): boolean {
    return value >= this.#stack.low && value < this.#stack.high;
  }

  /**
   * reflect.makeFuncStub and methodValueCall keep a *reflectMethodValue { fn uintptr; stack
   * *bitVector; argLen uintptr } at 0(sp), and at 32(sp) whether results are live already.
   */
  #reflectArguments({ func, sp }: UnwoundFrame): Uint32Array | undefined {
    const { memory } = this.#image;
    const value = memory.u64(sp) ?? 0;
    if (value === 0 || memory.u64(value) !== func.entry) return undefined;
    const vector = memory.u64(value + 8) ?? 0;
    const argumentBytes = memory.u64(value + 16) ?? 0;
    const count = memory.u32(vector);
    const data = memory.u64(vector + 8);
    if (count === undefined || data === undefined) return undefined;
    const resultsLive = memory.u8(sp + 32) !== 0;
    const bits = resultsLive ? count : Math.min(count, Math.floor(argumentBytes / 8));
    const bitmap = memory.bytes(data, (bits + 7) >>> 3);
    return bitmap ? setBits(bitmap, bits) : new Uint32Array(0);
  }
}

function lastAtOrBelow(objects: readonly PlacedObject[], pointer: number): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (objects[middle]!.address <= pointer) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
