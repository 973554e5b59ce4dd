import { useMemo, useRef } from 'react';
import type { RawInput } from '../../../app/contract/ipc';
import type { Flame } from '../../../app/contract/profile-views';
import { useReply, type Loaded } from '../../store/replies';
import { findByPath, isCutBelow } from '../../widgets/flame-layout';

/** A node zoomed into, as the breadcrumb shows it and the engine finds it again. */
export interface ZoomStep {
  readonly key: number;
  readonly name: string;
  readonly cum: number;
}

/** A tree on screen, and the node of it that fills the width. */
export interface ShownFlame {
  readonly flame: Flame;
  /** Keys from the root of everything to this tree's own. */
  readonly prefix: readonly number[];
  readonly zoom: number;
  /** The finer tree of this zoom is on its way. */
  readonly isRefining: boolean;
}

const noPrefix: readonly number[] = [];

/**
 * The tree of the whole profile without what is thinner than half a pixel, and, zoomed in where
 * something was left out, the tree of that part. While it is fetched, what is there is shown.
 */
export function useFlame(
  query: RawInput<'profile.flame'>,
  steps: readonly ZoomStep[],
): { readonly whole: Loaded<Flame>; readonly shown: ShownFlame | undefined } {
  const minShare = 0.5 / pictureWidth();
  const whole = useReply('profile.flame', { ...query, minShare });
  const tree = whole.state === 'ready' ? whole.value : undefined;
  const path = useMemo(() => steps.map(({ key }) => key), [steps]);
  const needsDetail = useMemo(() => {
    if (tree === undefined || path.length === 0) return false;
    const node = findByPath(tree, path);
    return node === undefined || isCutBelow(tree, node);
  }, [tree, path]);
  const detail = useReply(
    'profile.flame',
    needsDetail ? { ...query, minShare, under: [...path] } : undefined,
  );
  // Replies are wrapped anew at each rendering; what they carry is not.
  const fine = detail.state === 'ready' ? detail.value : undefined;
  const isRefining = needsDetail && detail.state !== 'failed';
  const before = useRef<{ query: string; shown: ShownFlame }>(undefined);
  const key = JSON.stringify(query);
  const shown = useMemo((): ShownFlame | undefined => {
    if (tree === undefined) return undefined;
    if (fine !== undefined) return { flame: fine, prefix: path, zoom: 0, isRefining: false };
    const last = before.current?.query === key ? before.current.shown : undefined;
    const isInLast = last?.prefix.every((each, i) => path[i] === each) === true;
    const inLast =
      last && isInLast ? findByPath(last.flame, path.slice(last.prefix.length)) : undefined;
    if (last && inLast !== undefined && last.prefix.length > 0) {
      return { flame: last.flame, prefix: last.prefix, zoom: inLast, isRefining };
    }
    return { flame: tree, prefix: noPrefix, zoom: findByPath(tree, path) ?? 0, isRefining };
  }, [tree, fine, path, isRefining, key]);
  if (shown !== undefined) before.current = { query: key, shown };
  return { whole, shown };
}

/** Device pixels that a picture may be wide, rounded up so that resizing asks nothing new. */
function pictureWidth(): number {
  const pixels = Math.max(window.innerWidth, 1024) * window.devicePixelRatio;
  return 2 ** Math.ceil(Math.log2(pixels));
}
