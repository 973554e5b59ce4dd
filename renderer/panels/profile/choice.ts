import type { ProfileListEntry } from '../../../app/contract/views';

export interface ProfileChoice {
  readonly path: string;
  readonly base: string | undefined;
  readonly sampleType: string;
}

/** What a leak shows best: the last heap profile against the first, by `inuse_space`. */
export function chooseProfiles(
  entries: readonly ProfileListEntry[],
  wanted?: string,
): ProfileChoice {
  const heap = entries.filter(({ kind }) => kind === 'heap-profile');
  const taken = entries.filter(({ kind }) => kind !== 'trace-profile');
  const chosen =
    entries.find(({ path }) => path === wanted) ?? heap.at(-1) ?? taken.at(-1) ?? entries[0];
  const first = entries.find(({ profile }) => profile === chosen?.profile);
  const types = chosen?.sampleTypes.map(({ type }) => type) ?? [];
  // Both hold all four; what was asked for by the name of allocs is what was ever allocated.
  const wantedType = chosen?.profile === 'allocs' ? 'alloc_space' : 'inuse_space';
  return {
    path: chosen?.path ?? '',
    base: first !== chosen ? first?.path : undefined,
    sampleType: types.includes(wantedType) ? wantedType : (types.at(-1) ?? ''),
  };
}
