import type { Failure } from '../../app/contract/failure';
import type { EventBody, EventName } from '../../app/contract/ipc';
import type { GdbStop } from '../../app/contract/gdb-views';
import { err, ok, type Result } from '../../app/contract/result';
import { breakDelete } from '../gdb/commands/breakpoints/break-edit';
import { breakInsert } from '../gdb/commands/breakpoints/break-insert';
import type { Stop } from '../gdb/commands/stop';
import type { GdbFailure } from '../gdb/gdb-messages';
import type { MiSession } from '../gdb/mi-session';
import type { DebugState } from '../gdb/sessions/debug-state';
import { explainStop, prepareStep, renderLog, watchExpression, type FrameOf } from './go-commands';
import { leaveBreakpoint } from './leave-breakpoint';
import type { OpenedTarget } from './open-target';
import { PlacedBreakpoints, type BreakpointWish } from './placed-breakpoints';

type Emit = <N extends EventName>(name: N, body: EventBody<N>) => void;
export type Move = 'continue' | 'step' | 'next' | 'finish';

/** A panic that nobody recovers, and a fatal error of the runtime, stop here: after it there is no program to look at. */
const lastMoments = ['runtime.fatalpanic', 'runtime.fatalthrow'];

/** One target under GDB as the person sees it. Tells by events; answers only what it is asked. */
export class DebuggedTarget {
  readonly breakpoints: PlacedBreakpoints;
  readonly #session: string;
  readonly #target: OpenedTarget;
  readonly #emit: Emit;
  /** Breakpoints of ours, by GDB's number. */
  readonly #own = new Map<string, 'entry' | 'panic' | 'reached'>();
  readonly #watches = new Map<string, string>();
  #pausing = false;
  #isAtBreakpoint = false;
  /** While something is done that needs a short stop, stops are nobody's business. */
  #quiet = false;
  #first: GdbStop['reason'] | undefined;

  constructor(session: string, target: OpenedTarget, emit: Emit) {
    this.#session = session;
    this.#target = target;
    this.#emit = emit;
    const { gdb } = target.session;
    this.breakpoints = new PlacedBreakpoints(gdb, (breakpoint) =>
      emit('gdb.placed', { session, breakpoint }),
    );
    gdb.onRecord((record) => {
      this.breakpoints.take(record);
      if (record.kind === 'console' && !this.#quiet) {
        emit('gdb.printed', { session, source: 'console', text: record.text });
      }
    });
    target.session.onState((state) => void this.#follow(state));
  }

  get gdb(): MiSession {
    return this.#target.session.gdb;
  }

  get binaryPath(): string {
    return this.#target.binaryPath;
  }

  /** Places what was asked for and brings the target to its first stop, or lets it run to one. */
  async begin(wishes: readonly BreakpointWish[]): Promise<Result<void, Failure>> {
    const { session } = this.#target;
    for (const wish of wishes) {
      const breakpoint = await this.breakpoints.set(wish);
      this.#emit('gdb.placed', { session: this.#session, breakpoint });
    }
    for (const name of lastMoments) {
      const made = await breakInsert(this.gdb, { function: name });
      if (made.ok) this.#own.set(made.value.id, 'panic');
    }
    if (session.origin.kind === 'launched') {
      if (wishes.length === 0) {
        const made = await breakInsert(this.gdb, { function: 'main.main' }, { isTemporary: true });
        if (made.ok) this.#own.set(made.value.id, 'entry');
      }
      return session.move('run');
    }
    this.#first = session.origin.kind === 'core' ? 'core' : 'attached';
    await this.#follow(session.state);
    return ok(undefined);
  }

  async move(how: Move, where: FrameOf): Promise<Result<void, GdbFailure>> {
    if (how !== 'continue') {
      const prepared = await prepareStep(this.gdb, how, where);
      if (!prepared.ok) return prepared;
    }
    return this.#goOn();
  }

  /** A breakpoint for one stop, whichever that is. */
  async runTo(file: string, line: number): Promise<Result<void, GdbFailure>> {
    const made = await breakInsert(this.gdb, { file, line }, { isTemporary: true });
    if (!made.ok) return made;
    const { id, line: actual } = made.value;
    if (actual === undefined) {
      await breakDelete(this.gdb, id);
      return err({ code: 'gdb-error', message: `There is no code at ${file}:${line}.` });
    }
    this.#own.set(id, 'reached');
    return this.#goOn();
  }

  async #goOn(): Promise<Result<void, GdbFailure>> {
    const { session } = this.#target;
    if (!this.#isAtBreakpoint) return session.move('continue');
    this.#quiet = true;
    const left = await leaveBreakpoint(session);
    this.#quiet = false;
    if (!left.ok) return left;
    if (left.value === 'free') return session.move('continue');
    // Something stops it at the very next instruction.
    await this.#follow({ kind: 'running' });
    await this.#follow(session.state);
    return ok(undefined);
  }

  async pause(): Promise<Result<void, GdbFailure>> {
    this.#pausing = true;
    const stopped = await this.#target.session.interrupt();
    this.#pausing = false;
    return stopped.ok ? ok(undefined) : stopped;
  }

  /** Does something that GDB does only to a stopped target; one that runs is stopped for a moment. */
  async whileStopped<T>(act: () => Promise<T>): Promise<T> {
    const { session } = this.#target;
    if (session.state.kind !== 'running') return act();
    this.#quiet = true;
    const stopped = await session.interrupt();
    const done = await act();
    this.#quiet = false;
    const isOurs =
      stopped.ok &&
      stopped.value.kind === 'stopped' &&
      stopped.value.stop.reason === 'signal-received';
    if (isOurs) await session.move('continue');
    else await this.#follow(session.state);
    return done;
  }

  async watch(id: string, where: FrameOf, expression: string): Promise<Result<void, GdbFailure>> {
    const made = await watchExpression(this.gdb, where, expression);
    if (!made.ok) return made;
    this.#watches.set(made.value, expression);
    this.breakpoints.adopt(id, made.value);
    return ok(undefined);
  }

  dispose(): Promise<void> {
    return this.#target.dispose();
  }

  async #follow(state: DebugState): Promise<void> {
    const session = this.#session;
    switch (state.kind) {
      case 'running':
        if (!this.#quiet) this.#emit('gdb.running', { session });
        return;
      case 'stopped':
        if (!this.#quiet) await this.#tell(state.stop);
        return;
      default: // its owner hears of the end
    }
  }

  async #tell(stop: Stop): Promise<void> {
    // Whether it was we who stopped it is known now; the answer takes its time.
    const isPause = this.#pausing;
    this.#isAtBreakpoint = stop.reason === 'breakpoint-hit';
    if (await this.#logInstead(stop)) return;
    const meaning = await explainStop(this.gdb);
    if (meaning.ok && meaning.value.step === 'on') {
      await this.#goOn();
      return;
    }
    if (meaning.ok && meaning.value.step === 'done') this.#isAtBreakpoint = true;
    const reason = this.#first ?? this.#reasonOf(stop, isPause, meaning.ok && meaning.value.step);
    this.#first = undefined;
    await this.#forgetRunTo(stop.breakpointId);
    const { signal, breakpointId, watch } = stop;
    const name = this.breakpoints.nameOf(breakpointId);
    const expression = this.#watches.get(breakpointId ?? '');
    const detail = signal?.name ?? stop.reason;
    this.#emit('gdb.stopped', {
      session: this.#session,
      stop: {
        reason,
        goid: meaning.ok ? meaning.value.goid : 0,
        ...(detail !== undefined && { detail }),
        ...(meaning.ok && meaning.value.frame !== undefined && { frame: meaning.value.frame }),
        ...(name !== undefined && { breakpoint: name }),
        ...(watch !== undefined && {
          watch: {
            expression: expression ?? watch.expression,
            before: watch.before ?? '',
            after: watch.after ?? '',
          },
        }),
      },
    });
  }

  /** A breakpoint with a message prints it and lets the program go on. */
  async #logInstead(stop: Stop): Promise<boolean> {
    const template = this.breakpoints.logOf(stop.breakpointId);
    if (template === '' || stop.reason !== 'breakpoint-hit') return false;
    const logged = await renderLog(this.gdb, template);
    const text = logged.ok ? logged.value.text : `${template} (${logged.error.message})`;
    this.#emit('gdb.printed', { session: this.#session, source: 'console', text: `${text}\n` });
    if (logged.ok && logged.value.step) return false; // a step ends here
    await this.#goOn();
    return true;
  }

  /** Whatever stopped the program: where it was to run to is no longer asked. GDB has deleted one that was met. */
  async #forgetRunTo(met: string | undefined): Promise<void> {
    for (const [id, what] of [...this.#own]) {
      if (what !== 'reached') continue;
      this.#own.delete(id);
      if (id !== met) await breakDelete(this.gdb, id);
    }
  }

  #reasonOf(stop: Stop, isPause: boolean, step: string | false): GdbStop['reason'] {
    if (step === 'done') return 'step';
    if (stop.watch !== undefined) return 'watchpoint';
    if (stop.reason === 'breakpoint-hit') {
      return this.#own.get(stop.breakpointId ?? '') ?? 'breakpoint';
    }
    if (stop.signal !== undefined) {
      return isPause && stop.signal.name === 'SIGINT' ? 'paused' : 'signal';
    }
    if (stop.reason === 'end-stepping-range' || stop.reason === 'function-finished') return 'step';
    return isPause ? 'paused' : 'other';
  }

  /** How it ended; undefined while it has not. */
  static outcomeOf(state: DebugState): Omit<EventBody<'gdb.exited'>, 'session'> | undefined {
    if (state.kind === 'exited') {
      const { status, signalName } = state.exit;
      return {
        ...(status !== undefined && { status }),
        ...(signalName !== undefined && { signal: signalName }),
      };
    }
    if (state.kind !== 'ended') return undefined;
    return state.failure === undefined ? {} : { failure: state.failure };
  }

  /** Resolves when the target or GDB has ended. */
  untilOver(): Promise<Omit<EventBody<'gdb.exited'>, 'session'>> {
    const { session } = this.#target;
    return new Promise((resolve) => {
      const see = (state: DebugState) => {
        const outcome = DebuggedTarget.outcomeOf(state);
        if (outcome === undefined) return;
        off();
        resolve(outcome);
      };
      const off = session.onState(see);
      see(session.state);
    });
  }
}

export const noSession = (session: string): Result<never, GdbFailure> =>
  err({ code: 'target-exited', message: `The debugging session ${session} has ended.` });
