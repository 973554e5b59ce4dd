import { stat } from 'node:fs/promises';
import type { ProfileName } from '../../app/contract/session';
import { hasLeakProfile } from '../../app/domain/pprof/go-release';
import { kindTexts } from '../../app/domain/pprof/texts';
import { pause } from '../target/pause';
import { contentionRates } from './profile-sources/client-source';
import type { RecordingContext } from './record-target';
import type { RecordingSchedule } from './recording-schedule';

/** Profiles besides heap and goroutine; `undefined`: the leak profile where the target's Go has it. */
type Wanted = readonly ProfileName[] | undefined;

/** Counters are taken at both ends: only their difference says what the recording saw. */
const counters = ['allocs', 'block', 'mutex', 'threadcreate'] as const;

/** At the start: switches on what has a cost, and takes the counters' base. */
export async function beginFurther(context: RecordingContext, wanted: Wanted): Promise<void> {
  const isContention = wanted?.some((each) => each === 'block' || each === 'mutex') === true;
  if (isContention) {
    const enabled = await context.client.enableContention({
      blockNs: wanted.includes('block') ? contentionRates.blockNs : 0,
      mutexFraction: wanted.includes('mutex') ? contentionRates.mutexFraction : 0,
    });
    // The program may have switched them on itself: what is there is taken all the same.
    if (!enabled.ok) context.onFailure(enabled.error);
  }
  await recordCounters(context, wanted, 1);
}

/** At the end: the counters again, and who leaked. */
export async function endFurther(context: RecordingContext, wanted: Wanted): Promise<void> {
  await recordCounters(context, wanted, 2);
  await recordLeaks(context, wanted);
}

async function recordCounters(
  context: RecordingContext,
  wanted: Wanted,
  index: number,
): Promise<void> {
  for (const name of counters) {
    if (wanted?.includes(name) !== true || context.signal.aborted) continue;
    await recordOne(context, name, index);
  }
}

/** In the window of the trace, so that the samples stand in the trace as well. */
export async function recordCpu(
  context: RecordingContext,
  wanted: Wanted,
  { traceStartMs, traceDurationMs }: RecordingSchedule,
): Promise<void> {
  if (wanted?.includes('cpu') !== true) return;
  const { client, session } = context;
  const path = 'profiles/cpu-01.pb.gz';
  await pause(context.startedAtMs + traceStartMs - Date.now(), context.signal);
  if (context.signal.aborted) return;
  let file: string;
  try {
    file = await session.place(path);
  } catch (cause) {
    context.onFailure({ code: 'disk', message: `Could not make ${path}.`, detail: String(cause) });
    return;
  }
  const startedAtMs = Date.now();
  const done = await client.cpuProfile(file, traceDurationMs, context.signal);
  // A CPU profile is written when it ends: of one that broke there is nothing to keep.
  if (!done.ok) return context.onFailure(done.error);
  const written = await stat(file).catch(() => undefined);
  if (written === undefined || written.size === 0) return;
  const saved = await session.addArtefact({
    path,
    kind: 'profile',
    startedAtMs,
    endedAtMs: Date.now(),
    command: client.commandForProfile('cpu', { durationMs: traceDurationMs }),
    facts: { profile: 'cpu', index: 1, atSeconds: secondsAt(context, startedAtMs) },
  });
  if (!saved.ok) context.onFailure(saved.error);
}

/** Go's own leak profile; its count wobbles between requests, so it is asked twice and both count. */
async function recordLeaks(context: RecordingContext, wanted: Wanted): Promise<void> {
  if (wanted !== undefined && !wanted.includes('goroutineleak')) return;
  const info = await context.client.info();
  const names = await context.client.profileNames();
  const goVersion = info.ok ? info.value.goVersion : 'This Go';
  const known = names.ok ? names.value?.includes('goroutineleak') : undefined;
  if (!(known ?? hasLeakProfile(goVersion) ?? false)) {
    if (wanted === undefined) return;
    const message = kindTexts.en.noLeakProfile(goVersion);
    return context.onFailure({ code: 'unsupported', message });
  }
  await recordOne(context, 'goroutineleak', 1);
  for (const index of [1, 2]) await recordOne(context, 'goroutineleak', index, true);
}

async function recordOne(
  context: RecordingContext,
  name: ProfileName,
  index: number,
  text = false,
): Promise<void> {
  if (context.signal.aborted) return;
  const { client, session } = context;
  const startedAtMs = Date.now();
  const reply = await client.profile(name, { text });
  if (!reply.ok) return context.onFailure(reply.error);
  const endedAtMs = Date.now();
  const saved = await session.writeArtefact(
    {
      path: `profiles/${name}-${String(index).padStart(2, '0')}.${text ? 'txt' : 'pb.gz'}`,
      kind: text ? 'goroutineleak-text' : 'profile',
      startedAtMs,
      endedAtMs,
      command: client.commandForProfile(name, { text }),
      facts: { profile: name, index, atSeconds: secondsAt(context, endedAtMs) },
    },
    reply.value,
  );
  if (!saved.ok) context.onFailure(saved.error);
}

const secondsAt = ({ startedAtMs }: RecordingContext, atMs: number) => (atMs - startedAtMs) / 1000;
