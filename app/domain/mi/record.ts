/** Values as GDB prints them: strings all the way down. Numbers are made in `main/gdb/commands`. */
export type MiValue = string | readonly MiValue[] | MiTuple;
export interface MiTuple {
  readonly [name: string]: MiValue;
}

export type MiResultClass = 'done' | 'running' | 'connected' | 'error' | 'exit';

/** One line of GDB/MI output, named as in the GDB manual ("GDB/MI Output Syntax"). */
export type MiRecord =
  | {
      readonly kind: 'result';
      readonly token: number | undefined;
      readonly class: MiResultClass;
      readonly results: MiTuple;
    }
  | {
      readonly kind: 'exec-async' | 'status-async' | 'notify-async';
      readonly token: number | undefined;
      readonly class: string;
      readonly results: MiTuple;
    }
  | { readonly kind: 'console' | 'target' | 'log'; readonly text: string }
  | { readonly kind: 'prompt' };

/** Why a line is not an MI record; it may then be what the target program itself printed. */
export interface MiError {
  readonly code: 'not-mi';
  /** 0-based position in the line. */
  readonly at: number;
  readonly expected: string;
}

/** A stop is the `*stopped` record only; `^running` and `*running` merely say that a thread resumed. */
export function isStop(record: MiRecord): boolean {
  return record.kind === 'exec-async' && record.class === 'stopped';
}
