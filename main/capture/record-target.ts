import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import type { InvestigationEvent, ProfileName, TraceSecond } from '../../app/contract/session';
import { pause } from '../target/pause';
import type { TargetClient, TargetFailure } from '../target/target-client';
import { FlightRecorder, type FlightTrigger } from './flight-recorder';
import { beginFurther, endFurther, recordCpu } from './record-further';
import { recordMetrics } from './record-metrics';
import { recordProfiles } from './record-profiles';
import { recordTrace } from './record-trace';
import { scheduleRecording } from './recording-schedule';
import type { SessionFolder } from './session-folder';

export interface RecordingPlan {
  readonly session: SessionFolder;
  readonly durationMs: number;
  /** Number of heap profiles; at least 4; default by the duration. */
  readonly profiles?: number | undefined;
  /** Profiles besides heap and goroutine; default: Go's leak profile where the target has it. */
  readonly further?: readonly ProfileName[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: InvestigationEvent) => void) | undefined;
  /** Reads the trace while it is written, to show it; without it nothing is shown. */
  readonly followTrace?: FollowTrace | undefined;
  /** Window of the flight recorder, seconds; 0 or undefined: it stays off. */
  readonly flightSeconds?: number | undefined;
  /** By which the person asks for the last seconds. */
  readonly flightTrigger?: FlightTrigger | undefined;
}

/**
 * What the trace file tells since the last call. `startedAtMs`: wall clock when the recording of it
 * began; `last`: nothing more will be written.
 */
export type FollowTrace = (
  file: string,
  startedAtMs: number,
  last: boolean,
) => Promise<Result<readonly TraceSecond[], Failure>>;

export interface Recording {
  /** Wall clock, ms since the epoch. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly heapProfiles: number;
  readonly forcedCollections: number;
  /** Each thing that could not be recorded, once. */
  readonly failures: readonly Failure[];
}

/** What the parts of a recording share. */
export interface RecordingContext {
  readonly client: TargetClient;
  readonly session: SessionFolder;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Aborted also when the target is gone: nothing more can be had. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: InvestigationEvent) => void;
  readonly followTrace: FollowTrace | undefined;
  readonly onFailure: (failure: Failure) => void;
}

/**
 * Records profiles, metrics and a trace into the session folder. What cannot be recorded is
 * collected and does not stop the rest; a target that ends stops the recording where it is.
 */
export async function recordTarget(
  client: TargetClient,
  plan: RecordingPlan,
): Promise<Result<Recording, Failure<'cancelled'>>> {
  const { session, durationMs } = plan;
  const cancelled = err({ code: 'cancelled' as const, message: 'The recording was cancelled.' });
  if (isAborted(plan.signal)) return cancelled;
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  plan.signal?.addEventListener('abort', onAbort);
  const failures = new Map<string, Failure>();
  const context: RecordingContext = {
    client,
    session,
    startedAtMs: Date.now(),
    durationMs,
    signal: stop.signal,
    onEvent: plan.onEvent ?? (() => undefined),
    followTrace: plan.followTrace,
    onFailure: (failure) => {
      if (failure.code === 'cancelled') return;
      // The whole tail of a recording fails alike once the target is gone.
      const key = isFinal(failure) ? 'gone' : `${failure.code} ${failure.message}`;
      if (!failures.has(key)) failures.set(key, failure);
      if (isFinal(failure)) stop.abort();
    },
  };
  const schedule = scheduleRecording(durationMs, plan.profiles);
  const flight = plan.flightSeconds ? new FlightRecorder(context, plan.flightSeconds) : undefined;
  await flight?.start();
  const closeTrigger = flight && plan.flightTrigger?.open(() => flight.keep('asked'));
  const finished = new AbortController();
  const metrics = recordMetrics(context, finished.signal, (sample) => void flight?.watch(sample));
  const [heapProfiles] = await Promise.all([
    recordProfiles(context, schedule.profilesAtMs),
    recordTrace(context, schedule),
    beginFurther(context, plan.further),
    recordCpu(context, plan.further, schedule),
    pause(durationMs, stop.signal),
  ]);
  await endFurther(context, plan.further);
  finished.abort();
  await metrics;
  closeTrigger?.();
  await flight?.stop();
  plan.signal?.removeEventListener('abort', onAbort);
  if (isAborted(plan.signal)) return cancelled;
  return ok({
    startedAtMs: context.startedAtMs,
    endedAtMs: Date.now(),
    heapProfiles,
    forcedCollections: session.manifest.forcedCollections,
    failures: [...failures.values()],
  });
}

function isFinal(failure: Failure): boolean {
  const final: readonly TargetFailure['code'][] = ['target-exited', 'agent-unreachable'];
  return (final as readonly string[]).includes(failure.code);
}

/** A call, since TypeScript takes a property for unchanged across an await. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
