import { useEffect, useRef, useState } from 'react';
import type { TimelineSummary } from '../../../app/contract/timeline';
import { request } from '../../store/bridge';

const pixels = 500;
const none = new Float32Array();
const stateCount = 4;
const runs = [1, 2];

/** How busy all Ps were over the whole trace: the picture of the minimap. */
export function useOverview({ trace, procs, endNs, share }: TimelineSummary): Float32Array {
  const [overview, setOverview] = useState(none);
  const isAsking = useRef(false);
  useEffect(() => {
    if (isAsking.current || procs.length === 0 || endNs <= 0) return;
    let isCurrent = true;
    isAsking.current = true;
    const lanes = procs.map(({ lane }) => lane).slice(0, 512);
    const input = { trace, lanes, fromNs: 0, toNs: endNs, pixels };
    void request('trace.spans', input).then((reply) => {
      isAsking.current = false;
      if (!isCurrent || !reply.ok) return;
      const sums = new Float32Array(pixels);
      for (const lane of reply.value.lanes) {
        if (lane.kind === 'density') addDensity(sums, lane, endNs);
        if (lane.kind === 'spans') addSpans(sums, lane, endNs);
      }
      const most = Math.max(1e-9, ...sums);
      setOverview(sums.map((sum) => sum / most));
    });
    return () => {
      isCurrent = false;
    };
  }, [trace, procs, endNs, share]);
  return overview;
}

function addDensity(
  sums: Float32Array,
  lane: { from: number; widthNs: number; stateNs: Float32Array },
  endNs: number,
): void {
  const { from, widthNs, stateNs } = lane;
  for (let b = 0; b * stateCount < stateNs.length; b++) {
    const at = Math.min(pixels - 1, Math.floor(((from + (b + 0.5) * widthNs) / endNs) * pixels));
    for (const state of runs) sums[at] = sums[at]! + stateNs[b * stateCount + state]!;
  }
}

function addSpans(
  sums: Float32Array,
  lane: { begin: Float64Array; end: Float64Array; state: Uint8Array },
  endNs: number,
): void {
  const width = endNs / pixels;
  lane.begin.forEach((begin, i) => {
    if (!runs.includes(lane.state[i]! - 1)) return;
    const end = lane.end[i]!;
    for (let at = Math.floor(begin / width); at < pixels && at * width < end; at++) {
      sums[at] = sums[at]! + Math.min(end, (at + 1) * width) - Math.max(begin, at * width);
    }
  });
}
