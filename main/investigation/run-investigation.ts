import { join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { Findings } from '../../app/contract/findings';
import { err, ok, type Result } from '../../app/contract/result';
import type { InvestigationEvent, InvestigationPlan } from '../../app/contract/session';
import { formatBytes, formatMs } from '../../app/domain/format/format';
import type { Analyst } from '../analysis/client';
import { FlightTrigger } from '../capture/flight-recorder';
import { recordTarget } from '../capture/record-target';
import type { SessionFolder } from '../capture/session-folder';
import { takeSnapshot } from '../capture/snapshot';
import { findGdb } from '../toolchain/find-gdb';
import { prepareTarget, type PreparedTarget } from './prepare-target';
import { pause, Stepper, type StepNotes } from './stepper';

export interface InvestigationServices {
  readonly analysis: Analyst;
  /** Folder of resources/. */
  readonly resources: string;
  /** Version of Trivet. */
  readonly version: string;
  readonly dataDir: string;
}

export interface InvestigationOutcome {
  /** The session folder. */
  readonly dir: string;
  readonly findings: Findings;
}

/** What a recording needs beside its target. */
interface RecordingServices {
  readonly analysis: Analyst;
  readonly flightTrigger: FlightTrigger;
}

type Tell = (notes: StepNotes) => void;
const defaultWarmUpSeconds = 8;
const heapProfiles = 6;

/**
 * The guided workflow: build, launch, warm up, record, snapshot, analyse, verdict. Whatever a step that fails leaves
 * possible is still done: legs that work report, and the findings name the failure. The target has ended when this returns.
 * @returns a failure only when nothing was captured that could be judged.
 */
export async function runInvestigation(
  plan: InvestigationPlan,
  services: InvestigationServices,
  signal: AbortSignal,
  onEvent: (event: InvestigationEvent) => void,
  flightTrigger = new FlightTrigger(),
): Promise<Result<InvestigationOutcome, Failure>> {
  const stepper = new Stepper(onEvent, signal);
  const prepared = await prepareTarget(plan, services, stepper, signal, onEvent);
  if (!prepared.ok) return prepared;
  const target = prepared.value;
  try {
    const recording = { analysis: services.analysis, flightTrigger };
    const captured = await capture(plan, target, recording, stepper, signal, onEvent);
    if (!captured.ok && captured.error.code === 'cancelled') return captured;
    const failure = captured.ok ? undefined : captured.error;
    await target.stop();
    for (const step of stepper.records) await target.session.addStep(step);
    if (failure && !hasEvidence(target.session)) return err(failure);
    return await judge(plan, target.session, services.analysis, stepper, signal);
  } finally {
    await target.stop();
  }
}

async function capture(
  plan: InvestigationPlan,
  target: PreparedTarget,
  recording: RecordingServices,
  stepper: Stepper,
  signal: AbortSignal,
  onEvent: (event: InvestigationEvent) => void,
): Promise<Result<void, Failure>> {
  const warmed = await warmUp(plan, target, stepper, signal);
  if (!warmed.ok) return warmed;
  const recorded = await record(plan, target, recording, stepper, signal, onEvent);
  if (!recorded.ok && recorded.error.code === 'cancelled') return recorded;
  // A program that is gone cannot be copied; any other trouble of the recording does not concern GDB.
  if (!recorded.ok && recorded.error.code === 'target-exited') {
    stepper.skip('snapshot', 'the target program has ended');
    return recorded;
  }
  const copied = await snapshot(target, stepper, signal);
  if (!copied.ok && copied.error.code === 'cancelled') return copied;
  return recorded;
}

async function warmUp(
  plan: InvestigationPlan,
  target: PreparedTarget,
  stepper: Stepper,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const seconds = plan.warmUpSeconds ?? (plan.pid === undefined ? defaultWarmUpSeconds : 0);
  if (seconds === 0) {
    stepper.skip('warm-up', plan.pid === undefined ? 'not asked for' : 'it runs already');
    return ok(undefined);
  }
  const notes = { expectedMs: seconds * 1000, note: 'caches fill, pools settle' };
  return stepper.run('warm-up', notes, async () => {
    const ended = target.whenExited.then((failure) => err(failure));
    return Promise.race([pause(seconds * 1000, signal), ended]);
  });
}

function record(
  plan: InvestigationPlan,
  target: PreparedTarget,
  { analysis, flightTrigger }: RecordingServices,
  stepper: Stepper,
  signal: AbortSignal,
  onEvent: (event: InvestigationEvent) => void,
): Promise<Result<void, Failure>> {
  const { client, session } = target;
  if (!client) {
    stepper.skip('record', 'neither agent nor pprof endpoint: no profiles, no trace');
    return Promise.resolve(ok(undefined));
  }
  const durationMs = plan.durationSeconds * 1000;
  return stepper.run('record', { expectedMs: durationMs }, async (tell) => {
    const counts = { profiles: 0, samples: 0 };
    const recorded = await recordTarget(client, {
      session,
      durationMs,
      profiles: heapProfiles,
      flightSeconds: plan.flightSeconds,
      flightTrigger,
      further: plan.profiles,
      signal,
      followTrace: (file, startedAtMs, last) => analysis.ask('follow', { file, startedAtMs, last }),
      onEvent: (event) => {
        if (event.kind === 'profile') counts.profiles++;
        if (event.kind === 'metrics') counts.samples++;
        onEvent(event);
        if (event.kind !== 'output') {
          tell({ note: `${counts.profiles} profiles · ${counts.samples} samples` });
        }
      },
    });
    if (!recorded.ok) return recorded;
    // What this kind of target never offers is no failure of the recording; what was asked for by name is told.
    const [first] = recorded.value.failures.filter(({ code }) => code !== 'unsupported');
    const lacking = recorded.value.failures.filter(({ code }) => code === 'unsupported');
    if (plan.profiles !== undefined && lacking.length > 0) {
      const note = `${counts.profiles} profiles · ${counts.samples} samples`;
      tell({ note: [note, ...lacking.map(({ message }) => message)].join(' · ') });
    }
    return first === undefined ? ok(undefined) : err(first);
  });
}

async function snapshot(
  { pid, session, binaryPath }: PreparedTarget,
  stepper: Stepper,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const notes = { expectedMs: 3000, note: 'types and globals from the binary' };
  return stepper.run('snapshot', notes, async (tell: Tell) => {
    const gdb = await findGdb();
    if (!gdb.ok) return gdb;
    const path = 'heap/snapshot.trvsnap.gz';
    const outFile = await session.place(path);
    const startedAtMs = Date.now();
    const take = () =>
      takeSnapshot({
        pid,
        binaryPath,
        outFile,
        gdbPath: gdb.value.path,
        signal,
        onProgress: (phase) => tell({ note: phase }),
      });
    const first = await take();
    // GDB may meet a thread in the moment of its end; the target still runs, so look again.
    const taken = !first.ok && isPassing(first.error) ? await take() : first;
    if (!taken.ok) return taken;
    const { pauseMs, copiedBytes, command, gdbVersion, timings } = taken.value;
    const added = await session.addArtefact({
      path,
      kind: 'heap-snapshot',
      startedAtMs,
      endedAtMs: Date.now(),
      command,
      facts: { pauseMs, copiedBytes, gdb: gdbVersion, ...timings },
    });
    if (!added.ok) return added;
    tell({
      command,
      artefact: outFile,
      note: `stopped for ${formatMs(pauseMs)} · ${formatBytes(copiedBytes)} copied`,
    });
    return ok(undefined);
  });
}

async function judge(
  { language }: InvestigationPlan,
  session: SessionFolder,
  analysis: Analyst,
  stepper: Stepper,
  signal: AbortSignal,
): Promise<Result<InvestigationOutcome, Failure>> {
  const dir = session.dir;
  const findings = await stepper.run('analyse', { expectedMs: 3000 }, async (tell) => {
    const published = await analysis.ask('publish', { dir, language });
    if (!published.ok || signal.aborted) return published;
    const { graphObjects, traceSeconds } = published.value.measures;
    const parts = [
      graphObjects === undefined ? undefined : `${graphObjects.toLocaleString('en-US')} objects`,
      traceSeconds === undefined ? undefined : `${traceSeconds.toFixed(1)} s of trace`,
    ];
    tell({ note: parts.filter(Boolean).join(' · ') });
    return published;
  });
  if (!findings.ok) return findings;
  await stepper.run('verdict', { artefact: join(dir, 'report.html') }, (tell) => {
    tell({ note: findings.value.summary });
    return Promise.resolve(ok(undefined));
  });
  return ok({ dir, findings: { ...findings.value, bundle: dir } });
}

/** What another look may not meet again; a refusal or a missing tool stays. */
const isPassing = ({ code }: Failure) => code === 'gdb-error' || code === 'gdb-unexpected-reply';

const hasEvidence = (session: SessionFolder) =>
  session.manifest.artefacts.some(({ kind }) =>
    ['heap-profile', 'goroutine-text', 'trace', 'heap-snapshot'].includes(kind),
  );
