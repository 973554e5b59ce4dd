import { formatFrame } from './frame-table';
import type { Profile, ValueType } from './profile';
import type { ViewOptions } from './view-options';
import { orderNodes } from './views/node-order';
import { sumNodes } from './views/node-sums';
import { prepareView } from './views/prepare-view';

/** One row of `go tool pprof -top`. */
export interface FlatCumRow {
  /** As `-top` prints it: function, or function and file:line by granularity. */
  readonly name: string;
  /** Bare function name. */
  readonly function: string;
  /** Empty unless the granularity keeps files. */
  readonly file: string;
  /** 0 unless the granularity keeps lines. */
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
  /** Beside `flat` and `cum` when the column passes 2^53. */
  readonly exact?: { readonly flat: bigint; readonly cum: bigint } | undefined;
}

export interface FlatCum {
  readonly type: ValueType;
  /** What percentages refer to: sum of absolute values, of the base alone for a diff base. */
  readonly total: number;
  /** In the order of `go tool pprof -top`. */
  readonly rows: readonly FlatCumRow[];
}

/** Flat and cum per function, equal to `go tool pprof -top -nodecount=0 -nodefraction=0`. */
export function flatCum(profile: Profile, options: ViewOptions): FlatCum {
  const view = prepareView(profile, options);
  const sums = sumNodes(view);
  const order = orderNodes(view, sums, 'flat', options.dropNegative === true);
  const rows = Array.from(order, (index): FlatCumRow => {
    const frame = view.frames[index]!;
    return {
      name: formatFrame(frame),
      function: frame.name,
      file: frame.file,
      line: frame.line,
      flat: sums.flat[index]!,
      cum: sums.cum[index]!,
      ...(sums.exact && { exact: { flat: sums.exact.flat[index]!, cum: sums.exact.cum[index]! } }),
    };
  });
  return { type: view.type, total: view.total, rows };
}
