import type { Manifest } from '../../app/contract/manifest';
import type { ProfileListEntry } from '../../app/contract/views';
import {
  traceProfileKinds,
  traceSampleTypes,
  type TraceProfileKind,
} from '../../app/domain/exectrace';
import { artefactsOf } from './bundle-files';

/** The delay profiles that a session's trace holds; named without reading it. */
export function traceProfilesOf(
  manifest: Manifest,
): readonly (Omit<ProfileListEntry, 'atSeconds'> & { readonly startedAtMs: number })[] {
  return artefactsOf(manifest, 'trace')
    .slice(0, 1)
    .flatMap(({ path, startedAtMs }) =>
      traceProfileKinds.map((profile) => ({
        path: `${path}#${profile}`,
        kind: 'trace-profile' as const,
        profile,
        startedAtMs,
        // What was waited while the trace was recorded.
        sampleTypes: traceSampleTypes.map((each) => ({ ...each, nature: 'window' as const })),
      })),
    );
}

/** Which delay profile a path names; undefined when it names a file. */
export function traceProfileAt(manifest: Manifest, path: string): TraceProfileKind | undefined {
  const found = traceProfilesOf(manifest).find((each) => each.path === path);
  return traceProfileKinds.find((kind) => kind === found?.profile);
}
