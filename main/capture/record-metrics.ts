import { appendFile } from 'node:fs/promises';
import type { MetricsSample } from '../../app/contract/manifest';
import { pause } from '../target/pause';
import type { RecordingContext } from './record-target';

const intervalMs = 1000;
const path = 'metrics.jsonl';

/** One sample a second until `finished` is aborted, each on disk as soon as it is there. */
export async function recordMetrics(
  context: RecordingContext,
  finished: AbortSignal,
  onSample: (sample: MetricsSample) => void = () => undefined,
): Promise<void> {
  const { client, session, startedAtMs } = context;
  let count = 0;
  try {
    const file = await session.place(path);
    while (!finished.aborted && !context.signal.aborted) {
      const sample = await client.metrics();
      if (!sample.ok) {
        context.onFailure(sample.error);
        break;
      }
      await appendFile(file, `${JSON.stringify(sample.value)}\n`);
      count++;
      context.onEvent({ kind: 'metrics', sample: sample.value });
      onSample(sample.value);
      // Counted from the start, so that slow answers do not stretch the series.
      const nextAt = startedAtMs + count * intervalMs;
      await pause(Math.max(0, nextAt - Date.now()), finished);
    }
  } catch (cause) {
    context.onFailure({ code: 'disk', message: `Could not write ${path}.`, detail: String(cause) });
  }
  if (count === 0) return;
  const saved = await session.addArtefact({
    path,
    kind: 'metrics',
    startedAtMs,
    endedAtMs: Date.now(),
    command: client.commandFor('metrics'),
    facts: { samples: count, intervalMs },
  });
  if (!saved.ok) context.onFailure(saved.error);
}
