import { create } from 'zustand';
import type { ProfileQuery } from '../../app/contract/profile-views';

/** The profile that the Profile panel shows, as it shows it: what the source's gutter is about. */
interface ShownProfile {
  readonly query: ProfileQuery | undefined;
}

export const useShownProfile = create<ShownProfile>()(() => ({ query: undefined }));

/** Tells the other panels what is shown; `undefined` when nothing is. */
export const showProfile = (query: ProfileQuery | undefined): void =>
  useShownProfile.setState({ query });
