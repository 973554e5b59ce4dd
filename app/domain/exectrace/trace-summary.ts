import type { Frame } from '../../contract/frame';
import type { TraceAnnotation, TraceSummaryDocument } from '../../contract/trace-summary';
import { createFramePicker } from './program-frame';
import type { TraceAnalysis } from './trace-analysis';
import { computeTraceStats } from './trace-stats';

/** What a person can look through; all of it is counted in the figures. */
const limits = { functions: 200, wakes: 500 };
const maxStretches = 2_000;
const maxAnnotations = 1_000;

/** The figures of a trace with the moments that they come from: plain data of bounded size. */
export function computeTraceSummaryDocument(trace: TraceAnalysis): TraceSummaryDocument {
  const stats = computeTraceStats(trace, limits);
  const { gc, stw, tasks, regions, duration } = trace;
  const pick = createFramePicker(trace.stacks);
  const place = (stack: readonly Frame[]): Frame | undefined => pick(stack);
  const longest = (count: number, begin: Float64Array, end: Float64Array, limit: number) =>
    longestRows({ count, begin, end }, duration, limit);
  return {
    stats,
    wakePlaces: stats.wakes.map(({ waker, woken }) => ({
      ...withPlace('waker', place(waker)),
      ...withPlace('woken', place(woken)),
    })),
    waitPlaces: stats.blocking.flatMap(({ top }) =>
      top.map(({ stack }) => withPlace('place', place(stack))),
    ),
    busy: busyOf(trace),
    collections: longest(gc.count, gc.begin, gc.end, maxStretches).map((row) => ({
      ...stretchOf(gc.begin[row]!, gc.end[row]!),
      ...(!Number.isNaN(gc.floorBytes[row]!) && { floorBytes: gc.floorBytes[row]! }),
    })),
    stops: longest(stw.count, stw.begin, stw.end, maxStretches).map((row) => ({
      ...stretchOf(stw.begin[row]!, stw.end[row]!),
      kind: stw.kinds[stw.kind[row]!] ?? '',
    })),
    annotations: [
      ...longest(tasks.count, tasks.begin, tasks.end, maxAnnotations).map(
        (row): TraceAnnotation => ({
          what: 'task',
          name: tasks.names[tasks.name[row]!] ?? '',
          task: tasks.id[row]!,
          ...goidOf(tasks.beganOn[row]! < 0 ? tasks.endedOn[row]! : tasks.beganOn[row]!),
          ...stretchOf(tasks.begin[row]!, tasks.end[row]!),
        }),
      ),
      ...longest(regions.count, regions.begin, regions.end, maxAnnotations).map(
        (row): TraceAnnotation => ({
          what: 'region',
          name: regions.names[regions.name[row]!] ?? '',
          task: regions.task[row]!,
          ...goidOf(regions.goid[row]!),
          ...stretchOf(regions.begin[row]!, regions.end[row]!),
        }),
      ),
    ],
  };
}

/** Ps, as the mean over each bucket; the last one is as wide as the trace still was. */
function busyOf({ utilisation, buckets, duration }: TraceAnalysis): TraceSummaryDocument['busy'] {
  const width = buckets.width;
  const count = Math.min(buckets.count, Math.ceil(duration / width));
  const mean = (column: Float64Array) =>
    Array.from({ length: count }, (_, bucket) => {
      const within = Math.min(width, duration - bucket * width);
      return within > 0 ? (column[bucket] ?? 0) / within : 0;
    });
  return { widthNs: width, running: mean(utilisation.running), collecting: mean(utilisation.gc) };
}

interface Stretches {
  readonly count: number;
  readonly begin: Float64Array;
  readonly end: Float64Array;
}

/** Rows of the longest, in their order; those still open reach to the end of the trace. */
function longestRows({ count, begin, end }: Stretches, endNs: number, limit: number): number[] {
  const rows = Array.from({ length: count }, (_, row) => row);
  if (count <= limit) return rows;
  const length = (row: number) => {
    const from = begin[row]!;
    const to = end[row]!;
    return (Number.isNaN(to) ? endNs : to) - (Number.isNaN(from) ? 0 : from);
  };
  return rows
    .sort((a, b) => length(b) - length(a))
    .slice(0, limit)
    .sort((a, b) => a - b);
}

const stretchOf = (begin: number, end: number): { beginNs?: number; endNs?: number } => ({
  ...(!Number.isNaN(begin) && { beginNs: begin }),
  ...(!Number.isNaN(end) && { endNs: end }),
});

const goidOf = (goid: number): { goid?: number } => (goid < 0 ? {} : { goid });

const withPlace = <K extends string>(key: K, frame: Frame | undefined) =>
  (frame === undefined ? {} : { [key]: frame }) as { [P in K]?: Frame };
