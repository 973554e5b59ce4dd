import type { GdbFailure } from '../gdb-messages';
import type { MiRecord } from '../../../app/domain/mi/record';
import { readStop, type Exit, type Stop } from '../commands/stop';

/** What the target does, as GDB told last. All-stop: all of its threads run, or none. */
export type DebugState =
  /** Loaded, not started. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'stopped'; readonly stop: Stop }
  | { readonly kind: 'exited'; readonly exit: Exit }
  /** GDB is gone. */
  | { readonly kind: 'ended'; readonly failure: GdbFailure | undefined };

/** The state after a record; the same object when it says nothing of it. */
export function nextState(state: DebugState, record: MiRecord): DebugState {
  if (state.kind === 'ended') return state;
  if (record.kind === 'exec-async' && record.class === 'running') {
    return state.kind === 'running' ? state : { kind: 'running' };
  }
  return readStop(record) ?? state;
}
