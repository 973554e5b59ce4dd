import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTrace, sourceOfBytes } from '../exectrace';
import { GoFixtures } from '../exectrace/testing/go-fixtures';
import { countRows, findSite, readDensity, readSpans, readValues, TimelineRecorder } from '.';
import { MemoryStorage } from './testing/memory-storage';
import { PlainLanes, plainStateNs, type PlainSpan } from './testing/plain-lanes';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

interface Recorded {
  readonly timeline: TimelineRecorder;
  readonly plain: PlainLanes;
}

function record(bytes: Uint8Array, poolBlocks?: number): Recorded {
  const timeline = new TimelineRecorder(new MemoryStorage(), poolBlocks, 16);
  const plain = new PlainLanes();
  const sinks = [timeline, plain];
  const read = readTrace(sourceOfBytes(bytes), {
    onGeneration: (context) => timeline.onGeneration(context),
    onEvents: (block, context) => sinks.forEach((sink) => sink.onEvents(block, context)),
    onGenerationEnd: (context) => timeline.onGenerationEnd(context),
  });
  if (!read.ok) throw new Error(read.error.code);
  plain.finish();
  return { timeline, plain };
}

const laneOf = ({ timeline }: Recorded, goid: number): number =>
  timeline.goroutines.lane[timeline.goroutines.goid.indexOf(goid)]!;

const named = ({ timeline }: Recorded, lane: number, from: number, to: number): PlainSpan[] => {
  const spans = readSpans(timeline, lane, from, to)!;
  return Array.from({ length: spans.count }, (_, i) => ({
    begin: spans.begin[i]!,
    end: spans.end[i]!,
    state: timeline.sites.state[spans.site[i]!]!,
    reason: timeline.texts[timeline.sites.text[spans.site[i]!]!]!,
  }));
};

// A pool of 64 blocks is full all the time: tiles of all sizes, down to a row each.
describe.each([
  { go: 'go1.22.12', pool: undefined },
  { go: 'go1.27.4', pool: undefined },
  { go: 'go1.27.4', pool: 64 },
])('the timeline of a trace of $go, pool $pool', ({ go, pool }) => {
  let recorded: Recorded;
  let goids: number[] = [];
  beforeAll(() => {
    recorded = record(readFileSync(fixtures.record(go, 10)), pool);
    goids = [...recorded.plain.spans.keys()];
  }, 300_000);

  test('has every span of every goroutine, with state and reason', () => {
    const { timeline, plain } = recorded;
    expect(timeline.goroutines.count).toBe(goids.length);
    for (const goid of goids) {
      const spans = named(recorded, laneOf(recorded, goid), 0, timeline.endNs + 1);
      expect(spans, `goroutine ${goid}`).toEqual(plain.spans.get(goid));
    }
  });

  test('finds each of the last goroutine’s spans by a look at its middle alone', () => {
    const busiest = goids.reduce((a, b) =>
      recorded.plain.spans.get(a)!.length > recorded.plain.spans.get(b)!.length ? a : b,
    );
    const lane = laneOf(recorded, busiest);
    for (const span of recorded.plain.spans.get(busiest)!.slice(0, 500)) {
      const middle = Math.floor((span.begin + span.end) / 2);
      expect(named(recorded, lane, middle, middle + 1)).toEqual([span]);
    }
  });

  test('sums the time in each state exactly, at any zoom', () => {
    const { timeline, plain } = recorded;
    for (const goid of goids) {
      const whole = plainStateNs(plain.spans.get(goid)!, 0, timeline.endNs);
      for (const shift of [12, 18, 24]) {
        const { stateNs } = readDensity(timeline, laneOf(recorded, goid), 0, timeline.endNs, shift);
        const sums = [0, 1, 2, 3].map((s) =>
          stateNs.reduce((sum, ns, i) => (i % 4 === s ? sum + ns : sum), 0),
        );
        expect(sums, `goroutine ${goid}, buckets of 2^${shift} ns`).toEqual(whole);
      }
    }
  });

  test('answers random queries as the list of events does', () => {
    const { timeline, plain } = recorded;
    const below = randomNumbers(go.length);
    for (let round = 0; round < 200; round++) {
      const goid = goids[below(goids.length)]!;
      const from = below(timeline.endNs);
      const shift = 10 + below(18);
      const to = Math.min(timeline.endNs, from + 2 ** shift * (1 + below(50)));
      const density = readDensity(timeline, laneOf(recorded, goid), from, to, shift);
      expect(density.from).toBeLessThanOrEqual(from);
      expect(density.from + density.count * density.widthNs).toBeGreaterThanOrEqual(to);
      for (let b = 0; b < density.count; b++) {
        const begin = density.from + b * density.widthNs;
        const expected = plainStateNs(plain.spans.get(goid)!, begin, begin + density.widthNs);
        expect([...density.stateNs.subarray(b * 4, b * 4 + 4)]).toEqual(expected);
      }
    }
  });

  test('sums a group over its members', () => {
    const { timeline, plain } = recorded;
    for (const group of timeline.groups) {
      const members = [...group.members.subarray(0, group.memberCount)];
      const spans = members.flatMap((m) => plain.spans.get(timeline.goroutines.goid[m]!)!);
      const { stateNs, from, widthNs, count } = readDensity(
        timeline,
        group.lane,
        0,
        timeline.endNs,
        22,
      );
      for (let b = 0; b < count; b++) {
        const expected = plainStateNs(spans, from + b * widthNs, from + (b + 1) * widthNs);
        expect([...stateNs.subarray(b * 4, b * 4 + 4)]).toEqual(expected);
      }
    }
  });

  test('runs on the Ps and the threads what the goroutines ran', () => {
    const { timeline, plain } = recorded;
    const running = [...plain.spans.values()].flatMap((list) => list.filter((s) => s.state === 2));
    const total = running.reduce((sum, span) => sum + span.end - span.begin, 0);
    for (const lanes of [timeline.procs, timeline.threads]) {
      let sum = 0;
      for (const lane of lanes.lane.subarray(0, lanes.count)) {
        if (lane < 0) continue;
        const { stateNs } = readDensity(timeline, lane, 0, timeline.endNs, 24);
        for (let i = 1; i < stateNs.length; i += 4) sum += stateNs[i]!;
      }
      expect(sum).toBe(total);
    }
  });

  test('has the collections and the size of the heap', () => {
    const { timeline, plain } = recorded;
    const gc = named(recorded, timeline.gcLane, 0, timeline.endNs + 1);
    expect(gc).toEqual(plain.gc);
    expect(gc.length).toBeGreaterThanOrEqual(5);
    for (const shift of [14, 20, 24]) {
      const values = readValues(timeline, timeline.heapLane, 0, timeline.endNs, shift);
      for (let b = 0; b < values.count; b++) {
        const begin = values.from + b * values.widthNs;
        const until = Math.min(begin + values.widthNs, timeline.endNs);
        const inside = plain.heap.filter(([at], i) => {
          const next = plain.heap[i + 1]?.[0] ?? Infinity;
          return at < until && next > begin;
        });
        const sizes = inside.map(([, size]) => size);
        const expected = sizes.length === 0 ? [NaN, NaN] : [Math.min(...sizes), Math.max(...sizes)];
        expect([values.least[b], values.greatest[b]], `bucket ${b}`).toEqual(expected);
      }
    }
  });

  test('finds the same, however often a search must give up and go on', () => {
    const { timeline } = recorded;
    const waits = (site: number) => timeline.sites.state[site] === 4;
    const all = (maxRows?: number) => {
      const found: number[] = [];
      let pauses = 0;
      for (let after = -1; ;) {
        const { match, searchedTo } = findSite(timeline, after, waits, maxRows);
        if (searchedTo !== undefined) {
          expect(searchedTo).toBeGreaterThan(after);
          pauses++;
        } else if (match !== undefined) found.push(match.begin);
        const next = match?.begin ?? searchedTo;
        if (next === undefined || found.length > 200) return { found, pauses };
        after = next;
      }
    };
    const whole = all();
    const patient = all(1);
    expect(whole).toMatchObject({ pauses: 0 });
    expect(patient.found).toEqual(whole.found);
    expect(findSite(timeline, -1, () => false, 1).searchedTo).toBeGreaterThan(0);
  });

  test('knows what reading a range would cost', () => {
    const { timeline, plain } = recorded;
    const lane = laneOf(recorded, goids[0]!);
    expect(countRows(timeline, lane, 0, timeline.endNs)).toBeGreaterThanOrEqual(
      plain.spans.get(goids[0]!)!.length,
    );
    if (plain.spans.get(goids[0]!)!.length > 1) {
      expect(readSpans(timeline, lane, 0, timeline.endNs, 1)).toBeUndefined();
    }
  });
});
