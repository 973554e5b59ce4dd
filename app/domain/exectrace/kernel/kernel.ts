import { argumentCounts } from '../event-type';
import * as at from './layout';
import { kernelCode } from './kernel-code';

/** What `assembly/` exports. */
export interface KernelCalls {
  /** Answers `isFull` … `atOther` of layout.ts. */
  order(stepsOver: boolean): number;
  decode(cursor: number): void;
  /** The first event from `from` on that is left to the caller; `length` when there is none. */
  follow(from: number, length: number): number;
  /** Counts types; updates the highest thread and P. */
  tally(length: number): void;
  /** Of the step function of `count` steps. */
  leastOver(window: number, count: number): number;
  /** Into a table of ids, by the addresses of its arrays. */
  enter(keys: number, values: number, mask: number, id: number, index: number): void;
  insert(cursor: number, time: number): void;
  update(index: number, time: number): void;
  remove(index: number): void;
  sort(): void;
  siftDown(index: number): void;
  findSlot(goid: number): number;
  addSlot(goid: number, status: number, sequence: number): number;
  dropSlot(slot: number): void;
  recycleSlots(): void;
  pushRegion(slot: number, task: number, name: number): number;
  popRegion(slot: number, task: number, name: number): number;
  findTask(task: number): number;
  addTask(task: number, name: number, parent: number): number;
  dropTask(task: number, index: number): void;
}

/** The part of WebAssembly's interface that is used; it is neither of the language nor of the DOM. */
interface Engine {
  readonly WebAssembly: {
    readonly Module: new (code: Uint8Array) => object;
    readonly Instance: new (
      module: object,
      imports: object,
    ) => { readonly exports: Record<string, unknown> };
    readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => Memory;
  };
  atob(text: string): string;
}

interface Memory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** Where something lies in a kernel's memory. */
export interface Place {
  readonly memory: SharedArrayBuffer;
  readonly at: number;
}

type NumberArray = Uint8Array | Int32Array | Float64Array;

const engine = globalThis as unknown as Engine;
const pageBytes = 65536;
/** As the code was compiled with. */
const initialPages = 64;
const maximumPages = 65536;
/** A kernel whose memory has outgrown this is not kept for the next reader. */
const keptBytes = 64e6;

let compiled: object | undefined;
const idle: Kernel[] = [];

/**
 * The inner loops of the reader, in WebAssembly, with the memory that they share with the rest of it: arrays here are
 * views of it. It is as fast at its first event as at its last one, which what an engine makes of TypeScript is not.
 * The memory is a shared one, so that blocks of events can be filled in place for another thread.
 */
export class Kernel {
  readonly calls: KernelCalls;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  private readonly memory: Memory;
  private next = at.heapAt;
  private floor = at.heapAt;
  /** Memory below was used before, and is not 0. */
  private used = at.heapAt;

  constructor() {
    const { Instance, Memory, Module } = engine.WebAssembly;
    compiled ??= new Module(bytesOf(kernelCode));
    this.memory = new Memory({ initial: initialPages, maximum: maximumPages, shared: true });
    const instance = new Instance(compiled, { env: { memory: this.memory } });
    this.calls = instance.exports as unknown as KernelCalls;
    const { buffer } = this.memory;
    this.words = new Int32Array(buffer, 0, at.wordCount);
    this.doubles = new Float64Array(buffer, 0, at.doubleEnd);
    new Int8Array(buffer, at.argumentCountsAt, 256).set(argumentCounts);
  }

  /** One that nobody uses, all 0; to be given back when no array of it is looked at any more. */
  static borrow(): Kernel {
    const kernel = idle.pop() ?? new Kernel();
    kernel.clear();
    return kernel;
  }

  giveBack(): void {
    if (this.memory.buffer.byteLength <= keptBytes) idle.push(this);
  }

  /** Lets go of all arrays but those that were reserved. */
  clear(): void {
    this.words.fill(0);
    this.doubles.fill(0);
    this.next = this.floor;
  }

  /** Another one with the same contents. */
  fork(): Kernel {
    const { buffer } = this.memory;
    const kernel = Kernel.borrow();
    kernel.take(Math.max(0, this.next - kernel.next));
    new Uint8Array(kernel.memory.buffer).set(new Uint8Array(buffer, 0, this.next));
    return kernel;
  }

  /** What an array of the kernel that this one was forked from is here; undefined when it was none. */
  viewLike<T extends NumberArray>(array: T): T | undefined {
    const { buffer, byteOffset, length } = array;
    if (!(buffer instanceof SharedArrayBuffer)) return undefined;
    const View = array.constructor as new (memory: SharedArrayBuffer, at: number, n: number) => T;
    return new View(this.memory.buffer, byteOffset, length);
  }

  /** So many bytes, all 0, from a multiple of 8 on. */
  allocate(bytes: number): Place {
    return { at: this.take(bytes), memory: this.memory.buffer };
  }

  /** The same, left alone by `clear`. To be called before anything else is allocated. */
  reserve(bytes: number): Place {
    const place = this.allocate(bytes);
    this.floor = this.next;
    return place;
  }

  u8(name: number, length: number): Uint8Array {
    const place = this.take(length, name);
    return new Uint8Array(this.memory.buffer, place, length);
  }

  i32(name: number, length: number): Int32Array {
    const place = this.take(length * 4, name);
    return new Int32Array(this.memory.buffer, place, length);
  }

  f64(name: number, length: number): Float64Array {
    const place = this.take(length * 8, name);
    return new Float64Array(this.memory.buffer, place, length);
  }

  /** The array itself, or a copy at least twice as long in which `index` fits, which takes its place. */
  withRoomFor<T extends NumberArray>(name: number, array: T, index: number): T {
    if (index < array.length) return array;
    let length = Math.max(16, array.length);
    while (length <= index) length *= 2;
    const make = array instanceof Uint8Array ? 'u8' : array instanceof Int32Array ? 'i32' : 'f64';
    const grown = this[make](name, length) as T;
    grown.set(array);
    return grown;
  }

  /** What `follow` does with an event, by its type. */
  setInterest(table: Uint8Array): void {
    new Uint8Array(this.memory.buffer, at.interestAt, 256).set(table);
  }

  private take(bytes: number, name?: number): number {
    const place = this.next;
    const end = Math.ceil((place + bytes) / 8) * 8;
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    if (place < this.used) {
      new Uint8Array(this.memory.buffer, place, Math.min(end, this.used) - place).fill(0);
    }
    this.next = end;
    this.used = Math.max(this.used, end);
    if (name !== undefined) this.words[name] = place;
    return place;
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(engine.atob(base64), (char) => char.charCodeAt(0));
}
