import type { Frame } from '../../contract/frame';
import { err, type Result } from '../../contract/result';

/** A goroutine as `debug=2` prints it. */
export interface GoroutineDump {
  readonly goid: number;
  /** `running`, `chan receive`, `select`, `sync.Mutex.Lock`…; as the runtime words it. */
  readonly state: string;
  /** Whole minutes it has been waiting; undefined below one. */
  readonly waitMinutes: number | undefined;
  readonly lockedToThread: boolean;
  /** Marked `(leaked)` by the runtime's own leak detector. */
  readonly leaked: boolean;
  /** Printed by Go 1.27 and later for modules that say go 1.27. */
  readonly labels: Readonly<Record<string, string>>;
  /** Leaf first. */
  readonly frames: readonly Frame[];
  /** Frames the runtime left out of a very deep stack. */
  readonly elidedFrames: number;
  /** `goid` is the creator; 0 when not printed (before Go 1.21). */
  readonly createdBy: (Frame & { readonly goid: number }) | undefined;
}

export interface GoroutineText {
  readonly goroutines: readonly GoroutineDump[];
  /** Lines that fit nowhere: a cut or foreign file. */
  readonly skippedLines: number;
}

export type GoroutineTextError = { readonly code: 'no-goroutines' };

/** Reads `/debug/pprof/goroutine?debug=2` or a traceback. */
export function parseGoroutineText(text: string): Result<GoroutineText, GoroutineTextError> {
  void text;
  return err({ code: 'no-goroutines' });
}
