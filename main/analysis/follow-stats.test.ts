import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computeTraceStats, type TraceAnalysis } from '../../app/domain/exectrace';
import { GoFixtures } from '../../app/domain/exectrace/testing/go-fixtures';
import { must } from '../target/testing/build-fixture';
import { followStats } from './follow-stats';
import { GrowingFile, GrowingStream } from './growing-trace';
import { analyzeTraceFile } from './trace-file';

const fixtures = new GoFixtures();
const folder = mkdtempSync(join(tmpdir(), 'trivet-follow-'));
afterAll(() => {
  fixtures.dispose();
  rmSync(folder, { recursive: true, force: true });
});
const limits = { endedLimit: 0, stripsPerGroup: 0, annotationLimit: 0 };

/** Figures that do not count what goes on at the end: a file ends with an event that is a nanosecond later. */
function untimed(trace: TraceAnalysis) {
  const { goroutines, schedulingLatency, wakes, heap, tasks, gc } = computeTraceStats(trace);
  const { existing, created, ended, alive } = goroutines;
  return {
    existing,
    created,
    ended,
    alive,
    schedulingLatency,
    wakes,
    heap,
    tasks,
    stops: gc.stops,
  };
}

describe.each(['go1.22.12', 'go1.27.4'])('a trace of %s that is still written', (go) => {
  let file: string;
  let whole: Buffer;
  beforeAll(() => {
    file = fixtures.record(go, 60, 10);
    whole = readFileSync(file);
  }, 300_000);

  const collect = () => {
    const figures: TraceAnalysis[] = [];
    return { figures, take: (compute: () => TraceAnalysis) => void figures.push(compute()) };
  };

  test('gives figures by generation, and in the end those of the whole file', async () => {
    const stream = new GrowingStream('stream');
    const { figures, take } = collect();
    for (let at = 0; at < whole.length; at += 5_000) stream.append(whole.subarray(at, at + 5_000));
    stream.end();
    const last = must(await followStats(stream, limits, take));
    const offline = must(analyzeTraceFile(file, limits));
    expect(computeTraceStats(last)).toEqual(computeTraceStats(offline));
    expect(last.groups).toEqual(offline.groups);
    // In formats before 1.26 nothing but the end of the trace says that its last generation is over.
    const openEnd = offline.version < 26 ? 1 : 0;
    expect(offline.generations).toBeGreaterThan(openEnd);
    expect(figures).toHaveLength(offline.generations - openEnd);
    expect(figures.map(({ generations }) => generations)).toEqual(figures.map((_, i) => i + 1));
    figures.slice(1).forEach((each, i) => {
      expect(each.events).toBeGreaterThan(figures[i]!.events);
      expect(each.duration).toBeGreaterThanOrEqual(figures[i]!.duration);
    });
  });

  test('the figures at a generation are those of a file that ends with it', async () => {
    const { figures, take } = collect();
    const stream = new GrowingStream('stream');
    stream.append(whole);
    stream.end();
    await followStats(stream, limits, take);
    // Cut in the middle, a file ends with a generation, unless it is one of whose threads some are whole.
    let compared = 0;
    for (let part = 1; part < 20 && compared < 2; part++) {
      const cut = join(folder, `${go}-cut.trace`);
      writeFileSync(cut, whole.subarray(0, Math.round((whole.length * part) / 20)));
      const read = analyzeTraceFile(cut, limits);
      const same = read.ok
        ? figures.find(
            ({ events }) => events + 1 === read.value.events || events === read.value.events,
          )
        : undefined;
      if (!read.ok || same === undefined) continue;
      compared++;
      expect(untimed(same)).toEqual(untimed(read.value));
    }
    expect(compared).toBeGreaterThan(0);
  });

  test('a file is followed until somebody has seen enough', async () => {
    const growing = join(folder, `${go}.trace`);
    writeFileSync(growing, whole.subarray(0, 20));
    const abort = new AbortController();
    const trace = new GrowingFile(growing, abort.signal);
    const { figures, take } = collect();
    let written = 20;
    const write = () => {
      const next = Math.min(whole.length, written + Math.ceil(whole.length / 4));
      appendFileSync(growing, whole.subarray(written, next));
      written = next;
      if (written === whole.length) abort.abort();
    };
    write();
    const following = followStats(trace, limits, (compute) => {
      take(compute);
      write();
    });
    // Generations may be larger than what was written so far.
    const pusher = setInterval(write, 50);
    const last = must(await following);
    clearInterval(pusher);
    trace.source.close();
    expect(computeTraceStats(last)).toEqual(
      computeTraceStats(must(analyzeTraceFile(file, limits))),
    );
    expect(figures.length).toBeGreaterThan(0);
  });
});

test('what is no trace is refused, and so is nothing', async () => {
  for (const text of ['hello, I am no trace at all', '']) {
    const stream = new GrowingStream('notes');
    if (text !== '') stream.append(Buffer.from(text));
    stream.end();
    const followed = await followStats(stream, limits, () => undefined);
    expect(followed).toMatchObject({ ok: false, error: { code: 'not-a-trace' } });
  }
});
