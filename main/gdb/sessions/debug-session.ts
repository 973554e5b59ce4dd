import { err, ok, type Result } from '../../../app/contract/result';
import { guard } from '../../process/guard';
import { isStopped } from '../../process/is-stopped';
import {
  execContinue,
  execFinish,
  execInterrupt,
  execNext,
  execNextInstruction,
  execRun,
  execStep,
  execStepInstruction,
} from '../commands/program-execution/exec';
import type { Stop } from '../commands/stop';
import { breakDelete } from '../commands/breakpoints/break-edit';
import { targetDetach } from '../commands/target/target-attach';
import type { GdbFailure } from '../gdb-messages';
import { MiSession, type MiSessionOptions, type SendOptions } from '../mi-session';
import { nextState, type DebugState } from './debug-state';
import { readPlanted, restorePlanted, type PlantedByte } from './planted-code';

/** How GDB came by its target; decides what becomes of the target at the end. */
export type DebugOrigin =
  /** GDB started it, and it ends with GDB. */
  | { readonly kind: 'launched' }
  /** It was there before, and goes on after. */
  | { readonly kind: 'attached'; readonly pid: number }
  | { readonly kind: 'core' }
  | { readonly kind: 'remote' };

const moves = {
  run: (gdb: MiSession) => execRun(gdb),
  continue: execContinue,
  step: execStep,
  next: execNext,
  finish: execFinish,
  'step-instruction': execStepInstruction,
  'next-instruction': execNextInstruction,
};
export type Move = keyof typeof moves;

/**
 * A target under GDB: the session, what the target does, and the moves. Whoever opened it disposes
 * of it. Commands of the families take `session.gdb`.
 */
export class DebugSession {
  readonly gdb: MiSession;
  readonly origin: DebugOrigin;
  readonly #listeners = new Set<(state: DebugState) => void>();
  #state: DebugState = { kind: 'idle' };
  /** Of an attached target; breakpoints that are set while it runs are not among them. */
  #planted: readonly PlantedByte[] = [];
  /** GDB has not let go of an attached target by itself. */
  #isHolding = true;

  /** Starts GDB for a target of that origin. */
  static async start(
    options: MiSessionOptions,
    origin: DebugOrigin,
  ): Promise<Result<DebugSession, GdbFailure>> {
    const gdb = await MiSession.start({ ...options, endsByItself: true });
    if (!gdb.ok) return gdb;
    const awake = origin.kind === 'attached' && !(await isStopped(origin.pid));
    return ok(new DebugSession(gdb.value, origin, awake ? origin.pid : undefined));
  }

  /** @param awake the process that must run again once GDB is gone, whatever ended it. */
  private constructor(gdb: MiSession, origin: DebugOrigin, awake: number | undefined) {
    this.gdb = gdb;
    this.origin = origin;
    if (awake !== undefined) guard.wakeOnExit(awake);
    gdb.onRecord((record) => this.#set(nextState(this.#state, record)));
    void gdb.exit.then(() => {
      if (this.#state.kind !== 'ended') this.#set({ kind: 'ended', failure: gdb.failure });
      if (origin.kind === 'attached' && this.#isHolding) {
        void restorePlanted(origin.pid, this.#planted);
      }
      if (awake !== undefined) void wake(awake);
    });
  }

  get state(): DebugState {
    return this.#state;
  }

  /** Every change of `state`, from now on. @returns ends it. */
  onState(listener: (state: DebugState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** For a target that GDB says no stop of: a core file. */
  adopt(stop: Stop): void {
    this.#set({ kind: 'stopped', stop });
  }

  /** Lets the target run. Answers once it does; where it stops is the next state. */
  async move(move: Move): Promise<Result<void, GdbFailure>> {
    if (this.origin.kind === 'attached') this.#planted = await readPlanted(this.gdb);
    // GDB answers first and tells that it runs in a line behind that, which may come a moment later.
    const left = this.gdb.nextRecord(({ kind }) => kind === 'exec-async', { timeoutMs: 5000 });
    const moved = await moves[move](this.gdb);
    if (moved.ok) await left;
    return moved;
  }

  /** Lets the target run and waits for it to stop or to end. */
  async moveAndWait(move: Move, options?: SendOptions): Promise<Result<DebugState, GdbFailure>> {
    const settled = this.untilSettled(options);
    const moved = await this.move(move);
    return moved.ok ? settled : moved;
  }

  /** Stops every thread; answers once they are. Nothing is done when the target is stopped. */
  async interrupt(options?: SendOptions): Promise<Result<DebugState, GdbFailure>> {
    if (this.#state.kind !== 'running') return ok(this.#state);
    const settled = this.untilSettled(options);
    const asked = await execInterrupt(this.gdb);
    return asked.ok ? settled : asked;
  }

  /** The next state that is not `running`: ask before the move that brings it about. */
  async untilSettled(options?: SendOptions): Promise<Result<DebugState, GdbFailure>> {
    const stopped = await this.gdb.nextRecord(
      (record) => !['running', 'idle'].includes(nextState({ kind: 'idle' }, record).kind),
      options,
    );
    return stopped.ok ? ok(nextState({ kind: 'idle' }, stopped.value)) : stopped;
  }

  /** Lets an attached target go on as if nobody had been there; ends a launched one. Ends GDB. */
  async dispose(): Promise<void> {
    if (this.origin.kind === 'attached' && this.#state.kind !== 'ended') {
      // Breakpoints are in the target's code: taken out first, whatever else goes wrong.
      await this.interrupt({ timeoutMs: 5000 });
      await breakDelete(this.gdb);
      const detached = await targetDetach(this.gdb);
      this.#isHolding = !detached.ok;
    }
    await this.gdb.dispose();
  }

  #set(state: DebugState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}

/** Disposes of a session whose target could not be had. @returns the failure. */
export async function giveUp(
  session: DebugSession,
  failure: GdbFailure,
): Promise<Result<never, GdbFailure>> {
  await session.dispose();
  return err(failure);
}

/** The kernel detaches for a GDB that died, but the stop may remain. */
async function wake(pid: number): Promise<void> {
  guard.forgetWake(pid);
  if (await isStopped(pid)) process.kill(pid, 'SIGCONT');
}
