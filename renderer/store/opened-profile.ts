import { create } from 'zustand';
import type { Failure } from '../../app/contract/failure';
import type { RawInput } from '../../app/contract/ipc';
import { ask } from './actions';
import { subscribe } from './bridge';
import { getActiveBundle, useSession } from './session';
import { chooseLayout } from './view';

/** A profile, or a series that is being watched, that belongs to no session. */
export interface OpenedProfile {
  /** Handle of the engine. */
  readonly bundle: string;
  /** Where it came from: a file or an address. */
  readonly name: string;
  /** While it is watched: what ends that, and how many were taken. */
  readonly watch:
    { readonly id: string; readonly taken: number; readonly missed: number } | undefined;
  /** Why watching ended, or what kept the last profile from being had. */
  readonly failure: Failure | undefined;
}

interface OpenedProfiles {
  /** What the Profile panel shows instead of the session's profiles. */
  readonly opened: OpenedProfile | undefined;
}

export const useOpenedProfile = create<OpenedProfiles>()(() => ({ opened: undefined }));

function show(bundle: string, name: string, watch: string | undefined): void {
  useOpenedProfile.setState({
    opened: {
      ...{ bundle, name, failure: undefined },
      watch: watch === undefined ? undefined : { id: watch, taken: 0, missed: 0 },
    },
  });
  // Without a session nothing else has anything to show.
  if (getActiveBundle(useSession.getState()) === undefined) chooseLayout('profile');
}

/** @returns whether it could be opened; if not, the notice says why. */
export async function openProfile(input: RawInput<'profile.open'>): Promise<boolean> {
  const opened = await ask('profile.open', input);
  if (opened === undefined) return false;
  closeProfile();
  show(opened.bundle, 'path' in input ? input.path : input.address, undefined);
  return true;
}

/** Asks for a file by a dialog of the system. */
export async function chooseProfile(): Promise<boolean> {
  const opened = await ask('profile.choose', {});
  if (opened === undefined) return false;
  closeProfile();
  show(opened.bundle, opened.name, undefined);
  return true;
}

export async function watchProfile(input: RawInput<'profile.watch'>): Promise<boolean> {
  const started = await ask('profile.watch', input);
  if (started === undefined) return false;
  closeProfile();
  show(started.bundle, input.address, started.watch);
  return true;
}

/** Ends watching; what was taken stays on screen. */
export function stopWatching(): void {
  const { opened } = useOpenedProfile.getState();
  if (opened?.watch !== undefined) void ask('profile.unwatch', { watch: opened.watch.id });
}

/** Back to the profiles of the session. */
export function closeProfile(): void {
  stopWatching();
  useOpenedProfile.setState({ opened: undefined });
}

/** Follows the engine's events. @returns what ends that. */
export function connectOpenedProfile(): () => void {
  const change = (watch: string, next: (opened: OpenedProfile) => Partial<OpenedProfile>) =>
    useOpenedProfile.setState(({ opened }) =>
      opened?.watch?.id === watch ? { opened: { ...opened, ...next(opened) } } : {},
    );
  const stops = [
    subscribe('profile.taken', ({ watch, index }) =>
      change(watch, (opened) => ({
        watch: opened.watch && { ...opened.watch, taken: index },
        failure: undefined,
      })),
    ),
    subscribe('profile.missed', ({ watch, failure }) =>
      change(watch, (opened) => ({
        watch: opened.watch && { ...opened.watch, missed: opened.watch.missed + 1 },
        failure,
      })),
    ),
    subscribe('profile.watch-ended', ({ watch, failure }) =>
      change(watch, () => ({ watch: undefined, failure })),
    ),
  ];
  return () => stops.forEach((stop) => stop());
}
