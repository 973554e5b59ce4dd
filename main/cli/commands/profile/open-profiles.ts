import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import { combineProfiles } from '../../../../app/domain/pprof/combine-profiles';
import {
  compileFilters,
  type CompiledFilters,
} from '../../../../app/domain/pprof/filter/compile-filters';
import { formatPprofError } from '../../../../app/domain/pprof/pprof-error';
import type { Profile } from '../../../../app/domain/pprof/profile';
import { findSampleType } from '../../../../app/domain/pprof/sample-type';
import type { ViewOptions } from '../../../../app/domain/pprof/view-options';
import { defaultTrim, type TrimOptions } from '../../../../app/domain/pprof/views/trim';
import { withInput } from '../../../analysis/open-input';
import { readProfileFile } from '../../../analysis/profile-file';
import { isHeadOfTrace, readHead } from '../../../analysis/starts-like-trace';
import { refuseForeignFile } from '../../../capture/profile-sources/looks-like-profile';
import type { ProfileRequest } from './profile-options';

/** What a verb shows: one profile made of all files, and how to look at it. */
export interface OpenedProfile {
  readonly profile: Profile;
  readonly view: ViewOptions & { readonly filters: CompiledFilters };
  readonly trim: TrimOptions;
}

/** Reads the files, adds and subtracts them, and finds the sample type. */
export async function openProfiles(
  files: readonly string[],
  request: ProfileRequest,
): Promise<Result<OpenedProfile, Failure>> {
  const read = await readAll(files, request);
  const bases = await readAll(request.bases, request);
  if (!read.ok) return read;
  if (!bases.ok) return bases;
  const { mode, normalize } = request;
  const combined = combineProfiles({
    profiles: read.value,
    bases: bases.value,
    mode,
    normalize,
  });
  if (!combined.ok) {
    const message = `The profiles do not go together: ${formatPprofError(combined.error)}.`;
    return err({ code: 'not-a-profile', message });
  }
  const view = toView(combined.value, request);
  if (!view.ok) return view;
  const trim = { ...defaultTrim, ...request.trim };
  return ok({ profile: combined.value, view: view.value, trim });
}

async function readAll(
  files: readonly string[],
  { inflateLimit }: ProfileRequest,
): Promise<Result<readonly Profile[], Failure>> {
  const profiles: Profile[] = [];
  for (const file of files) {
    const profile = await withInput(file, {}, (path) => readProfile(path, inflateLimit));
    if (!profile.ok) return profile;
    profiles.push(profile.value);
  }
  return ok(profiles);
}

async function readProfile(
  path: string,
  inflateLimit: ProfileRequest['inflateLimit'],
): Promise<Result<Profile, Failure>> {
  const profile = await readProfileFile(path, { inflateLimit });
  if (profile.ok || profile.error.code !== 'not-a-profile') return profile;
  // What it is says more than the byte at which it was no profile.
  const head = readHead(path, 200);
  if (!isHeadOfTrace(head)) {
    const foreign = head.length === 0 ? undefined : refuseForeignFile(head, path);
    return foreign === undefined ? profile : err(foreign);
  }
  return err({
    code: 'not-a-profile',
    message: `${path} is an execution trace, not a profile.`,
    remedy: 'trivet trace reads it; trivet trace export --format pprof:… makes profiles of it.',
  });
}

/** Sample type and filters of a profile. */
export function toView(
  profile: Profile,
  request: ProfileRequest,
): Result<OpenedProfile['view'], Failure> {
  const sampleType = findSampleType(profile, request.sampleType);
  const filters = compileFilters(request.filters);
  const failed = !sampleType.ok ? sampleType.error : !filters.ok ? filters.error : undefined;
  if (failed) return err({ code: 'usage', message: `${capital(formatPprofError(failed))}.` });
  // Nothing is left out that is in the file: the figures are to be those of go tool pprof.
  const includeAgent = true;
  return ok({
    ...request.frames,
    sampleType: (sampleType as { value: number }).value,
    filters: (filters as { value: CompiledFilters }).value,
    includeAgent,
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
