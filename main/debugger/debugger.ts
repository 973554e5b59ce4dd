import type { Failure } from '../../app/contract/failure';
import type { EventBody, EventName, Handlers, Input } from '../../app/contract/ipc';
import { err, ok, type Result } from '../../app/contract/result';
import type { SymbolTable } from '../../app/domain/gosym';
import { complete } from '../gdb/commands/miscellaneous/complete';
import type { GdbFailure } from '../gdb/gdb-messages';
import { DebuggedTarget, noSession } from './debugged-target';
import { disassemble, openTables } from './disassemble';
import {
  assign,
  evaluate,
  listChildren,
  listFrames,
  listGoroutines,
  listRegisters,
  listVariables,
} from './go-commands';
import { openTarget } from './open-target';

type Emit = <N extends EventName>(name: N, body: EventBody<N>) => void;

interface Session {
  readonly controller: AbortController;
  /** Resolves when it is over and everything of it is gone. */
  readonly over: Promise<void>;
  target: DebuggedTarget | undefined;
  /** The person wants it to end: what GDB says of that is no failure. */
  isEnding: boolean;
  tables: Promise<SymbolTable | undefined> | undefined;
}

export interface DebuggerOptions {
  readonly resources: string;
  readonly dataDir: string;
}

/** Frames of a stack that are shown; a runaway recursion has millions. */
const maxFrames = 500;

/** The debugging sessions of the window, by handle. Ends them all on `dispose()`. */
export class Debugger {
  readonly handlers: Handlers;
  readonly #options: DebuggerOptions;
  readonly #emit: Emit;
  readonly #sessions = new Map<string, Session>();
  #serial = 0;

  constructor(options: DebuggerOptions, emit: Emit) {
    this.#options = options;
    this.#emit = emit;
    this.handlers = this.#makeHandlers();
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((session) => this.#end(session)));
  }

  #makeHandlers(): Handlers {
    return {
      'gdb.open': (input) => Promise.resolve(ok({ session: this.#open(input) })),
      'gdb.end': async ({ session }) => {
        await this.#end(session);
        return ok({});
      },
      'gdb.resume': ({ session, how, ...where }) =>
        this.#done(session, (target) => target.move(how, where)),
      'gdb.run-to': ({ session, file, line }) =>
        this.#done(session, (target) => target.runTo(file, line)),
      'gdb.pause': ({ session }) => this.#done(session, (target) => target.pause()),
      'gdb.goroutines': ({ session, ...page }) =>
        this.#with(session, ({ gdb }) => listGoroutines(gdb, page)),
      'gdb.stack': ({ session, goid }) =>
        this.#with(session, ({ gdb }) => listFrames(gdb, goid, maxFrames)),
      'gdb.variables': ({ session, ...where }) =>
        this.#with(session, ({ gdb }) => listVariables(gdb, where)),
      'gdb.children': ({ session, variable, ...page }) =>
        this.#with(session, ({ gdb }) => listChildren(gdb, variable, page)),
      'gdb.evaluate': ({ session, expression, ...where }) =>
        this.#with(session, ({ gdb }) => evaluate(gdb, where, expression)),
      'gdb.assign': ({ session, place, text, ...where }) =>
        this.#done(session, ({ gdb }) => assign(gdb, where, place, text)),
      'gdb.break-set': ({ session, breakpoint }) =>
        this.#with(session, async (target) =>
          ok(await target.whileStopped(() => target.breakpoints.set(breakpoint))),
        ),
      'gdb.break-delete': ({ session, breakpoint }) =>
        this.#done(session, (target) =>
          target.whileStopped(() => target.breakpoints.delete(breakpoint)),
        ),
      'gdb.break-watch': ({ session, id, expression, ...where }) =>
        this.#done(session, (target) => target.watch(id, where, expression)),
      'gdb.registers': ({ session, ...where }) =>
        this.#with(session, ({ gdb }) => listRegisters(gdb, where)),
      'gdb.disassembly': ({ session, address }) =>
        this.#with(session, async ({ gdb }) =>
          disassemble(gdb, address, await this.#tablesOf(session)),
        ),
      'gdb.console': ({ session, line }) =>
        this.#done(session, async ({ gdb }) => {
          const done = await gdb.console(line, { timeoutMs: 600_000 });
          return done.ok ? ok(undefined) : done;
        }),
      'gdb.complete': ({ session, line }) =>
        this.#with(session, async ({ gdb }) => {
          const found = await complete(gdb, line);
          if (!found.ok) return found;
          return ok({ common: found.value.common ?? line, matches: [...found.value.matches] });
        }),
    };
  }

  #open({ plan, breakpoints }: Input<'gdb.open'>): string {
    const handle = `gdb-${++this.#serial}`;
    const controller = new AbortController();
    const run = async (): Promise<Omit<EventBody<'gdb.exited'>, 'session'>> => {
      const opened = await openTarget(plan, {
        ...this.#options,
        signal: controller.signal,
        onPhase: (phase) => this.#emit('gdb.advanced', { session: handle, phase }),
        onText: (source, text) => this.#emit('gdb.printed', { session: handle, source, text }),
      });
      if (!opened.ok) return { failure: opened.error };
      const target = new DebuggedTarget(handle, opened.value, this.#emit);
      session.target = target;
      const over = target.untilOver();
      const begun = await target.begin(breakpoints);
      const outcome = begun.ok ? await over : { failure: begun.error };
      session.target = undefined;
      await target.dispose();
      return outcome;
    };
    const session: Session = {
      controller,
      target: undefined,
      isEnding: false,
      tables: undefined,
      over: run()
        .catch((bug: unknown) => ({ failure: describeBug(bug) }))
        .then((outcome) => {
          this.#sessions.delete(handle);
          this.#emit('gdb.exited', { session: handle, ...(session.isEnding ? {} : outcome) });
        }),
    };
    this.#sessions.set(handle, session);
    return handle;
  }

  async #end(handle: string): Promise<void> {
    const session = this.#sessions.get(handle);
    if (session === undefined) return;
    session.isEnding = true;
    // Gently where there is a target: an attached one must be let go of. Its end ends the session.
    if (session.target !== undefined) await session.target.dispose();
    else session.controller.abort();
    await session.over;
  }

  async #with<T>(
    handle: string,
    use: (target: DebuggedTarget) => Promise<Result<T, GdbFailure>>,
  ): Promise<Result<T, Narrow>> {
    const target = this.#sessions.get(handle)?.target;
    return narrow(target === undefined ? noSession(handle) : await use(target));
  }

  async #done(
    handle: string,
    use: (target: DebuggedTarget) => Promise<Result<void, GdbFailure>>,
  ): Promise<Result<Record<string, never>, Narrow>> {
    const done = await this.#with(handle, use);
    return done.ok ? ok({}) : done;
  }

  #tablesOf(handle: string): Promise<SymbolTable | undefined> {
    const session = this.#sessions.get(handle);
    const target = session?.target;
    if (session === undefined || target === undefined) return Promise.resolve(undefined);
    return (session.tables ??= openTables(target.gdb, target.binaryPath));
  }
}

type Narrow = Failure<
  | 'gdb-failed'
  | 'gdb-error'
  | 'gdb-unexpected-reply'
  | 'target-exited'
  | 'no-symbols'
  | 'timeout'
  | 'cancelled'
>;

/** A session that has begun cannot fail in the ways of one that begins. */
function narrow<T>(result: Result<T, GdbFailure>): Result<T, Narrow> {
  if (result.ok) return result;
  const { error } = result;
  switch (error.code) {
    case 'gdb-not-found':
    case 'ptrace-refused':
    case 'target-not-found':
    case 'disk':
      return err({ ...error, code: 'gdb-error' });
    default:
      return err(error as Narrow);
  }
}

const describeBug = (bug: unknown): Failure => ({
  code: 'internal',
  message: 'The debugger hit a bug.',
  detail: bug instanceof Error ? (bug.stack ?? bug.message) : String(bug),
});
