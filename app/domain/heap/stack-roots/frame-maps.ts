import type { Func } from '../../gosym/pclntab';
import { funcDataTable, pcDataTable } from '../../gosym/pclntab';
import { readStackMap, readStackObjects, type StackObject } from '../../gosym/stack-map';
import type { Memory } from '../memory';

/** What the compiler recorded about a frame at one pc. */
export interface FrameMap {
  /** Bytes from sp to the return address. */
  readonly spDelta: number;
  /** Pointer words of the locals, which end at varp; `localBits` words in all. */
  readonly locals: Uint32Array;
  readonly localBits: number;
  /** Pointer words of the arguments, from argp. */
  readonly args: Uint32Array;
  readonly objects: readonly StackObject[];
  /** Arguments must be asked of the reflect call in the frame. */
  readonly reflectCall: boolean;
  /** The frame must be scanned conservatively: something is not recorded. */
  readonly unmapped: boolean;
}

const none = new Uint32Array(0);
/** The two assembly stubs whose arguments only reflect knows. */
const reflectStubs: ReadonlySet<string> = new Set([
  'reflect.makeFuncStub',
  'reflect.methodValueCall',
]);

/** Reads frame maps once for each pc: many goroutines stand at the same one. */
export class FrameMaps {
  readonly #memory: Memory;
  readonly #pointerAndReturn: number;
  readonly #atCall = new Map<number, FrameMap>();
  readonly #atOther = new Map<string, FrameMap>();
  readonly #objects = new Map<number, readonly StackObject[]>();

  /** @param linkBytes what lies between locals and arguments: 8 when only the return address does. */
  constructor(memory: Memory, linkBytes: number) {
    this.#memory = memory;
    this.#pointerAndReturn = linkBytes;
  }

  /**
   * @param continuePc where the frame goes on: pc, or the call of deferreturn when it panicked;
   *   undefined when it will never go on and nothing in it is live.
   */
  at(func: Func, pc: number, continuePc: number | undefined): FrameMap {
    if (continuePc === pc) {
      let map = this.#atCall.get(pc);
      if (map === undefined) this.#atCall.set(pc, (map = this.#read(func, pc, continuePc)));
      return map;
    }
    const key = `${pc}:${continuePc ?? 'dead'}`;
    let map = this.#atOther.get(key);
    if (map === undefined) this.#atOther.set(key, (map = this.#read(func, pc, continuePc)));
    return map;
  }

  #read(func: Func, pc: number, continuePc: number | undefined): FrameMap {
    const { table } = func;
    const spDelta = table.spDelta(func, pc);
    const dead = { locals: none, localBits: 0, args: none, objects: [] };
    if (continuePc === undefined) {
      return { spDelta, ...dead, reflectCall: false, unmapped: false };
    }
    // continuePc is behind the call: one byte back is inside it. Before the prologue: the entry's map.
    const recorded =
      continuePc === func.entry
        ? -1
        : table.pcData(func, pcDataTable.stackMapIndex, continuePc - 1);
    const index = Math.max(0, recorded);
    const reflectCall = func.argsBytes === undefined && reflectStubs.has(func.name);
    const locals =
      spDelta > this.#pointerAndReturn
        ? this.#map(func, funcDataTable.localsPointerMaps, index)
        : { bits: 0, words: none };
    const args =
      func.argsBytes !== undefined && func.argsBytes > 0
        ? this.#map(func, funcDataTable.argsPointerMaps, index)
        : { bits: 0, words: none };
    return {
      spDelta,
      locals: locals?.words ?? none,
      localBits: locals?.bits ?? 0,
      args: args?.words ?? none,
      objects: this.#objectsOf(func),
      reflectCall,
      unmapped: locals === undefined || args === undefined,
    };
  }

  #map(func: Func, table: number, index: number) {
    const address = func.table.funcData(func, table);
    return address === undefined ? undefined : readStackMap(this.#memory, address, index);
  }

  #objectsOf(func: Func): readonly StackObject[] {
    const address = func.table.funcData(func, funcDataTable.stackObjects);
    if (address === undefined) return [];
    let objects = this.#objects.get(address);
    if (objects === undefined) {
      objects = readStackObjects(this.#memory, address, func.table.module.rodata);
      this.#objects.set(address, objects);
    }
    return objects;
  }
}
