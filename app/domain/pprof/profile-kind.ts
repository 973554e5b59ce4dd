import type { Profile, ValueType } from './profile';
import { findSampleType } from './sample-type';

/** Names of `runtime/pprof`, and `cpu`. */
export const runtimeProfileNames = [
  'heap',
  'allocs',
  'cpu',
  'goroutine',
  'goroutineleak',
  'block',
  'mutex',
  'threadcreate',
] as const;

/** Those; and what else there is. */
export const profileKindNames = [
  ...runtimeProfileNames,
  'contention', // block or mutex, too empty to tell
  'other', // a third party's, or the program's own pprof.NewProfile
] as const;
export type ProfileKindName = (typeof profileKindNames)[number];

/**
 * What a value says about time. `gauge`: how much there is at one moment. `counter`: how much since the program began;
 * only the difference of two is a rate. `window`: how much during the profile's own duration. `change`: a gauge at the
 * end of a window minus that at its start. `unknown`: the profile does not say.
 */
export type ValueNature = 'gauge' | 'counter' | 'window' | 'change' | 'unknown';

export interface ProfileKind {
  readonly name: ProfileKindName;
  /** One per column of the profile. */
  readonly natures: readonly ValueNature[];
  /** Column to show first. */
  readonly defaultSampleType: number;
  /** Taken over a stretch of time (`?seconds=`), or a CPU profile. */
  readonly hasDuration: boolean;
  /**
   * One sample stands for `period` of the unit on average; undefined when every event is in the profile or the
   * profile does not say (block and mutex keep their rate to themselves).
   */
  readonly sampling:
    { readonly unit: 'bytes' | 'nanoseconds'; readonly period: number } | undefined;
}

/** Leaves of a mutex profile: whoever made others wait is charged when it lets go. */
const unlocking = /(?:\.|^)(?:r?unlock2?|unlockSlow|rUnlockSlow|_LostContendedRuntimeLock)$/i;

/**
 * Recognises a profile by its sample types, period type and, for the two of one shape, its stacks.
 * @param hint how the profile was asked for (`mutex`), when known: decides where the bytes cannot.
 */
export function recogniseProfile(profile: Profile, hint?: string): ProfileKind {
  const name = findName(profile, hint);
  const hasDuration = profile.durationNanos > 0n;
  return {
    name,
    natures: profile.sampleTypes.map((type) => findNature(profile, name, type, hasDuration)),
    defaultSampleType: findDefault(profile, name),
    hasDuration,
    sampling: findSampling(profile, name),
  };
}

/** Whether a difference to an earlier profile is needed before the value of a column says anything about now. */
export const needsBase = (nature: ValueNature): boolean => nature === 'counter';

function findName(profile: Profile, hint: string | undefined): ProfileKindName {
  const types = profile.sampleTypes.map(({ type }) => type);
  const has = (...names: string[]) => names.every((name) => types.includes(name));
  const only = types.length === 1 ? types[0] : undefined;
  if (has('inuse_space') || has('alloc_space') || has('objects', 'space')) {
    return profile.defaultSampleType === 'alloc_space' ? 'allocs' : 'heap';
  }
  if (has('samples', 'cpu')) return 'cpu';
  if (only === 'goroutine' || only === 'goroutineleak' || only === 'threadcreate') return only;
  if (has('contentions', 'delay')) {
    if (hint === 'block' || hint === 'mutex') return hint;
    return findContention(profile);
  }
  return 'other';
}

/** Both profiles have the same sample types; the waiter's stack ends in a wait, the holder's in an unlock. */
function findContention({ samples, locations, lines, functions, strings }: Profile) {
  const isUnlock = Uint8Array.from(functions.name, (name) =>
    unlocking.test(strings[name] ?? '') ? 1 : 0,
  );
  let unlocks = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    const leaf = samples.locations[samples.stackStart[sample] ?? 0] ?? -1;
    const end = locations.lineStart[leaf + 1] ?? 0;
    for (let line = locations.lineStart[leaf] ?? end; line < end; line++) {
      if (isUnlock[lines.func[line] ?? -1] !== 1) continue;
      unlocks++;
      break;
    }
  }
  if (samples.length === 0) return 'contention';
  return unlocks * 2 > samples.length ? 'mutex' : 'block';
}

function findNature(
  profile: Profile,
  name: ProfileKindName,
  { type, unit }: ValueType,
  hasDuration: boolean,
): ValueNature {
  const still = /^inuse_|^objects$|^space$/.test(type);
  switch (name) {
    case 'cpu':
      return 'window';
    case 'heap':
    case 'allocs':
      if (still) return hasDuration ? 'change' : 'gauge';
      return hasDuration ? 'window' : 'counter';
    case 'goroutine':
    case 'goroutineleak':
      return hasDuration ? 'change' : 'gauge';
    // Threads of the runtime do not end: the list of those created only grows.
    case 'threadcreate':
    case 'block':
    case 'mutex':
    case 'contention':
      return hasDuration ? 'window' : 'counter';
    case 'other': {
      if (hasDuration) return 'window';
      // What pprof.NewProfile(name) writes: the stacks that are in it now.
      const own = profile.periodType?.type === type && unit === 'count';
      return own && profile.sampleTypes.length === 1 ? 'gauge' : 'unknown';
    }
  }
}

/** `inuse_space` for a heap, since a leak is what stays; else what the profile prefers, or its last column. */
function findDefault(profile: Profile, name: ProfileKindName): number {
  const index = (type: string) => profile.sampleTypes.findIndex((each) => each.type === type);
  const wanted = { heap: 'inuse_space', allocs: 'alloc_space', cpu: 'cpu' }[name as string];
  const found = wanted === undefined ? -1 : index(wanted);
  if (found >= 0) return found;
  const preferred = findSampleType(profile, undefined);
  return preferred.ok ? preferred.value : 0;
}

function findSampling({ period, periodType }: Profile, name: ProfileKindName) {
  if (period <= 0n) return undefined;
  const isHeap = name === 'heap' || name === 'allocs';
  if (isHeap && periodType?.unit === 'bytes') {
    return { unit: 'bytes' as const, period: Number(period) };
  }
  if (periodType?.unit === 'nanoseconds') {
    return { unit: 'nanoseconds' as const, period: Number(period) };
  }
  return undefined;
}
