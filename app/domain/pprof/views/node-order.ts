import { compareText } from '../compare-text';
import { formatFrame, type FrameInfo } from '../frame-table';
import type { NodeSums } from './node-sums';
import type { PreparedView } from './prepare-view';

export type SortBy = 'flat' | 'cum';

/**
 * Frames that have a value, in the order of `go tool pprof -top`: larger magnitude first, then by
 * printed name (by address where both have one), then by the other value.
 */
export function orderNodes(
  view: PreparedView,
  sums: NodeSums,
  sortBy: SortBy,
  dropNegative: boolean,
): Uint32Array {
  const { flat, cum, exact } = sums;
  const { frames } = view;
  const nodes: number[] = [];
  for (let frame = 0; frame < frames.length; frame++) {
    const isZero = exact
      ? exact.flat[frame] === 0n && exact.cum[frame] === 0n
      : flat[frame] === 0 && cum[frame] === 0;
    if (isZero) continue;
    const isNegative = flat[frame]! < 0 || (flat[frame] === 0 && cum[frame]! < 0);
    if (!dropNegative || !isNegative) nodes.push(frame);
  }
  const [main, other] = sortBy === 'flat' ? [flat, cum] : [cum, flat];
  const [big, otherBig] = sortBy === 'flat' ? [exact?.flat, exact?.cum] : [exact?.cum, exact?.flat];
  const names = new Map<number, string>();
  const nameOf = (frame: number): string => {
    let name = names.get(frame);
    if (name === undefined) names.set(frame, (name = formatFrame(frames[frame]!)));
    return name;
  };
  nodes.sort(
    (l, r) =>
      compareSize(main, big, l, r) ||
      compareNames(frames[l]!, frames[r]!, () => compareText(nameOf(l), nameOf(r))) ||
      compareSize(other, otherBig, l, r),
  );
  return Uint32Array.from(nodes);
}

function compareSize(
  values: Float64Array,
  exact: BigInt64Array | undefined,
  l: number,
  r: number,
): number {
  if (!exact) return Math.abs(values[r]!) - Math.abs(values[l]!);
  const left = exact[l]! < 0n ? -exact[l]! : exact[l]!;
  const right = exact[r]! < 0n ? -exact[r]! : exact[r]!;
  return left === right ? 0 : left > right ? -1 : 1;
}

function compareNames(l: FrameInfo, r: FrameInfo, byText: () => number): number {
  if (l.address !== 0n && r.address !== 0n && l.address !== r.address) {
    return l.address < r.address ? -1 : 1;
  }
  return byText();
}
