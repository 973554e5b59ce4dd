import type {
  HeapObject,
  HeapString,
  HeapSummary,
  HeapSuspect,
  HeapValue,
  HeapWhy,
} from '../../../contract/heap-views';
import type { AnalyzedHeap } from '../analyze';
import type { HeapPage } from '../model';
import { describeStrings, findDuplicatedStrings, type DuplicatedStrings } from '../strings';
import { ValueReader } from '../values';
import { findByText, type Found } from './find';
import { describeNode } from './nodes';
import { ObjectsByType, type ObjectSort } from './objects-by-type';
import { PathPatterns } from './path-patterns';
import { rootsTable, sumByRoot, type NamedByRoot, type RootQuery } from './roots-table';
import { waysToNode, waysToObjects } from './ways';

/** Allocation stacks shown of one suspect. */
const maxAllocations = 5;

/** Tables over one snapshot's graph, each computed when first asked for and kept. */
export class HeapViews {
  readonly heap: AnalyzedHeap;
  #types: ObjectsByType | undefined;
  #patterns: PathPatterns | undefined;
  #named: NamedByRoot | undefined;
  #values: ValueReader | undefined;
  #strings: DuplicatedStrings | undefined;

  constructor(heap: AnalyzedHeap) {
    this.heap = heap;
  }

  get types(): ObjectsByType {
    return (this.#types ??= new ObjectsByType(this.heap.graph));
  }

  get patterns(): PathPatterns {
    return (this.#patterns ??= new PathPatterns(this.heap.graph));
  }

  /** By index into `graph.roots`. */
  get named(): NamedByRoot {
    return (this.#named ??= sumByRoot(this.heap.graph));
  }

  get values(): ValueReader {
    return (this.#values ??= new ValueReader(this.heap));
  }

  /** Undefined for the root of all, and for roots whose type is not known. */
  value(node: number): HeapValue | undefined {
    const place = this.values.placeOfNode(node);
    return place && this.values.describe(place);
  }

  /** @param type undefined for all types. */
  objects(
    type: string | undefined,
    sort: ObjectSort,
    ascending: boolean,
    page: HeapPage,
  ): { readonly total: number; readonly rows: readonly HeapObject[] } {
    const { objects, total } = this.types.page(type, sort, ascending, page);
    const rows = objects.map((object) => ({
      ...describeNode(this.heap.graph, object),
      preview: this.preview(object),
    }));
    return { total, rows };
  }

  /** Strings that lie in memory several times. */
  strings(page: HeapPage): DuplicatedStrings & { readonly rows: readonly HeapString[] } {
    const { graph } = this.heap;
    this.#strings ??= findDuplicatedStrings(graph);
    return { ...this.#strings, rows: describeStrings(graph, this.#strings, page) };
  }

  /** The value of an object or root in a line; empty when it has none. */
  preview(node: number): string {
    const place = this.values.placeOfNode(node);
    return place ? this.values.preview(place) : '';
  }

  summary(): HeapSummary {
    const { analysis, image } = this.heap;
    const { header } = image.snapshot;
    const { selfCheckError, profileRate } = analysis;
    return {
      ...{ goVersion: header.goVersion, pid: header.pid, stoppedAtMs: header.stoppedAtMs },
      pauseMs: analysis.pauseMs,
      reachableBytes: analysis.reachableBytes,
      reachableObjects: analysis.reachableObjects,
      allocatedObjects: analysis.objects,
      allocatedBytes: analysis.selfCheck.allocatedBytes,
      coverage: analysis.typedShare,
      trusted: analysis.trusted,
      warnings: [...analysis.warnings],
      ...(selfCheckError !== undefined && { selfCheckError }),
      ...(profileRate !== undefined && { profileRate }),
    };
  }

  suspects(): HeapSuspect[] {
    return this.heap.analysis.holders.map(({ holder, node, sampled, aliasing }) => ({
      node,
      holder: { ...holder, path: [...holder.path] },
      allocations: sampled.slice(0, maxAllocations).map((stack) => ({
        ...stack,
        frames: [...stack.frames],
      })),
      ...(aliasing && { aliasing }),
    }));
  }

  roots(query: RootQuery): ReturnType<typeof rootsTable> {
    const { graph, stackRoots } = this.heap;
    const goidOf = (goroutine: number) => stackRoots.goroutines[goroutine]?.goid;
    return rootsTable(graph, this.named, goidOf, query);
  }

  find(text: string, limit: number): Found {
    return findByText(this.heap.graph, this.types, text, limit);
  }

  /** Undefined when there is no such node or no object of the type. */
  ways(of: { node: number } | { type: string }, limit: number): HeapWhy | undefined {
    const { graph, samples } = this.heap;
    const sources = { graph, samples, patterns: this.patterns };
    if ('node' in of) return waysToNode(sources, of.node, limit);
    const objects = this.types.objectsOf(of.type);
    return objects.length === 0 ? undefined : waysToObjects(sources, of.type, objects, limit);
  }
}
