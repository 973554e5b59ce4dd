import type { Failure } from '../../app/contract/failure';
import type { ProfileQuery } from '../../app/contract/profile-views';
import { err, ok, type Result } from '../../app/contract/result';
import { compileFilters } from '../../app/domain/pprof/filter/compile-filters';
import { formatPprofError } from '../../app/domain/pprof/pprof-error';
import type { Profile } from '../../app/domain/pprof/profile';
import { findSampleType } from '../../app/domain/pprof/sample-type';
import type { Granularity, ViewOptions } from '../../app/domain/pprof/view-options';
import type { OpenBundle } from './open-bundle';

/** A query with its profiles decoded and its expressions compiled. */
export interface OpenQuery {
  readonly profile: Profile;
  readonly options: ViewOptions;
  readonly base: { readonly profile: Profile; readonly options: ViewOptions } | undefined;
}

/** @param granularity unless the query names one. */
export async function openQuery(
  bundle: OpenBundle,
  query: Omit<ProfileQuery, 'bundle'>,
  granularity: Granularity = 'functions',
): Promise<Result<OpenQuery, Failure>> {
  const profile = await bundle.loadProfile(query.path);
  if (!profile.ok) return profile;
  const basis = query.base === undefined ? undefined : await bundle.loadProfile(query.base);
  if (basis && !basis.ok) return basis;
  const column = findSampleType(profile.value, query.sampleType);
  const baseColumn = basis ? findSampleType(basis.value, query.sampleType) : column;
  if (!column.ok || !baseColumn.ok) {
    const known = profile.value.sampleTypes.map(({ type }) => type).join(', ');
    const message = `${query.path} has no sample type "${query.sampleType}"; it has ${known}.`;
    return err({ code: 'not-a-profile', message });
  }
  const filters = compileFilters(query);
  if (!filters.ok) return err({ code: 'usage', message: formatPprofError(filters.error) });
  const options: ViewOptions = {
    sampleType: column.value,
    granularity: query.granularity ?? granularity,
    ...(filters.value.listed.length > 0 && { filters: filters.value }),
  };
  return ok({
    profile: profile.value,
    options,
    base: basis && { profile: basis.value, options: { ...options, sampleType: baseColumn.value } },
  });
}
