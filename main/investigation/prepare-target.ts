import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import type { InvestigationEvent, InvestigationPlan } from '../../app/contract/session';
import { SessionFolder } from '../capture/session-folder';
import { startLoad, type RunningLoad } from '../target/start-load';
import type { TargetClient } from '../target/target-client';
import { findGdb } from '../toolchain/find-gdb';
import { prepareAttached } from './prepare-attached';
import { prepareLaunched } from './prepare-launched';
import type { InvestigationServices } from './run-investigation';
import type { Stepper } from './stepper';

/** A target program that runs and can be asked, and the folder its evidence goes to. */
export interface PreparedTarget {
  readonly session: SessionFolder;
  readonly pid: number;
  readonly binaryPath: string;
  /** Undefined when attached to a program without a pprof endpoint. */
  readonly client: TargetClient | undefined;
  /** Resolves, with the reason, if the program ends before it is stopped. */
  readonly whenExited: Promise<Failure>;
  /** Ends what we started: load, target. An attached program goes on. Safe to call twice. */
  stop(): Promise<void>;
}

/** Everything both ways of getting at a target need. */
export interface Preparation {
  readonly plan: InvestigationPlan;
  readonly services: InvestigationServices;
  readonly stepper: Stepper;
  readonly signal: AbortSignal;
  readonly onEvent: (event: InvestigationEvent) => void;
}

/** Builds and launches the target program, or attaches to the one that runs. */
export function prepareTarget(
  plan: InvestigationPlan,
  services: InvestigationServices,
  stepper: Stepper,
  signal: AbortSignal,
  onEvent: (event: InvestigationEvent) => void,
): Promise<Result<PreparedTarget, Failure>> {
  const preparation = { plan, services, stepper, signal, onEvent };
  return plan.pid === undefined
    ? prepareLaunched(preparation)
    : prepareAttached(preparation, plan.pid);
}

/** Makes the session folder: `--out`, or a new one under the data folder. */
export async function createSession(
  { plan, services }: Preparation,
  target: SessionFolder['manifest']['target'],
  go: string | undefined,
): Promise<Result<SessionFolder, Failure>> {
  const dir = plan.outDir === undefined ? undefined : resolve(plan.outDir);
  const used = dir === undefined ? [] : await readdir(dir).catch(() => []);
  if (used.length > 0) {
    return err({
      code: 'usage',
      message: `The evidence bundle cannot be written to ${dir}: the folder is not empty.`,
      remedy: 'Name a new or an empty folder with --out.',
    });
  }
  const gdb = await findGdb();
  return SessionFolder.create({
    parentDir: join(services.dataDir, 'sessions'),
    dir,
    label: target.package.split('/').pop() ?? 'target',
    trivet: services.version,
    target,
    tools: { go, gdb: gdb.ok ? gdb.value.version : undefined },
  });
}

/** The person's load command, if there is one; it learns the target's PID from TRIVET_TARGET_PID. */
export async function startPlannedLoad(
  { plan, signal, onEvent }: Preparation,
  cwd: string,
  pid: number,
): Promise<Result<RunningLoad | undefined, Failure>> {
  if (plan.load === undefined) return ok(undefined);
  return startLoad(plan.load, {
    cwd,
    env: { TRIVET_TARGET_PID: String(pid) },
    signal,
    onLine: (text) => onEvent({ kind: 'output', source: 'target', text: `load: ${text}\n` }),
  });
}
