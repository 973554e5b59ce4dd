import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { formatCommand } from '../build/shell-words';
import { startProcess, type ProcessExit, type RunningProcess } from '../process/start-process';
import { AgentClient } from './agent-client';
import { connectAgent } from './agent-connection';
import type { TargetFailure } from './target-client';
import { TargetLog } from './target-log';

export interface LaunchPlan {
  readonly binaryPath: string;
  /** Folder to run in: the package's. */
  readonly cwd: string;
  readonly args: readonly string[];
  /** Added to our environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Gets all that the target prints. */
  readonly logPath: string;
  /** Sampling period of the heap profile in bytes; default: the program's own. */
  readonly memProfileRate?: number | undefined;
  /** Time for the agent to answer; default 20 000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Ends the target, at any time. */
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

/** A target program that we started. It ends with us, however we end. */
export interface LaunchedTarget {
  readonly pid: number;
  readonly client: AgentClient;
  /** To paste into a shell. */
  readonly command: string;
  readonly logPath: string;
  /** Resolves when the whole tree has ended and its output is in the log. */
  readonly exited: Promise<ProcessExit>;
  /** Undefined while it runs. */
  getExit(): ProcessExit | undefined;
  /** The last lines it printed, oldest first. */
  getLastLines(): readonly string[];
  /** Why it ended, as a failure of a recording. */
  describeExit(exit: ProcessExit): Failure<'target-exited'>;
  /** Ends the whole tree. Safe to call twice. */
  stop(): Promise<void>;
}

export type LaunchFailure = TargetFailure | Failure<'launch-failed'>;

const lastLinesKept = 40;
/** sun_path of a socket address, less its terminating zero and some air. */
const maxSocketPathBytes = 100;

/** Starts a program built with the agent and waits until the agent answers. */
export async function launchTarget(
  plan: LaunchPlan,
): Promise<Result<LaunchedTarget, LaunchFailure>> {
  const socketDir = await makeSocketDir();
  const log = await TargetLog.open(plan.logPath);
  if (!log.ok) {
    await rm(socketDir, { recursive: true, force: true });
    return log;
  }
  const socketPath = path.join(socketDir, 'agent.sock');
  const shown = { ...plan.env, ...samplingEnv(plan) };
  const lastLines: string[] = [];
  const onLine = (line: string) => {
    lastLines.push(line);
    if (lastLines.length > lastLinesKept) lastLines.shift();
    plan.onLine?.(line);
  };
  const started = await startProcess(plan.binaryPath, plan.args, {
    cwd: plan.cwd,
    env: {
      ...process.env,
      ...shown,
      PWD: plan.cwd,
      TRIVET_AGENT_SOCKET: socketPath,
      TRIVET_AGENT_TRACER: String(process.pid),
      TRIVET_AGENT_HOLD: '1',
    },
    signal: plan.signal,
    onStdoutLine: onLine,
    onStderrLine: onLine,
    onStdoutChunk: (chunk) => log.value.write(chunk),
    onStderrChunk: (chunk) => log.value.write(chunk),
  });
  if (!started.ok) {
    await log.value.end();
    await rm(socketDir, { recursive: true, force: true });
    return started;
  }
  const running = new Launched(plan, started.value, log.value, socketDir, lastLines);
  const connection = await connectAgent(socketPath, {
    timeoutMs: plan.connectTimeoutMs ?? 20_000,
    gaveUp: () => running.whyNot(),
  });
  if (!connection.ok) {
    const failure = await running.explain(connection.error);
    await running.stop();
    return err(failure);
  }
  const client = new AgentClient(connection.value, socketPath, (failure) =>
    running.explain(failure),
  );
  const held = await client.hold();
  if (!held.ok) {
    await running.stop();
    return held;
  }
  return ok(
    running.withClient(
      client,
      formatCommand(plan.binaryPath, plan.args, { cwd: plan.cwd, env: shown }),
    ),
  );
}

/** GODEBUG of the user stays; for a name given twice the runtime takes the last. */
function samplingEnv(plan: LaunchPlan): Record<string, string> {
  if (plan.memProfileRate === undefined) return {};
  const own = plan.env?.['GODEBUG'] ?? process.env['GODEBUG'] ?? '';
  const setting = `memprofilerate=${plan.memProfileRate}`;
  return { GODEBUG: own === '' ? setting : `${own},${setting}` };
}

/** Made 0700 by mkdtemp, so nobody else can reach the agent. */
async function makeSocketDir(): Promise<string> {
  const isShort =
    Buffer.byteLength(path.join(tmpdir(), 'trivet-XXXXXX', 'agent.sock')) < maxSocketPathBytes;
  return mkdtemp(path.join(isShort ? tmpdir() : '/tmp', 'trivet-'));
}

/** Owns the process, its log and the socket folder. */
class Launched {
  readonly exited: Promise<ProcessExit>;
  readonly #plan: LaunchPlan;
  readonly #process: RunningProcess;
  readonly #lastLines: readonly string[];
  #exit: ProcessExit | undefined;

  constructor(
    plan: LaunchPlan,
    child: RunningProcess,
    log: TargetLog,
    socketDir: string,
    lastLines: readonly string[],
  ) {
    this.#plan = plan;
    this.#process = child;
    this.#lastLines = lastLines;
    this.exited = child.exit.then(async (exit) => {
      this.#exit = exit;
      await log.end();
      await rm(socketDir, { recursive: true, force: true });
      return exit;
    });
  }

  withClient(client: AgentClient, command: string): LaunchedTarget {
    return {
      pid: this.#process.pid,
      client,
      command,
      logPath: this.#plan.logPath,
      exited: this.exited,
      getExit: () => this.#exit,
      getLastLines: () => [...this.#lastLines],
      describeExit: (exit) => this.#describe(exit),
      stop: async () => {
        await this.stop();
        client.close();
      },
    };
  }

  whyNot(): TargetFailure | undefined {
    if (this.#plan.signal?.aborted === true) {
      return { code: 'cancelled', message: 'The launch was cancelled.' };
    }
    return this.#exit && this.#describe(this.#exit);
  }

  /** A connection breaks a moment before the exit is known: wait for it, so as to name the cause. */
  async explain(failure: TargetFailure): Promise<TargetFailure> {
    if (failure.code !== 'agent-unreachable') return failure;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), 1000);
    });
    await Promise.race([this.exited, late]);
    clearTimeout(timer);
    return this.whyNot() ?? { ...failure, detail: failure.detail ?? this.#lastLines.join('\n') };
  }

  async stop(): Promise<void> {
    await this.#process.end();
    await this.exited;
  }

  #describe(exit: ProcessExit): Failure<'target-exited'> {
    const how =
      exit.signal === undefined ? `with status ${exit.status}` : `by signal ${exit.signal}`;
    return {
      code: 'target-exited',
      message: `${path.basename(this.#plan.binaryPath)} ended ${how} before the recording did.`,
      remedy: 'Give it arguments or load that keep it running, or record a shorter time.',
      detail: this.#lastLines.join('\n'),
    };
  }
}
