import type { GoType } from '../gosym';
import { collectRoots } from './collect-roots';
import { readDeadQueues } from './dead-queues';
import { computeDominators, computeRetained } from './dominators';
import { EdgeBuilder, type Edges } from './edges';
import { HeapGraph } from './heap-graph';
import type { Layouts } from './layouts';
import { addObjectEdges } from './object-edges';
import { ObjectTypes } from './object-types';
import type { ObjectIndex } from './objects';
import { ReachGrowth } from './reach';
import { findSchedulerObjects } from './scheduler-objects';
import { turnOf, turns, type Root } from './roots';
import type { Specials } from './specials';
import type { StackRoots } from './stack-roots';
import type { RuntimeImage } from './stack-roots/runtime-image';
import { TypeMasks, type TypeMask } from './type-masks';

export interface GraphInputs {
  readonly image: RuntimeImage;
  readonly layouts: Layouts;
  readonly objects: ObjectIndex;
  readonly stackRoots: StackRoots;
  readonly specials: Specials;
  readonly agentPrefix: string;
}

export interface BuiltGraph {
  readonly graph: HeapGraph;
  readonly warnings: readonly string[];
  /** Nothing the collector would have followed is missing: what the graph does not reach is not reached. */
  readonly isComplete: boolean;
}

/** Sum of edges a node typically has: first guess of the edge arrays. */
const edgesPerObject = 2;

export function buildGraph(inputs: GraphInputs): BuiltGraph {
  const { image, layouts, objects, specials } = inputs;
  const { header } = image.snapshot;
  const types = new ObjectTypes(image, layouts, objects);
  const masks = new TypeMasks(image.memory, layouts, (address) => {
    const type = types.runtimeType(address);
    return type && maskOf(type, types);
  });
  const queued = readDeadQueues(image.memory, layouts, (symbol) => image.addressOf(symbol));
  const collected = collectRoots({ ...inputs, queued });
  const roots: Root[] = [...collected.roots, finalizableRoot];
  const firstRoot = objects.length;
  const virtualRoot = firstRoot + roots.length;
  const builder = new EdgeBuilder(virtualRoot + 1, edgesPerObject * objects.length);
  const greenTea = header.constants['greenTea'] === true;
  const counts = addObjectEdges(builder, image.memory, objects, masks, {
    inlineMarkBytes: greenTea ? layouts.size('runtime.spanInlineMarkBits') || 128 : 0,
    leastInlineElement: 16,
  });
  for (const root of collected.roots) addRow(builder, root.edges);
  const growth = new ReachGrowth(virtualRoot + 1, virtualRoot);
  const scheduler = findSchedulerObjects(image, objects);
  growth.hold(scheduler);
  for (let turn = 0; turn < turns; turn++) {
    if (turn === turns - 1) growth.release(scheduler);
    collected.roots.forEach((root, i) => {
      if (turnOf(root) === turn) growth.start(firstRoot + i, virtualRoot);
    });
    growth.grow(builder.peek());
  }
  addRow(builder, edgesOfDying(builder.peek(), growth, specials));
  for (let i = 0; i < roots.length; i++) builder.add(firstRoot + i, 0);
  builder.endRow();
  const edges = builder.finish();
  growth.start(virtualRoot - 1, virtualRoot);
  growth.grow(edges);
  const reach = growth.finish(edges, virtualRoot);
  types.propagate(edges, roots);
  const tree = computeDominators(edges, virtualRoot);
  const { elementBytes } = objects.spans;
  const retained = computeRetained(
    tree,
    objects.length,
    (node) => elementBytes[objects.span[node]!]!,
  );
  const { memory } = image;
  const graph = new HeapGraph({ memory, objects, roots, edges, tree, retained, reach, types });
  const strays =
    collected.intoFree + counts.intoFree.filter((object) => graph.isReachable(object)).length;
  const isComplete =
    inputs.stackRoots.goroutines.every(({ frames, failure }) => frames.length > 0 || !failure) &&
    objects.spans.unreadable === 0 &&
    counts.uncopiedSpans === 0 &&
    strays === 0;
  return { graph, warnings: warningsOf(inputs, counts, strays), isComplete };
}

const finalizableRoot: Root = {
  kind: 'special',
  label: 'objects waiting for their finalizer',
  family: 'objects waiting for their finalizer',
  type: undefined,
  indirect: false,
  goroutine: -1,
  internal: true,
  edges: [],
  address: 0,
};

function addRow(builder: EdgeBuilder, edges: readonly number[]): void {
  for (let i = 0; i < edges.length; i += 2) builder.add(edges[i]!, edges[i + 1]!);
  builder.endRow();
}

/**
 * The collector keeps what finalizable objects refer to. For objects that are held anyway this adds
 * nothing; made into edges it would only take them away from their real holder.
 */
function edgesOfDying(edges: Edges, growth: ReachGrowth, { finalizable }: Specials): number[] {
  const row: number[] = [];
  for (const object of finalizable) {
    if (growth.isReached(object)) continue;
    for (let e = edges.start[object]!; e < edges.start[object + 1]!; e++) {
      // As the collector does: an object's pointer to itself is no reason to keep it.
      if (edges.to[e] !== object) row.push(edges.to[e]!, 0);
    }
  }
  return row;
}

/** A mask that the runtime has not built yet, from the debug information. */
function maskOf(type: GoType, types: ObjectTypes): TypeMask | undefined {
  if (type.sizeBytes === 0) return undefined;
  const words = [...types.typings.pointerWordsOf(type)].sort((a, b) => a - b);
  return { sizeBytes: type.sizeBytes, pointerWords: Uint32Array.from(words) };
}

function warningsOf(
  { stackRoots, objects }: GraphInputs,
  counts: { uncopiedSpans: number; guessedObjects: number },
  strays: number,
): string[] {
  const warnings: string[] = [];
  const failed = stackRoots.goroutines.filter((g) => g.failure !== undefined).length;
  if (failed > 0) warnings.push(`${failed} goroutine stacks were read conservatively.`);
  if (counts.uncopiedSpans > 0) {
    warnings.push(`${counts.uncopiedSpans} spans with pointers are missing from the snapshot.`);
  }
  if (counts.guessedObjects > 0) {
    warnings.push(`The type of ${counts.guessedObjects} objects could not be read.`);
  }
  if (objects.spans.unreadable > 0) {
    warnings.push(`${objects.spans.unreadable} span records are missing from the snapshot.`);
  }
  if (strays > 0) warnings.push(`${strays} exact pointers lead to free memory.`);
  return warnings;
}
