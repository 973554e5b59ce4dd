import { create } from 'zustand';
import { subscribe } from './bridge';

interface WatchedSeries {
  /** Handle of the series → how many profiles were taken so far. */
  readonly revisions: Readonly<Record<string, number>>;
}

/** Series of profiles that grow while the window looks at them. */
export const useWatchedSeries = create<WatchedSeries>()(() => ({ revisions: {} }));

/** 0 for a series that is not being watched: what it says does not change. */
export const useSeriesRevision = (bundle: string): number =>
  useWatchedSeries(({ revisions }) => revisions[bundle] ?? 0);

/** Follows the engine's events. @returns what ends that. */
export const connectSeries = (): (() => void) =>
  subscribe('profile.taken', ({ bundle, index }) =>
    useWatchedSeries.setState(({ revisions }) => ({
      revisions: { ...revisions, [bundle]: index },
    })),
  );
