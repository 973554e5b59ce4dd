import { gzipSync } from 'node:zlib';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { isStandardLibrary } from '../../app/domain/correlate/standard-library';
import { isAgentFrame } from '../../app/domain/correlate/user-module';
import { toHeapProfile } from '../../app/domain/heap';
import { encodeProfile } from '../../app/domain/pprof/encode-profile';
import { formatPprofError } from '../../app/domain/pprof/pprof-error';
import { computeStackGrowth } from '../../app/domain/pprof/stack-growth';
import type { TimedProfile } from '../../app/domain/pprof/stack-series';
import { profileOf } from '../capture/profile-sources/bundle-source';
import { artefactsOf } from './bundle-files';
import { toGrowthTable } from './growth-table';
import type { OpenBundle } from './open-bundle';
import type { WithBundle } from './profile-answers';
import type { Questions } from './protocol';

type Input<N extends keyof Questions> = Questions[N]['input'];
type Answer<N extends keyof Questions> = Promise<Result<Questions[N]['output'], Failure>>;

/** Questions about a series of profiles, and about the profile that lies in memory. */
export const growthAnswers = (withBundle: WithBundle) => ({
  'profile.growth': ({
    bundle,
    profile: wanted,
    sampleType,
    limit,
  }: Input<'profile.growth'>): Answer<'profile.growth'> =>
    withBundle(bundle, (open) => {
      const { name, series } = findSeries(open, wanted);
      const table = computeStackGrowth(series, {
        sampleType,
        isUserFrame: ({ function: each }) => isUser(open, each),
        isHiddenFrame: isAgentFrame,
      });
      if (table.ok) return ok(toGrowthTable(table.value, name, series, limit));
      const message =
        series.length === 0
          ? `There is no ${name} profile in ${open.dir}.`
          : `The ${name} profiles of ${open.dir} are no series: ${formatPprofError(table.error)}.`;
      return err({ code: 'not-a-profile', message });
    }),

  'profile.from-memory': ({ dir }: Input<'profile.from-memory'>): Answer<'profile.from-memory'> =>
    withBundle(dir, (open) => {
      const heap = open.heap();
      if (!heap.ok) return heap;
      const { profile, profileRate } = heap.value.analysis;
      if (profileRate === undefined || profileRate === 0 || profile.length === 0) {
        const message = 'The program in the snapshot has no heap profile: it was linked without.';
        const remedy =
          'It is there when the program refers to runtime/pprof or runtime.MemProfile, or was launched by Trivet.';
        return err({ code: 'unsupported', message, remedy });
      }
      const atMs = artefactsOf(open.manifest, 'heap-snapshot')[0]?.startedAtMs ?? 0;
      const bytes = gzipSync(encodeProfile(toHeapProfile(profile, profileRate, atMs)));
      return ok({ bytes: new Uint8Array(bytes), atMs });
    }),
});

/** Without a module to go by, whatever is not Go's own is the user's. */
const isUser = ({ manifest, isUserFunction }: OpenBundle, name: string): boolean =>
  manifest.target.module === 'command-line-arguments'
    ? !isStandardLibrary(name)
    : isUserFunction(name);

/** The profiles of one kind, in order of time: the wanted kind, heap, or the only one there is. */
function findSeries(
  open: OpenBundle,
  wanted: string | undefined,
): { name: string; series: readonly TimedProfile[] } {
  const artefacts = (['heap-profile', 'goroutine-profile', 'profile'] as const).flatMap((kind) =>
    artefactsOf(open.manifest, kind),
  );
  const names = new Set(artefacts.flatMap((artefact) => profileOf(artefact) ?? []));
  const name = wanted ?? (names.has('heap') ? 'heap' : ([...names][0] ?? 'heap'));
  const series = artefacts
    .filter((artefact) => profileOf(artefact) === name)
    .flatMap(({ path, startedAtMs }) => {
      const profile = open.profile(path);
      const atSeconds = (startedAtMs - open.startedAtMs) / 1000;
      return profile.ok ? [{ atSeconds, profile: profile.value }] : [];
    });
  return { name, series };
}
