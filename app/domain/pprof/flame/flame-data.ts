import { packageOf } from '../../format/go-name';
import type { CallTree } from '../call-tree';

/** What the flame graph's script draws, as JSON: columns of the call tree. */
export interface FlameData {
  readonly type: string;
  readonly unit: string;
  /** By frame. */
  readonly names: readonly string[];
  /** File, with the line where the granularity keeps it. */
  readonly files: readonly string[];
  /** 0…359: functions of a package have one hue. */
  readonly hues: readonly number[];
  /** By node; −1 for the root. */
  readonly parent: readonly number[];
  readonly frame: readonly number[];
  readonly cum: readonly number[];
  readonly flat: readonly number[];
  /** Cum of the base; left out without one. */
  readonly base?: readonly number[];
  /** Of a picture: its width, and where the bars begin. */
  readonly width?: number;
  readonly top?: number;
}

/** Only frames that a node has are kept. */
export function toFlameData(tree: CallTree, hasBase: boolean): FlameData {
  const rows = new Map<number, number>();
  const frames: number[] = [];
  const frame = Array.from(tree.frame, (each) => {
    const known = rows.get(each);
    if (known !== undefined) return known;
    rows.set(each, frames.length);
    return frames.push(each) - 1;
  });
  return {
    type: tree.type.type,
    unit: tree.type.unit,
    names: frames.map((each) => tree.names[each] ?? ''),
    files: frames.map((each) => {
      const line = tree.lines[each] ?? 0;
      return `${tree.files[each] ?? ''}${line > 0 ? `:${line}` : ''}`;
    }),
    hues: frames.map((each) => hueOf(tree.names[each] ?? '')),
    parent: Array.from(tree.parent),
    frame,
    cum: Array.from(tree.cum),
    flat: Array.from(tree.flat),
    ...(hasBase && { base: Array.from(tree.baseCum) }),
  };
}

/**
 * Warm hues for the program's own packages, cool ones for the standard library, grey-blue for the
 * runtime: what one looks for stands out.
 */
function hueOf(name: string): number {
  const path = packageOf(name);
  if (/^(internal\/)?runtime(\/|$)/.test(path)) return 215;
  let hash = 7;
  for (let i = 0; i < path.length; i++) hash = (Math.imul(hash, 31) + path.charCodeAt(i)) >>> 0;
  const isOwn = path === 'main' || /^[^/]*\./.test(path);
  return isOwn ? (350 + (hash % 65)) % 360 : 90 + (hash % 100);
}
