import { formatScaled, scale } from '../measurement';
import { formatFrame, type FrameInfo } from '../frame-table';
import type { Profile, ValueType } from '../profile';
import type { ViewOptions } from '../view-options';
import { findInlined, sumEdges, type EdgeTable } from './call-graph';
import { sumNodes, type NodeSums } from './node-sums';
import { prepareView, type PreparedView } from './prepare-view';
import { trimNodes, type Trimmed, type TrimOptions } from './trim';

/** `all` when every call was inlined, `some` when others were not. */
export type Inlining = 'none' | 'some' | 'all';

/** One row of a report. */
export interface ReportRow {
  readonly name: string;
  readonly frame: FrameInfo;
  readonly flat: number;
  readonly cum: number;
  /** Beside them when the column passes 2^53. */
  readonly exact?: { readonly flat: bigint; readonly cum: bigint } | undefined;
  readonly inlining: Inlining;
}

/** What all reports tell of themselves. */
export interface ReportSummary {
  readonly type: ValueType;
  /** What percentages refer to. */
  readonly total: number;
  /** Sum of the rows' flat values. */
  readonly shown: number;
  readonly candidates: number;
  readonly dropped: number;
  readonly nodeFraction: number;
  /** Unit that the values are printed in, as pprof chooses it. */
  readonly outputUnit: string;
  /** Filters that matched nothing. */
  readonly unmatched: readonly string[];
}

export interface TopReport extends ReportSummary {
  readonly rows: readonly ReportRow[];
}

/** One call of a row of `-tree` or `-peek`. */
export interface ReportEdge {
  /** The other end. */
  readonly name: string;
  readonly weight: number;
  readonly isInline: boolean;
}

export interface TreeRow extends ReportRow {
  /** Heaviest first. */
  readonly callers: readonly ReportEdge[];
  readonly callees: readonly ReportEdge[];
}

export interface TreeReport extends ReportSummary {
  /** Rows of the whole table; `-peek` shows some of them. */
  readonly rowCount: number;
  readonly rows: readonly TreeRow[];
}

/** A view with its sums, trimmed; what each report starts from. */
interface Base {
  readonly view: PreparedView;
  readonly sums: NodeSums;
  readonly trimmed: Trimmed;
}

function computeBase(profile: Profile, options: ViewOptions, trim: TrimOptions): Base {
  const view = prepareView(profile, options);
  const sums = sumNodes(view);
  const dropNegative = options.dropNegative === true;
  return { view, sums, trimmed: trimNodes(view, sums, { ...trim, dropNegative }) };
}

/** The report of `go tool pprof -top`. */
export function topReport(profile: Profile, options: ViewOptions, trim: TrimOptions): TopReport {
  const base = computeBase(profile, options, trim);
  const inlined = findInlined(base.view);
  const edges = inlined && sumEdges(base.view, base.trimmed.kept, inlined);
  const rows = toRows(base, edges);
  return { ...summarize(base, rows, trim), rows };
}

/**
 * The report of `go tool pprof -tree`; with `matches` that of `-peek`, which shows the rows whose
 * printed name satisfies it, and their calls.
 */
export function treeReport(
  profile: Profile,
  options: ViewOptions,
  trim: TrimOptions,
  matches?: (name: string) => boolean,
): TreeReport {
  const base = computeBase(profile, options, trim);
  const edges = sumEdges(base.view, base.trimmed.kept);
  const all = toRows(base, edges);
  const { frames } = base.view;
  const names = new Map<number, string>();
  const nameOf = (frame: number): string => {
    const known = names.get(frame) ?? formatFrame(frames[frame]!);
    names.set(frame, known);
    return known;
  };
  const callers = groupEdges(edges, edges.target, base.trimmed);
  const callees = groupEdges(edges, edges.source, base.trimmed);
  const rows: TreeRow[] = [];
  base.trimmed.nodes.forEach((node, i) => {
    const row = all[i]!;
    if (matches && !matches(row.name)) return;
    const calls = (list: readonly number[] | undefined, end: Uint32Array): ReportEdge[] =>
      (list ?? [])
        .map((edge) => ({
          name: nameOf(end[edge]!),
          weight: edges.weight[edge]!,
          isInline: edges.inline[edge] === 1,
        }))
        .sort(compareEdges);
    rows.push({
      ...row,
      callers: calls(callers.get(node), edges.source),
      callees: calls(callees.get(node), edges.target),
    });
  });
  return { ...summarize(base, all, trim), rowCount: all.length, rows };
}

const compareEdges = (l: ReportEdge, r: ReportEdge): number =>
  Math.abs(r.weight) - Math.abs(l.weight) || (l.name < r.name ? -1 : l.name > r.name ? 1 : 0);

/** Edges by the frame at one of their ends, without those below the cut-off. */
function groupEdges(
  edges: EdgeTable,
  end: Uint32Array,
  trimmed: Trimmed,
): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (let edge = 0; edge < edges.length; edge++) {
    if (!isHeavy(edges, edge, trimmed)) continue;
    const list = groups.get(end[edge]!);
    if (list) list.push(edge);
    else groups.set(end[edge]!, [edge]);
  }
  return groups;
}

/** pprof cuts what comes into its nodes only: calls to what sums to zero stay, however light. */
function isHeavy(edges: EdgeTable, edge: number, { isShown, edgeCutoff }: Trimmed): boolean {
  return isShown[edges.target[edge]!] === 0 || Math.abs(edges.weight[edge]!) >= edgeCutoff;
}

function toRows({ view, sums, trimmed }: Base, edges: EdgeTable | undefined): ReportRow[] {
  const inline = new Uint8Array(view.frames.length);
  const other = new Uint8Array(view.frames.length);
  for (let edge = 0; edges !== undefined && edge < edges.length; edge++) {
    if (!isHeavy(edges, edge, trimmed)) continue;
    (edges.inline[edge] === 1 ? inline : other)[edges.target[edge]!] = 1;
  }
  return Array.from(trimmed.nodes, (node): ReportRow => {
    const frame = view.frames[node]!;
    const { exact } = sums;
    return {
      name: formatFrame(frame),
      frame,
      flat: sums.flat[node]!,
      cum: sums.cum[node]!,
      ...(exact && { exact: { flat: exact.flat[node]!, cum: exact.cum[node]! } }),
      inlining: inline[node] === 0 ? 'none' : other[node] === 1 ? 'some' : 'all',
    };
  });
}

function summarize({ view, trimmed }: Base, rows: readonly ReportRow[], trim: TrimOptions) {
  const { type, total, unmatched } = view;
  return {
    type,
    total,
    shown: rows.reduce((sum, row) => sum + row.flat, 0),
    candidates: trimmed.candidates,
    dropped: trimmed.dropped,
    nodeFraction: trim.nodeFraction,
    outputUnit: chooseUnit(rows, total, type.unit),
    unmatched,
  } satisfies ReportSummary;
}

/** pprof's `selectOutputUnit`: the unit of the smallest row, a larger one where rows range widely. */
function chooseUnit(rows: readonly ReportRow[], total: number, unit: string): string {
  if (rows.length === 0) return 'minimum';
  let smallest = 0;
  for (const { flat, cum } of rows) {
    const size = Math.abs(flat) || Math.abs(cum);
    if (size > 0 && (smallest === 0 || size < smallest)) smallest = size;
  }
  if (smallest === 0) smallest = total;
  const low = scale(smallest, unit, 'minimum').unit;
  const high = scale(total, unit, 'minimum').unit;
  const isWide = low !== high && smallest * 100 < total;
  const chosen = isWide ? scale(smallest * 100, unit, 'minimum').unit : low;
  return chosen === '' ? unit : chosen;
}

/** A value as pprof prints it in this report. */
export function formatValue(
  { type, outputUnit }: Pick<ReportSummary, 'type' | 'outputUnit'>,
  value: number,
): string {
  return formatScaled(value, type.unit, outputUnit);
}
