import type { Frame } from '../../contract/frame';
import type { TraceAnnotation, TraceSummaryDocument } from '../../contract/trace-summary';
import { longestRows, type Stretches } from './longest-rows';
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
  const longest = (stretches: Stretches, limit: number) => longestRows(stretches, duration, limit);
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
    collections: longest(gc, maxStretches).map((row) => ({
      ...stretchOf(gc.begin[row]!, gc.end[row]!),
      ...(!Number.isNaN(gc.floorBytes[row]!) && { floorBytes: gc.floorBytes[row]! }),
    })),
    stops: longest(stw, maxStretches).map((row) => ({
      ...stretchOf(stw.begin[row]!, stw.end[row]!),
      kind: stw.kinds[stw.kind[row]!] ?? '',
    })),
    annotations: [
      ...longest(tasks, maxAnnotations).map((row): TraceAnnotation => ({
        what: 'task',
        name: tasks.names[tasks.name[row]!] ?? '',
        task: tasks.id[row]!,
        ...goidOf(tasks.beganOn[row]! < 0 ? tasks.endedOn[row]! : tasks.beganOn[row]!),
        ...stretchOf(tasks.begin[row]!, tasks.end[row]!),
      })),
      ...longest(regions, maxAnnotations).map((row): TraceAnnotation => ({
        what: 'region',
        name: regions.names[regions.name[row]!] ?? '',
        task: regions.task[row]!,
        ...goidOf(regions.goid[row]!),
        ...stretchOf(regions.begin[row]!, regions.end[row]!),
      })),
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

const stretchOf = (begin: number, end: number): { beginNs?: number; endNs?: number } => ({
  ...(!Number.isNaN(begin) && { beginNs: begin }),
  ...(!Number.isNaN(end) && { endNs: end }),
});

const goidOf = (goid: number): { goid?: number } => (goid < 0 ? {} : { goid });

const withPlace = <K extends string>(key: K, frame: Frame | undefined) =>
  (frame === undefined ? {} : { [key]: frame }) as { [P in K]?: Frame };
