import type { WaitGroup } from '../../contract/heap-leaks';
import { err, ok, type Result } from '../../contract/result';
import type { Program } from '../gosym';
import { computeAliasing } from './aliasing';
import { readBuckets, readProfileCycle } from './buckets';
import { buildGraph } from './build-graph';
import { groupGoroutineStacks } from './goroutine-stacks';
import { describeGoroutines } from './goroutines';
import type { HeapGraph } from './heap-graph';
import { findHolders, markRetained, type FoundHolder } from './holders';
import { Layouts } from './layouts';
import { lazily } from './lazily';
import { findLeaks, groupWaits, type GroupedWait } from './leaks';
import {
  injectedAgent,
  type HeapAnalysis,
  type HeapError,
  type HeapHolder,
  type HeapOptions,
} from './model';
import { ObjectIndex } from './objects';
import { ProfileStacks } from './profile-stacks';
import { typesTable } from './queries/objects-by-type';
import { Samples } from './samples';
import { checkAgainstRuntime, trustedError } from './self-check';
import { decodeSpans } from './spans';
import { readSpecials, type Specials } from './specials';
import type { Snapshot } from './snapshot';
import { scanStacks, type StackRoots } from './stack-roots';
import { openRuntimeImage, type RuntimeImage } from './stack-roots/runtime-image';

export interface AnalyzedHeap {
  readonly analysis: HeapAnalysis;
  /** For further questions (queries.ts). Holds the snapshot's bytes. */
  readonly graph: HeapGraph;
  /** Node → allocation stack, of sampled objects. */
  readonly samples: Samples;
  /** Finalizers, cleanups, weak handles and the profiler's marks. */
  readonly specials: Specials;
  /** What values are read from: memory, types, symbols. */
  readonly image: RuntimeImage;
  readonly layouts: Layouts;
  readonly stackRoots: StackRoots;
  /** What one goroutine waits for, and who can wake it; undefined when there is no such goroutine. */
  waitOf(goid: number): GroupedWait | undefined;
  /** `analysis.waitGroups` compared with those of an earlier snapshot of the same process. */
  waitGroupsSince(earlier: readonly WaitGroup[] | undefined): readonly WaitGroup[];
}

const defaults = { maxHolders: 12, leastHolderBytes: 1 << 20, agentPrefix: injectedAgent };

/**
 * Turns a snapshot into the object graph and says who holds what. Of the analysis, tables are computed when they are
 * first asked for: most questions want one.
 * @param program the executable the snapshot was taken of.
 */
export function analyzeHeap(
  snapshot: Snapshot,
  program: Program,
  options: HeapOptions = {},
): Result<AnalyzedHeap, HeapError> {
  const { maxHolders, leastHolderBytes, agentPrefix } = { ...defaults, ...options };
  const { header } = snapshot;
  const layouts = new Layouts(header);
  const opened = openRuntimeImage(snapshot, program);
  if (!opened.ok) return err({ code: 'no-layouts', missing: [opened.error.reason] });
  const image = opened.value;
  const { memory } = image;
  const spans = decodeSpans({ header, memory }, layouts);
  if (!spans.ok) return spans;
  const objects = new ObjectIndex(memory, spans.value);
  const stackRoots = scanStacks(image);
  const cycle = readProfileCycle(memory, image.addressOf('runtime.mProfCycle'));
  const buckets = readBuckets(memory, layouts, image.addressOf('runtime.mbuckets'), cycle);
  const profileStacks = new ProfileStacks(image.symbols);
  const byAddress = new Map(buckets.map((bucket) => [bucket.address, bucket]));
  const specials = readSpecials(memory, layouts, objects, byAddress);
  const built = buildGraph({ image, layouts, objects, stackRoots, specials, agentPrefix });
  const { graph } = built;
  const samples = new Samples(graph, specials, buckets, profileStacks);
  const selfCheck = checkAgainstRuntime(image, objects);
  const isTrusted =
    selfCheck.relativeError !== undefined && selfCheck.relativeError <= trustedError;
  const canProve = built.isComplete && isTrusted;
  const proof = lazily({
    leaks: () => findLeaks(image, layouts, graph, stackRoots, specials, canProve),
    indexOf: () => new Map(stackRoots.goroutines.map(({ goid }, i) => [goid, i])),
  });
  const waitOf = (goid: number) => {
    const index = proof.indexOf.get(goid);
    return index === undefined ? undefined : proof.leaks.explain(index);
  };
  const analysis: HeapAnalysis = lazily<HeapAnalysis>({
    trusted: () => isTrusted,
    selfCheckError: () => selfCheck.relativeError,
    selfCheck: () => selfCheck,
    reachableBytes: () => graph.retained.bytes[graph.virtualRoot]!,
    reachableObjects: () => graph.retained.objects[graph.virtualRoot]!,
    objects: () => objects.length,
    typedShare: () => typedShare(graph),
    holders: () =>
      findHolders(graph, leastHolderBytes, maxHolders).map((found) =>
        describe(graph, samples, found),
      ),
    sampled: () => samples.byStack(),
    profile: () => samples.profile(),
    profileRate: () => readProfileRate(image),
    goroutines: () => describeGoroutines(stackRoots, proof.leaks, agentPrefix),
    waitGroups: () => groupWaits(analysis.goroutines, waitOf),
    goroutineStacks: () =>
      groupGoroutineStacks(image, profileStacks, stackRoots.goroutines, proof.leaks.stuck),
    types: () => typesTable(graph),
    pauseMs: () => header.pauseMs,
    warnings: () => [
      ...built.warnings,
      ...warnOfStacks(stackRoots),
      ...(canProve ? [] : ['No goroutine leak can be proven: part of the memory is missing.']),
    ],
  });
  return ok({
    analysis,
    graph,
    samples,
    specials,
    image,
    layouts,
    stackRoots,
    waitOf,
    waitGroupsSince: (earlier) =>
      earlier ? groupWaits(analysis.goroutines, waitOf, earlier) : analysis.waitGroups,
  });
}

function describe(graph: HeapGraph, samples: Samples, found: FoundHolder): HeapHolder {
  const retained = markRetained(graph, found.nodes);
  const { aliasing, alsoPooled } = computeAliasing(graph, retained);
  return {
    holder: found.holder,
    node: found.node,
    sampled: samples.byStack(retained),
    aliasing,
    alsoPooled,
  };
}

/** By the objects themselves: those named by who allocated them have no type either. */
function typedShare(graph: HeapGraph): number {
  const reachable = graph.retained.bytes[graph.virtualRoot]!;
  let typed = 0;
  for (let object = 0; object < graph.objectCount; object++) {
    if (graph.types.get(object) && graph.isReachable(object)) typed += graph.sizeBytes(object);
  }
  return reachable > 0 ? typed / reachable : 0;
}

/** 0 also when the linker left the profiler out: nothing in the program refers to it. */
function readProfileRate({ memory, addressOf }: RuntimeImage): number | undefined {
  const disabled = addressOf('runtime.disableMemoryProfiling');
  if (disabled !== undefined && memory.u8(disabled) === 1) return 0;
  const rate = addressOf('runtime.MemProfileRate');
  return rate === undefined ? undefined : memory.u64(rate);
}

function warnOfStacks({ goroutines }: StackRoots): string[] {
  const failures = goroutines.flatMap(({ failure }) => failure ?? []);
  return [...new Set(failures)].slice(0, 3);
}
