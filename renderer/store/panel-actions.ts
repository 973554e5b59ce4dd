import { useEffect, useRef } from 'react';
import { revealPanel, type PanelName } from './view';

/** What can be asked of the timeline. */
export const timelineActions = [
  ...(['zoomIn', 'zoomOut', 'fit', 'zoomToSpan', 'earlier', 'later', 'find'] as const),
  ...(['gc', 'stw', 'run', 'block', 'wake', 'end', 'measure', 'clearMeasure'] as const),
  ...(['procs', 'threads', 'groups', 'goroutines', 'copyLink'] as const),
] as const;
/** What can be asked of the flame graph. */
export const flameActions = [
  ...(['search', 'zoomIn', 'zoomOut', 'resetZoom', 'callees', 'callers', 'sandwich'] as const),
  ...(['turn', 'byPackage', 'byDifference', 'oneColor', 'focus', 'ignore'] as const),
  ...(['source', 'svg'] as const),
] as const;
/** What can be asked of the Profile panel as a whole. */
export const profileActions = [
  ...(['flame', 'table', 'graph', 'assembly', 'tags', 'growth', 'filters'] as const),
] as const;

/** Groups of actions; each belongs to one panel. */
export interface PanelActions {
  readonly timeline: (typeof timelineActions)[number];
  readonly flame: (typeof flameActions)[number];
  readonly profile: (typeof profileActions)[number];
}
export type ActionGroup = keyof PanelActions;

const panelOf: Readonly<Record<ActionGroup, PanelName>> = {
  timeline: 'timeline',
  flame: 'profile',
  profile: 'profile',
};

/** Actions that make no sense at the moment are left out. */
export type Offer<G extends ActionGroup> = {
  readonly [A in PanelActions[G]]?: (() => void) | undefined;
};

const offers = new Map<ActionGroup, () => Readonly<Record<string, (() => void) | undefined>>>();
/** Asked for while its view was not there yet: done when it comes, unless something else is asked. */
let awaited: { readonly group: ActionGroup; readonly action: string } | undefined;

/**
 * Lets the palette and its keys do what this panel can, for as long as it is there, be it behind
 * another tab. An action always runs as the last rendering made it.
 */
export function useOfferedActions<G extends ActionGroup>(group: G, offer: Offer<G>): void {
  const latest = useRef(offer);
  useEffect(() => {
    latest.current = offer;
    const wanted = awaited?.group === group ? offer[awaited.action as PanelActions[G]] : undefined;
    if (wanted === undefined) return;
    awaited = undefined;
    wanted();
  });
  useEffect(() => {
    const read = () => latest.current;
    offers.set(group, read);
    return () => {
      if (offers.get(group) === read) offers.delete(group);
    };
  }, [group]);
}

/** Of the flame graph also while another view of the profile shows: it can be turned to. */
export function canRunAction<G extends ActionGroup>(group: G, action: PanelActions[G]): boolean {
  const offer = offers.get(group);
  if (offer !== undefined) return offer()[action] !== undefined;
  return group === 'flame' && offers.has('profile');
}

/** Brings the panel to the front and does it there. */
export function runAction<G extends ActionGroup>(group: G, action: PanelActions[G]): void {
  awaited = undefined;
  revealPanel(panelOf[group]);
  const offer = offers.get(group);
  if (offer !== undefined) {
    offer()[action]?.();
    return;
  }
  if (group !== 'flame') return;
  awaited = { group, action };
  offers.get('profile')?.()['flame']?.();
}
