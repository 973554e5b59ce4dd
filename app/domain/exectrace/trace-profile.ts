import { agentLabel, type Profile } from '../pprof/profile';
import { isAgentStart } from './analysis/function-flags';
import { blockingKinds, type BlockingKind, type IntervalSums } from './time-analysis';
import type { StackTable, TraceAnalysis } from './trace-analysis';

/**
 * Profiles that a trace holds. `sched`: time waited for a P; `sync`: as `go tool trace` has it, channels and
 * select included; the others: waits of one kind.
 */
export const traceProfileKinds = ['sched', 'sync', 'chan', 'select', 'network', 'syscall'] as const;
export type TraceProfileKind = (typeof traceProfileKinds)[number];

/** What each of them counts, as `go tool trace -pprof` names it. */
export const traceSampleTypes = [
  { type: 'contentions', unit: 'count' },
  { type: 'delay', unit: 'nanoseconds' },
] as const;

export interface TraceProfileOptions {
  /**
   * Also what still waits when the trace stops, and what a goroutine waited before its first run in the trace.
   * Off, the profile is that of `go tool trace -pprof`.
   */
  readonly includeOpen?: boolean;
}

const kindsOf: Readonly<Record<Exclude<TraceProfileKind, 'sched'>, readonly BlockingKind[]>> = {
  sync: ['chan', 'select', 'sync'],
  chan: ['chan'],
  select: ['select'],
  network: ['network'],
  syscall: ['syscall'],
};

/**
 * Delays by stack as a profile with the sample types of `go tool trace -pprof`: `contentions`/count and
 * `delay`/nanoseconds. Frames have no addresses. Samples of the agent carry its label.
 */
export function computeTraceProfile(
  trace: TraceAnalysis,
  kind: TraceProfileKind,
  { includeOpen = false }: TraceProfileOptions = {},
): Profile {
  const table: IntervalSums = kind === 'sched' ? trace.runnable : trace.blocking;
  const rows =
    kind === 'sched'
      ? allRows(table).filter((row) => includeOpen || trace.runnable.isFirstRun[row] === 0)
      : rowsOfKind(trace, kind, includeOpen);
  const waits = new Map<number, { count: number; ns: number }>();
  for (const row of rows) {
    const count = table.waits[row]! - (includeOpen ? 0 : table.openWaits[row]!);
    if (count === 0) continue;
    const ns = table.totalNs[row]! - (includeOpen ? 0 : table.openNs[row]!);
    // Several reasons may share a stack.
    const known = waits.get(table.stack[row]!);
    if (known === undefined) waits.set(table.stack[row]!, { count, ns });
    else {
      known.count += count;
      known.ns += ns;
    }
  }
  return toProfile(trace, [...waits]);
}

/** What `includeOpen` adds to a profile: waits, and their nanoseconds. */
export function countLeftOut(
  trace: TraceAnalysis,
  kind: TraceProfileKind,
): { readonly waits: number; readonly ns: number } {
  const totals = (includeOpen: boolean) =>
    computeTraceProfile(trace, kind, { includeOpen }).samples.values.map(({ numbers }) =>
      numbers.reduce((sum, each) => sum + each, 0),
    );
  const [all, closed] = [totals(true), totals(false)];
  return { waits: all[0]! - closed[0]!, ns: all[1]! - closed[1]! };
}

const allRows = ({ count }: IntervalSums): number[] => Array.from({ length: count }, (_, i) => i);

function rowsOfKind(
  { blocking }: TraceAnalysis,
  kind: Exclude<TraceProfileKind, 'sched'>,
  includeOpen: boolean,
): number[] {
  const wanted = kindsOf[kind].map((each) => blockingKinds.indexOf(each));
  return allRows(blocking).filter((row) => {
    if (!wanted.includes(blocking.kind[row]!)) return false;
    const reason = blocking.reasons[blocking.reason[row]!]!;
    // Go counts a wait only when its reason tells the kind.
    return includeOpen || (reason !== '' && reason !== 'forever');
  });
}

function toProfile(
  trace: TraceAnalysis,
  rows: readonly (readonly [stack: number, { count: number; ns: number }])[],
): Profile {
  const { stacks } = trace;
  const strings = new Strings();
  const locations = new Locations(stacks, strings);
  const stackStart = new Uint32Array(rows.length + 1);
  const labelStart = new Uint32Array(rows.length + 1);
  const stackLocations: number[] = [];
  let labels = 0;
  rows.forEach(([stack], sample) => {
    const begin = stacks.offsets[stack]!;
    const end = stacks.offsets[stack + 1]!;
    for (let at = begin; at < end; at++) stackLocations.push(locations.of(stacks.frames[at]!));
    if (isAgentStack(stacks, stack)) labels++;
    stackStart[sample + 1] = stackLocations.length;
    labelStart[sample + 1] = labels;
  });
  const column = (value: (row: { count: number; ns: number }) => number) => ({
    numbers: Float64Array.from(rows, ([, row]) => value(row)),
  });
  const key = labels === 0 ? 0 : strings.of(agentLabel.key);
  const value = labels === 0 ? 0 : strings.of(agentLabel.value);
  return {
    sampleTypes: [...traceSampleTypes],
    defaultSampleType: 'delay',
    samples: {
      length: rows.length,
      stackStart,
      locations: Uint32Array.from(stackLocations),
      values: [column(({ count }) => count), column(({ ns }) => ns)],
      labelStart,
    },
    labels: {
      length: labels,
      key: new Uint32Array(labels).fill(key),
      str: new Uint32Array(labels).fill(value),
      num: new BigInt64Array(labels),
      numUnit: new Uint32Array(labels),
    },
    ...locations.tables(),
    mappings: [],
    strings: strings.all,
    dropFrames: '',
    keepFrames: '',
    timeNanos: trace.clocks[0]?.wallNs ?? 0n,
    durationNanos: BigInt(Math.round(trace.duration)),
    periodType: { type: 'trace', unit: 'count' },
    period: 1n,
    comments: [],
    docUrl: '',
  };
}

/** Whether a stack is that of a goroutine of Trivet's own agent. */
export function isAgentStack(stacks: StackTable, stack: number): boolean {
  const end = stacks.offsets[stack + 1] ?? 0;
  if (end === (stacks.offsets[stack] ?? 0)) return false;
  const root = stacks.functions[stacks.frameFunction[stacks.frames[end - 1]!]!] ?? '';
  return isAgentStart(root);
}

class Strings {
  readonly all: string[] = [''];
  private readonly rows = new Map([['', 0]]);

  of(text: string): number {
    const known = this.rows.get(text);
    if (known !== undefined) return known;
    this.rows.set(text, this.all.length);
    return this.all.push(text) - 1;
  }
}

/** A location for each frame, a function for each name and file. */
class Locations {
  private readonly rowOfFrame = new Map<number, number>();
  private readonly functionOfKey = new Map<string, number>();
  private readonly func: number[] = [];
  private readonly line: number[] = [];
  private readonly name: number[] = [];
  private readonly filename: number[] = [];

  constructor(
    private readonly stacks: StackTable,
    private readonly strings: Strings,
  ) {}

  of(frame: number): number {
    const known = this.rowOfFrame.get(frame);
    if (known !== undefined) return known;
    const { stacks, strings } = this;
    const key = `${stacks.frameFunction[frame]} ${stacks.frameFile[frame]}`;
    let func = this.functionOfKey.get(key);
    if (func === undefined) {
      func = this.name.push(strings.of(stacks.functions[stacks.frameFunction[frame]!]!)) - 1;
      this.filename.push(strings.of(stacks.files[stacks.frameFile[frame]!]!));
      this.functionOfKey.set(key, func);
    }
    const row = this.func.push(func) - 1;
    this.line.push(stacks.frameLine[frame]!);
    this.rowOfFrame.set(frame, row);
    return row;
  }

  tables(): Pick<Profile, 'locations' | 'lines' | 'functions'> {
    const length = this.func.length;
    const names = Uint32Array.from(this.name);
    return {
      locations: {
        length,
        address: new BigUint64Array(length),
        mapping: new Int32Array(length).fill(-1),
        isFolded: new Uint8Array(length),
        lineStart: Uint32Array.from({ length: length + 1 }, (_, i) => i),
      },
      lines: {
        length,
        func: Int32Array.from(this.func),
        line: Float64Array.from(this.line),
        column: new Float64Array(length),
      },
      functions: {
        length: names.length,
        name: names,
        systemName: names,
        filename: Uint32Array.from(this.filename),
        startLine: new Float64Array(names.length),
      },
    };
  }
}
