import { err, ok, type Result } from '../../contract/result';
import type { Program } from '../gosym';
import { computeAliasing } from './aliasing';
import { readBuckets } from './buckets';
import { buildGraph } from './build-graph';
import { describeGoroutines } from './goroutines';
import type { HeapGraph } from './heap-graph';
import { findHolders, markRetained, type FoundHolder } from './holders';
import { Layouts } from './layouts';
import type { HeapAnalysis, HeapError, HeapHolder, HeapOptions, HeapType } from './model';
import { ObjectIndex } from './objects';
import { typesTable } from './queries/objects-by-type';
import { Samples } from './samples';
import { checkAgainstRuntime, trustedError } from './self-check';
import { decodeSpans } from './spans';
import { findStuck } from './stuck';
import { readSpecials } from './specials';
import { withImage, type Snapshot } from './snapshot';
import { computeStackRoots, type StackRoots } from './stack-roots';
import { openRuntimeImage, type RuntimeImage } from './stack-roots/runtime-image';

export interface AnalyzedHeap {
  readonly analysis: HeapAnalysis;
  /** For further questions (queries.ts). Holds the snapshot's bytes. */
  readonly graph: HeapGraph;
  /** Node → allocation stack, of sampled objects. */
  readonly samples: Samples;
  /** What values are read from: memory, types, symbols. */
  readonly image: RuntimeImage;
  readonly layouts: Layouts;
  readonly stackRoots: StackRoots | undefined;
}

const defaults = { maxHolders: 12, leastHolderBytes: 1 << 20, agentPrefix: 'trivetAgent' };

/**
 * Turns a snapshot into the object graph and says who holds what.
 * @param program the executable the snapshot was taken of.
 */
export function analyzeHeap(
  snapshot: Snapshot,
  program: Program,
  options: HeapOptions = {},
): Result<AnalyzedHeap, HeapError> {
  const { maxHolders, leastHolderBytes, agentPrefix } = { ...defaults, ...options };
  const whole = withImage(snapshot, program.elf.readonlyChunks(snapshot.header.bias));
  const layouts = new Layouts(whole.header);
  const opened = openRuntimeImage(whole, program);
  if (!opened.ok) return err({ code: 'no-layouts', missing: [opened.error.reason] });
  const image = opened.value;
  const spans = decodeSpans(whole, layouts);
  if (!spans.ok) return spans;
  const objects = new ObjectIndex(whole.memory, spans.value);
  const stacks = computeStackRoots(whole, program);
  const stackRoots = stacks.ok ? stacks.value : undefined;
  const buckets = readBuckets(whole.memory, layouts, image.addressOf('runtime.mbuckets'));
  const byAddress = new Map(buckets.map((bucket) => [bucket.address, bucket]));
  const specials = readSpecials(whole.memory, layouts, objects, byAddress);
  const built = buildGraph({ image, layouts, objects, stackRoots, specials, agentPrefix });
  const { graph } = built;
  const samples = new Samples(graph, specials, buckets, image.symbols);
  const selfCheck = checkAgainstRuntime(image, objects);
  const holders = findHolders(graph, leastHolderBytes, maxHolders);
  const types = typesTable(graph);
  const analysis: HeapAnalysis = {
    trusted: selfCheck.relativeError !== undefined && selfCheck.relativeError <= trustedError,
    selfCheckError: selfCheck.relativeError,
    selfCheck,
    reachableBytes: graph.retained.bytes[graph.virtualRoot]!,
    reachableObjects: graph.retained.objects[graph.virtualRoot]!,
    objects: objects.length,
    typedShare: typedShare(graph, types),
    holders: holders.map((found) => describe(graph, samples, found)),
    sampled: samples.byStack(),
    profile: samples.profile(),
    profileRate: readProfileRate(image),
    goroutines: stackRoots
      ? describeGoroutines(stackRoots, findStuck(graph, layouts, stackRoots, specials), agentPrefix)
      : [],
    types,
    pauseMs: whole.header.pauseMs,
    warnings: [...built.warnings, ...warnOfStacks(stackRoots)],
  };
  return ok({ analysis, graph, samples, image, layouts, stackRoots });
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

function typedShare(graph: HeapGraph, types: readonly HeapType[]): number {
  const reachable = graph.retained.bytes[graph.virtualRoot]!;
  const unknown = types.find(({ type }) => type === 'unknown')?.bytes ?? 0;
  return reachable > 0 ? 1 - unknown / reachable : 0;
}

/** 0 also when the linker left the profiler out: nothing in the program refers to it. */
function readProfileRate({ memory, addressOf }: RuntimeImage): number | undefined {
  const disabled = addressOf('runtime.disableMemoryProfiling');
  if (disabled !== undefined && memory.u8(disabled) === 1) return 0;
  const rate = addressOf('runtime.MemProfileRate');
  return rate === undefined ? undefined : memory.u64(rate);
}

function warnOfStacks(stackRoots: StackRoots | undefined): string[] {
  const failures = stackRoots?.goroutines.flatMap(({ failure }) => failure ?? []) ?? [];
  return [...new Set(failures)].slice(0, 3);
}
