/** When what is recorded: ms since the recording began. */
export interface RecordingSchedule {
  /** First at the start, last at the end. */
  readonly profilesAtMs: readonly number[];
  readonly traceStartMs: number;
  readonly traceDurationMs: number;
}

const minProfiles = 4;
const maxProfiles = 12;
const maxTraceMs = 8000;

/**
 * Spreads profiles evenly and puts the trace in the middle. A rank test needs five samples for
 * p < 0.01, so that the usual 24 s get six; each forces a collection, so not many more.
 */
export function scheduleRecording(durationMs: number, profiles?: number): RecordingSchedule {
  const usual = Math.min(maxProfiles, Math.round(durationMs / 5000) + 1);
  const count = Math.max(minProfiles, profiles ?? usual);
  const traceDurationMs = Math.min(maxTraceMs, Math.round(durationMs / 3));
  return {
    profilesAtMs: Array.from({ length: count }, (_, i) =>
      Math.round((i * durationMs) / (count - 1)),
    ),
    traceStartMs: Math.round((durationMs - traceDurationMs) / 2),
    traceDurationMs,
  };
}
