import type { Frame } from '../../../../app/contract/frame';
import type { DistributionStats, TraceStats } from '../../../../app/contract/trace-stats';
import {
  baseName,
  formatBytes,
  formatCount,
  formatMs,
  formatShare,
} from '../../../../app/domain/format/format';
import { formatColumns, type Cell } from '../../columns';

/** Picks the frame that stands for a stack; see `createFramePicker`. */
export type PickFrame = (frames: readonly Frame[]) => Frame | undefined;

const places = 3;
const functions = 5;
const groups = 5;

/** The summary as a person reads it on a terminal: sections of aligned columns, most important first. */
export function formatStats(stats: TraceStats, pick: PickFrame): string {
  const sections = [
    header(stats),
    goroutines(stats, pick),
    latency(stats),
    blocking(stats, pick),
    wakes(stats, pick),
    collector(stats),
    utilisation(stats),
    annotations(stats),
    eventKinds(stats),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const time = (ns: number): string => (ns === 0 ? '0' : formatMs(ns / 1e6));
const right = (text: string): Cell => [text];
const number = (value: number): Cell => [formatCount(value)];
const span = (ns: number): Cell => [time(ns)];
const plural = (count: number, word: string) =>
  `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;

/** `main.leak  main.go:81`; a dash when there is no stack. */
export function formatPlace(frame: Frame | undefined): string {
  if (frame === undefined) return '–';
  return `${frame.function}  ${baseName(frame.file)}:${frame.line}`;
}

/** The place and what it called there: `main.f  main.go:29 → sync.(*Mutex).Lock`. */
export function formatCall(stack: readonly Frame[], pick: PickFrame): string {
  const frame = pick(stack);
  const called = frame === undefined ? undefined : stack[stack.indexOf(frame) - 1];
  return `${formatPlace(frame)}${called === undefined ? '' : ` → ${called.function}`}`;
}

function header(stats: TraceStats): string[] {
  const { traceVersion, durationNs, events, generations, procs, threads } = stats;
  return [
    [
      `Go ${traceVersion} trace`,
      time(durationNs),
      plural(events, 'event'),
      plural(generations, 'generation'),
      plural(procs, 'P'),
      plural(threads, 'thread'),
    ].join(' · '),
  ];
}

function goroutines({ goroutines: all }: TraceStats, pick: PickFrame): string[] {
  const sums = formatColumns([
    ['Goroutines', right('existing'), right('created'), right('ended'), right('alive')],
    ['', number(all.existing), number(all.created), number(all.ended), number(all.alive)],
  ]);
  if (all.neverEnded.length === 0) return sums;
  const rows = all.neverEnded.slice(0, groups).flatMap((group): Cell[][] => {
    const [place] = group.places;
    const waits = place === undefined ? '' : place.reason || place.state;
    const at = pick(group.creationStack);
    const created = at === undefined ? '' : `${baseName(at.file)}:${at.line}`;
    return [
      [
        `  ${group.startFunction || '?'}`,
        number(group.alive),
        number(group.created),
        waits,
        created,
      ],
    ];
  });
  return [
    ...sums,
    '',
    ...formatColumns([
      ['Started and not ended', right('alive'), right('created'), 'mostly', 'started at'],
      ...rows,
    ]),
    ...more(all.neverEnded.length - groups, 'group'),
  ];
}

const more = (count: number, word: string): string[] =>
  count > 0 ? [`  … ${plural(count, `more ${word}`)}`] : [];

const distributionHead = ['p50', 'p90', 'p99', 'max', 'total'].map(right);
const distribution = (d: DistributionStats): Cell[] =>
  [d.p50Ns, d.p90Ns, d.p99Ns, d.maxNs, d.totalNs].map(span);

function latency({ schedulingLatency: all }: TraceStats): string[] {
  if (all.count === 0) return [];
  return [
    ...formatColumns([
      ['Scheduling latency', right('starts'), ...distributionHead],
      ['  all', number(all.count), ...distribution(all)],
      ...all.byFunction
        .slice(0, functions)
        .map((row): Cell[] => [
          `  ${row.function || '?'}`,
          number(row.count),
          ...distribution(row),
        ]),
    ]),
    ...more(all.byFunction.length - functions, 'function'),
  ];
}

function blocking({ blocking: kinds }: TraceStats, pick: PickFrame): string[] {
  if (kinds.length === 0) return [];
  const head = ['waits', 'total', 'max', 'open'].map(right);
  const figures = (row: { waits: number; totalNs: number; maxNs: number; openWaits: number }) => [
    number(row.waits),
    span(row.totalNs),
    span(row.maxNs),
    right(row.openWaits === 0 ? '–' : formatCount(row.openWaits)),
  ];
  const rows = kinds.flatMap((kind): Cell[][] => [
    [`  ${kind.kind}`, ...figures(kind), ''],
    ...kind.top
      .slice(0, places)
      .map((row): Cell[] => [
        `    ${row.reason || 'not told'}`,
        ...figures(row),
        formatCall(row.stack, pick),
      ]),
  ]);
  return formatColumns([['Blocking', ...head, 'where'], ...rows]);
}

function wakes({ wakes: all }: TraceStats, pick: PickFrame): string[] {
  const rows = all.slice(0, groups).map((row): Cell[] => {
    const waker = pick(row.waker)?.function ?? '–';
    return [
      `  ${waker}`,
      `→ ${pick(row.woken)?.function ?? '?'}`,
      row.reason,
      number(row.wakes),
      span(row.totalNs),
      span(row.maxNs),
    ];
  });
  if (rows.length === 0) return [];
  const head = ['wakes', 'waited', 'max'].map(right);
  return formatColumns([['Who woke whom', '', 'from', ...head], ...rows]);
}

function collector({ gc, heap }: TraceStats): string[] {
  const lines: Cell[][] = [
    ['Garbage collection', ''],
    ['  cycles', formatCount(gc.cycles)],
    [
      '  processor time',
      `${formatShare(gc.cpuShare)}: dedicated ${time(gc.dedicatedNs)}, fractional ${time(gc.fractionalNs)}, idle ${time(gc.idleNs)}, assists ${time(gc.assists.totalNs)}`,
    ],
    ['  assists', distributionText(gc.assists)],
    ['  stops of the world', distributionText(gc.stops)],
    ...gc.stops.byKind.map((kind): Cell[] => [`    ${kind.kind}`, distributionText(kind)]),
    [
      '  sweeping',
      gc.sweeps === 0
        ? '–'
        : `${time(gc.sweepNs)}: ${formatBytes(gc.sweptBytes)} swept, ${formatBytes(gc.reclaimedBytes)} reclaimed`,
    ],
  ];
  const { firstFloorBytes: first, lastFloorBytes: last, floorBytesPerSecond: slope } = heap;
  const trend = slope === undefined ? '' : `, ${formatSigned(slope)}/s`;
  lines.push(
    [
      '  live heap after GC',
      first === undefined || last === undefined
        ? '–'
        : `${formatBytes(first)} → ${formatBytes(last)}${trend}`,
    ],
    ['  heap peak', heap.peakBytes === undefined ? '–' : formatBytes(heap.peakBytes)],
  );
  return formatColumns(lines);
}

const formatSigned = (bytes: number): string =>
  bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes);

const distributionText = (d: DistributionStats): string =>
  d.count === 0
    ? '–'
    : `${formatCount(d.count)} × p50 ${time(d.p50Ns)}, p99 ${time(d.p99Ns)}, max ${time(d.maxNs)}, total ${time(d.totalNs)}`;

function utilisation({ utilisation: all, mmu, procs }: TraceStats): string[] {
  const at = (ns: number): string | undefined => {
    const point = mmu.find(({ windowNs }) => windowNs === ns);
    return point && `${formatShare(point.utilisation)} in ${ns / 1e6} ms`;
  };
  const points = [1e6, 1e7, 1e8].map(at).filter((text) => text !== undefined);
  return formatColumns([
    ['Utilisation', ''],
    ['  Ps running', `${formatShare(all.share)} of ${procs} × the time`],
    ['  world stopped', formatShare(all.capacityNs > 0 ? all.stoppedNs / all.capacityNs : 0)],
    ['  least for the program (MMU)', points.length === 0 ? '–' : points.join(', ')],
  ]);
}

function annotations({ tasks, regions, logs }: TraceStats): string[] {
  const rows = [
    ...tasks.byName.map((row) => ['task', row] as const),
    ...regions.byName.map((row) => ['region', row] as const),
  ];
  if (rows.length === 0 && logs === 0) return [];
  return formatColumns([
    ['Tasks and regions', '', right('begun'), right('ended'), ...distributionHead],
    ...rows
      .slice(0, 10)
      .map(([what, row]): Cell[] => [
        `  ${what}`,
        row.name,
        number(row.begun),
        number(row.ended),
        ...distribution(row),
      ]),
    ...(logs === 0 ? [] : [['  log', '', number(logs), ''] as Cell[]]),
  ]);
}

function eventKinds({ kinds }: TraceStats): string[] {
  const sorted = Object.entries(kinds).sort(([, a], [, b]) => b - a);
  return formatColumns([
    ['Events', right('')],
    ...sorted.map(([name, count]): Cell[] => [`  ${name}`, number(count)]),
  ]);
}
