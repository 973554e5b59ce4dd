import { stat } from 'node:fs/promises';
import { pause } from '../target/pause';
import type { RecordingContext } from './record-target';
import type { RecordingSchedule } from './recording-schedule';

const path = 'trace/trace-01.trace';

/** The execution trace of the window that the schedule names. */
export async function recordTrace(
  context: RecordingContext,
  schedule: RecordingSchedule,
): Promise<void> {
  const { client, session } = context;
  const { traceStartMs, traceDurationMs } = schedule;
  await pause(context.startedAtMs + traceStartMs - Date.now(), context.signal);
  if (context.signal.aborted) return;
  let file: string;
  try {
    file = await session.place(path);
  } catch (cause) {
    context.onFailure({ code: 'disk', message: `Could not make ${path}.`, detail: String(cause) });
    return;
  }
  // Traces of Go before 1.25 carry no clock reading: this one aligns them with the profiles.
  const clock = await client.info();
  const startedAtMs = Date.now();
  context.onEvent({
    kind: 'trace-window',
    startMs: startedAtMs,
    endMs: startedAtMs + traceDurationMs,
  });
  const finished = new AbortController();
  const shown = showTrace(context, file, startedAtMs, finished.signal);
  const done = await client.trace(file, traceDurationMs, context.signal);
  const endedAtMs = Date.now();
  finished.abort();
  await shown;
  if (!done.ok) {
    context.onFailure(done.error);
    // What a target wrote before it ended is kept: complete generations of it can be read.
    const rest = await stat(file).catch(() => undefined);
    if (rest === undefined || rest.size === 0) return;
  }
  const saved = await session.addArtefact({
    path,
    kind: 'trace',
    startedAtMs,
    endedAtMs,
    command: client.commandFor('trace', traceDurationMs),
    facts: {
      atSeconds: (startedAtMs - context.startedAtMs) / 1000,
      durationMs: endedAtMs - startedAtMs,
      complete: done.ok && !context.signal.aborted,
      ...(clock.ok && { clockWallMs: clock.value.wallMs }),
      ...(clock.ok &&
        clock.value.monotonicNs !== undefined && {
          clockMonotonicNs: String(clock.value.monotonicNs),
        }),
    },
  });
  if (!saved.ok) context.onFailure(saved.error);
}

const showEveryMs = 1000;

/** Tells what the trace has so far, until it is complete. A picture only: what fails here is no failure of the recording. */
async function showTrace(
  { followTrace, onEvent }: RecordingContext,
  file: string,
  startedAtMs: number,
  finished: AbortSignal,
): Promise<void> {
  if (followTrace === undefined) return;
  for (;;) {
    await pause(showEveryMs, finished);
    const last = finished.aborted;
    const seconds = await followTrace(file, startedAtMs, last);
    if (!seconds.ok) return;
    for (const second of seconds.value) onEvent({ kind: 'trace', second });
    if (last) return;
  }
}
