import type { AllocatedType, AllocFreeInfo } from './alloc-free-tables';
import * as layout from './kernel/layout';
import type { Place } from './kernel/kernel';
import type { NameTablesCopy } from './name-tables';
import type { ClockSnapshot, TraceVersion } from './trace-analysis';

/** Bytes of a block, and the events it can hold: enough to amortise calls, few enough to stay in the cache. */
export const { blockBytes, blockCapacity } = layout;

/**
 * Some events in their order, as columns. A column that an event type does not use holds whatever
 * was there before. Goroutines are *slots*: small numbers, used again after the goroutine ended,
 * but never within one block; `generation.goroutines.goid[slot]` is the id.
 *
 * | events | subject | value | text | stack |
 * |---|---|---|---|---|
 * | goroutine transitions | slot | | wait reason | of the context |
 * | GoCreate, GoCreateBlocked | slot created | start stack | | of the `go` statement |
 * | P transitions | P | | | |
 * | HeapAlloc, HeapGoal, ProcsChange | | the value | | |
 * | STWBegin, STWEnd | slot | | kind | begin only |
 * | GC mark, sweep, assist | P or slot | bytes reclaimed (sweep end) | | begin only |
 * | tasks, regions | | task | name | of the context |
 * | UserLog | message, string id | task; −1: none | category | of the context |
 * | GoLabel | slot | | label | |
 * | CPUSample | | goid; −1: none | | sampled |
 *
 * `state` is for transitions only: the state before × 8 + the state after (`goStatus` for
 * goroutines, `procState` for Ps). A GoSwitch is followed by a GoBlock and a GoStart of the same
 * moment, a GoSwitchDestroy by a GoDestroy and a GoStart.
 */
export interface EventBlock {
  length: number;
  readonly type: Uint8Array;
  /** Nanoseconds since the first event; strictly rising. */
  readonly time: Float64Array;
  /** Thread index; 0 is no thread. */
  readonly thread: Int32Array;
  /** P of the context; −1: none. */
  readonly proc: Int32Array;
  /** Slot of the context's goroutine; −1: none. */
  readonly goroutine: Int32Array;
  readonly subject: Int32Array;
  readonly state: Uint8Array;
  readonly value: Float64Array;
  readonly text: Int32Array;
  /**
   * Goroutines that are created or told for the first time: the id. Tasks: the parent. Sweep end: bytes swept.
   * Experiments: the second argument, `text` is the third.
   */
  readonly extra: Float64Array;
  readonly stack: Int32Array;
  /** All of it, to be copied. */
  readonly bytes: Uint8Array;
}

/** A block over `blockBytes` of a kernel's memory: two threads may share it. */
export function newEventBlock({ memory, at }: Place): EventBlock {
  const doubles = (column: number) => new Float64Array(memory, at + column, blockCapacity);
  const integers = (column: number) => new Int32Array(memory, at + column, blockCapacity);
  const bytes = (column: number) => new Uint8Array(memory, at + column, blockCapacity);
  return {
    length: 0,
    time: doubles(layout.blockTime),
    value: doubles(layout.blockValue),
    extra: doubles(layout.blockExtra),
    thread: integers(layout.blockThread),
    proc: integers(layout.blockProc),
    goroutine: integers(layout.blockGoroutine),
    subject: integers(layout.blockSubject),
    text: integers(layout.blockText),
    stack: integers(layout.blockStack),
    type: bytes(layout.blockType),
    state: bytes(layout.blockState),
    bytes: new Uint8Array(memory, at, blockBytes),
  };
}

/** Names that are valid inside one generation only. Ids come from event columns and are valid. */
export interface GenerationTables {
  /** A copy that can be posted to another thread. */
  copy(): NameTablesCopy;
  getString(id: number): string;
  /** Calls back for each frame, leaf first. Stack 0 has none. */
  forEachFrame(
    stack: number,
    visit: (pc: number, fn: string, file: string, line: number) => void,
  ): void;
  /** One above the largest stack id. */
  readonly stackLimit: number;
}

/** What the events of a block refer to. */
export interface GenerationContext {
  readonly version: TraceVersion;
  readonly tables: GenerationTables;
  /** Go 1.25 and newer. */
  readonly clock: ClockSnapshot | undefined;
  /** Nanoseconds by the runtime's clock that are 0 in the stream. */
  readonly originNs: number;
  /** Goroutine id by slot. */
  readonly goroutines: { readonly goid: Float64Array };
  /** Thread id by thread index. */
  readonly threads: { idOf(index: number): number };
  /** With the option `allocFree` only. */
  readonly allocFree:
    | {
        readonly types: ReadonlyMap<number, AllocatedType>;
        readonly info: AllocFreeInfo | undefined;
      }
    | undefined;
  /** What the text column indexes; the same for all generations. */
  readonly texts: readonly string[];
}

/** Takes the ordered stream. */
export interface TraceSink {
  /** Events of the next blocks belong to this generation. */
  onGeneration?(generation: GenerationContext): void;
  onEvents(block: EventBlock, generation: GenerationContext): void;
  /** The last moment at which ids of this generation mean something. */
  onGenerationEnd?(generation: GenerationContext): void;
}
