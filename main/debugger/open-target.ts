import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { GdbPlan } from '../../app/contract/gdb-requests';
import { err, ok, type Result } from '../../app/contract/result';
import { buildProgram } from '../build/build-program';
import type { MiSessionOptions } from '../gdb/mi-session';
import { openAttach } from '../gdb/sessions/attach';
import { openCore } from '../gdb/sessions/core';
import type { DebugSession } from '../gdb/sessions/debug-session';
import { openLaunch } from '../gdb/sessions/launch';
import { choosePackage } from '../project/choose-package';
import { openProject } from '../project/open-project';
import { openPty } from '../terminal/open-pty';
import { findGdb } from '../toolchain/find-gdb';
import { findGo } from '../toolchain/find-go';

export interface OpenOptions {
  readonly resources: string;
  readonly dataDir: string;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: 'building' | 'loading') => void;
  readonly onText: (source: 'build' | 'target', text: string) => void;
}

/** A target under GDB that knows the commands of resources/gdb/debug.py. */
export interface OpenedTarget {
  readonly session: DebugSession;
  /** The executable, to be read for its inlined calls. */
  readonly binaryPath: string;
  dispose(): Promise<void>;
}

type Opened = Result<OpenedTarget, Failure>;

/** Does what a plan says up to the first stop, or, for a launch, up to the start. */
export async function openTarget(plan: GdbPlan, options: OpenOptions): Promise<Opened> {
  const found = await findGdb();
  if (!found.ok) return found;
  const gdb: MiSessionOptions = {
    gdbPath: found.value.path,
    signal: options.signal,
    onTargetLine: (line) => options.onText('target', `${line}\n`),
  };
  const opened = await open(plan, gdb, options);
  if (!opened.ok) return opened;
  const script = join(options.resources, 'gdb', 'debug.py');
  const { session } = opened.value;
  const steps = [
    `source ${script}`,
    // Of the scheduler and of timers; a Go program lives with all of them.
    'handle SIGURG SIGPROF SIGPIPE SIGCHLD SIGWINCH SIGALRM SIGVTALRM nostop noprint pass',
    // Else other threads run while one is taken over a breakpoint, the scheduler's among them: see leave-breakpoint.ts.
    'set displaced-stepping off',
  ];
  for (const step of steps) {
    const done = await session.gdb.console(step);
    if (done.ok) continue;
    await opened.value.dispose();
    return done;
  }
  return opened;
}

async function open(plan: GdbPlan, gdb: MiSessionOptions, options: OpenOptions): Promise<Opened> {
  if (plan.kind === 'launch') return launch(plan, gdb, options);
  options.onPhase('loading');
  const binaryPath = plan.kind === 'core' ? plan.program : `/proc/${plan.pid}/exe`;
  const session =
    plan.kind === 'core'
      ? await openCore({ ...gdb, corePath: plan.core, binaryPath })
      : await openAttach({ ...gdb, pid: plan.pid });
  if (!session.ok) return session;
  return ok({ session: session.value, binaryPath, dispose: () => session.value.dispose() });
}

async function launch(
  plan: Extract<GdbPlan, { kind: 'launch' }>,
  gdb: MiSessionOptions,
  options: OpenOptions,
): Promise<Opened> {
  options.onPhase('building');
  const parent = join(options.dataDir, 'debug');
  await mkdir(parent, { recursive: true });
  const outDir = await mkdtemp(join(parent, 'program-'));
  const discard = () => rm(outDir, { recursive: true, force: true });
  const built = await build(plan, outDir, options);
  if (!built.ok) {
    await discard();
    return built;
  }
  options.onPhase('loading');
  const { binaryPath, packageDir } = built.value;
  // Its own terminal: its input must not be GDB's.
  const terminal = await openPty((text) => options.onText('target', text));
  const session = await openLaunch({
    ...gdb,
    binaryPath,
    args: plan.args,
    cwd: packageDir,
    targetEnv: {
      LINES: undefined,
      COLUMNS: undefined,
      GODEBUG: keepInPlace(process.env['GODEBUG']),
    },
    tty: terminal?.path,
  });
  const dispose = async () => {
    if (session.ok) await session.value.dispose();
    terminal?.dispose();
    await discard();
  };
  if (session.ok) return ok({ session: session.value, binaryPath, dispose });
  await dispose();
  return session;
}

/**
 * A program that stood still for 10 ms finds its goroutine due for preemption: put aside by a signal before the
 * instruction at a breakpoint, it would meet the same breakpoint again in another thread.
 */
const keepInPlace = (settings: string | undefined) =>
  [settings, 'asyncpreemptoff=1'].filter(Boolean).join(',');

async function build(
  plan: Extract<GdbPlan, { kind: 'launch' }>,
  outDir: string,
  { signal, onText }: OpenOptions,
): Promise<Result<{ binaryPath: string; packageDir: string }, Failure>> {
  const go = await findGo();
  if (!go.ok) return go;
  const opened = await openProject(plan.projectDir, { go: go.value.path, signal });
  if (!opened.ok) return opened;
  const { project } = opened.value;
  const chosen = choosePackage(project, plan.package, false);
  if (!chosen.ok) return err(chosen.error);
  return buildProgram({
    go: go.value.path,
    project,
    package: chosen.value,
    profile: plan.buildProfile,
    outDir,
    agentDir: undefined,
    signal,
    onLine: (text) => onText('build', `${text}\n`),
  });
}
