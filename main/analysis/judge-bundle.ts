import type { Failure } from '../../app/contract/failure';
import type { Findings } from '../../app/contract/findings';
import type { Language } from '../../app/contract/language';
import { computeSites } from '../../app/domain/correlate/allocation-sites';
import { computeGoroutineGroups } from '../../app/domain/correlate/goroutine-groups';
import { computeMemoryEvidence } from '../../app/domain/correlate/memory-evidence';
import { computeTimeEvidence } from '../../app/domain/correlate/time-evidence';
import type { Evidence, LegEvidence } from '../../app/domain/verdict/evidence';
import { computeJudgement } from '../../app/domain/verdict/judge';
import { artefactsOf } from './bundle-files';
import type { OpenBundle } from './open-bundle';

/** Everything a bundle says, as evidence; legs that cannot be read say why. */
export function collectEvidence(bundle: OpenBundle): Evidence {
  const { isUserFunction } = bundle;
  return {
    allocation: allocation(bundle),
    time: leg(bundle.trace(), paths(bundle, 'trace', 'metrics'), (trace) =>
      computeTimeEvidence(trace, bundle.metrics(), isUserFunction),
    ),
    memory: leg(bundle.heap(), paths(bundle, 'heap-snapshot'), ({ analysis }) =>
      computeMemoryEvidence(analysis, isUserFunction),
    ),
    isUserFunction,
  };
}

/** The findings of a bundle: a pure function of the folder. */
export function computeFindings(bundle: OpenBundle, language: Language): Findings {
  const { manifest } = bundle;
  const judgement = computeJudgement(collectEvidence(bundle), language);
  const fatal = manifest.steps.find(
    ({ name, failure }) => failure !== undefined && name !== 'snapshot',
  )?.failure;
  return {
    format: 1,
    language,
    ...judgement,
    measures: measure(bundle),
    ...(fatal && { failure: fatal }),
    session: manifest,
  };
}

function allocation(bundle: OpenBundle): Evidence['allocation'] {
  const profiles = bundle.heapProfiles();
  const dumps = bundle.dumps();
  if (profiles.length === 0 && dumps.length === 0) {
    return { present: false, failure: whyNoProfiles(bundle) };
  }
  const sites = computeSites(profiles, bundle.isUserFunction);
  return {
    present: true,
    isCollected: artefactsOf(bundle.manifest, 'heap-profile').every(
      ({ facts }) => facts['forcedGc'] !== false,
    ),
    artefacts: paths(bundle, 'heap-profile', 'goroutine-text', 'goroutineleak-text'),
    sites: sites.ok ? sites.value.sites : [],
    total: sites.ok ? sites.value.total : { atSeconds: [], values: [] },
    groups: computeGoroutineGroups(dumps, bundle.isUserFunction, bundle.leaked()),
  };
}

function whyNoProfiles({ manifest }: OpenBundle): Failure {
  return (
    manifest.steps.find(({ failure }) => failure !== undefined)?.failure ?? {
      code: 'endpoint-not-found',
      message: 'No profile could be taken: the program has neither the agent nor a pprof endpoint.',
      remedy: 'Let Trivet build and launch it, or import net/http/pprof.',
    }
  );
}

function leg<T, E>(
  source: { ok: true; value: T } | { ok: false; error: Failure },
  artefacts: readonly string[],
  compute: (value: T) => E,
): LegEvidence<E> {
  return source.ok
    ? { present: true, artefacts, ...compute(source.value) }
    : { present: false, failure: source.error };
}

const paths = ({ manifest }: OpenBundle, ...kinds: Parameters<typeof artefactsOf>[1][]) =>
  kinds.flatMap((kind) => artefactsOf(manifest, kind).map(({ path }) => path));

function measure(bundle: OpenBundle): Findings['measures'] {
  const { manifest } = bundle;
  const snapshot = artefactsOf(manifest, 'heap-snapshot')[0];
  const fact = (name: string) => {
    const value = snapshot?.facts[name];
    return typeof value === 'number' ? value : undefined;
  };
  const step = (name: string) => manifest.steps.find((each) => each.name === name)?.elapsedMs;
  const trace = bundle.trace();
  const heap = bundle.heap();
  const measures = {
    recordedSeconds: (step('record') ?? 0) / 1000,
    snapshotPauseMs: fact('pauseMs'),
    snapshotMs: step('snapshot'),
    copiedBytes: fact('copiedBytes'),
    liveHeapBytes: heap.ok ? heap.value.analysis.reachableBytes : undefined,
    graphObjects: heap.ok ? heap.value.analysis.reachableObjects : undefined,
    selfCheckError: heap.ok ? heap.value.analysis.selfCheckError : undefined,
    traceSeconds: trace.ok ? trace.value.duration / 1e9 : undefined,
    forcedCollections: manifest.forcedCollections,
  };
  const known = Object.entries(measures).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Findings['measures'];
}
