import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import {
  digestHeap,
  dominatorChildren,
  dominatorOverview,
  referents,
  referrers,
  whyAlive,
  type HeapViews,
} from '../../app/domain/heap';
import { diffDigests } from './diff-heaps';
import type { Questions } from './protocol';

type Input<N extends keyof Questions> = Questions[N]['input'];
type Answer<N extends keyof Questions> = Promise<Result<Questions[N]['output'], Failure>>;

/** Lends the snapshot that a handle names: of a bundle, or a file. */
/** A group may have a hundred thousand. */
const shownGoids = 100;

export type WithHeap = <T>(
  bundle: string,
  use: (views: HeapViews) => Result<T, Failure>,
) => Promise<Result<T, Failure>>;

/** Questions about a memory snapshot. */
export const heapAnswers = (withHeap: WithHeap) => ({
  'heap.summary': ({ bundle }: Input<'heap.summary'>): Answer<'heap.summary'> =>
    withHeap(bundle, (views) => ok(views.summary())),

  'heap.children': ({ bundle, node, ...page }: Input<'heap.children'>): Answer<'heap.children'> =>
    withHeap(bundle, ({ heap: { graph, analysis } }) => {
      const { total, nodes } = dominatorChildren(graph, node < 0 ? undefined : node, page);
      return ok({ total, reachableBytes: analysis.reachableBytes, rows: [...nodes] });
    }),

  'heap.overview': ({ bundle, ...options }: Input<'heap.overview'>): Answer<'heap.overview'> =>
    withHeap(bundle, ({ heap: { graph, analysis } }) =>
      ok({
        reachableBytes: analysis.reachableBytes,
        cells: dominatorOverview(graph, options),
      }),
    ),

  'heap.leaks': ({ bundle }: Input<'heap.leaks'>): Answer<'heap.leaks'> =>
    withHeap(bundle, ({ heap: { analysis } }) => {
      const groups = analysis.waitGroups.filter(({ verdict }) => verdict !== 'alive');
      return ok({
        trusted: analysis.trusted,
        groups: groups.map((group) => ({ ...group, goids: group.goids.slice(0, shownGoids) })),
      });
    }),

  'heap.suspects': ({ bundle }: Input<'heap.suspects'>): Answer<'heap.suspects'> =>
    withHeap(bundle, (views) =>
      ok({ reachableBytes: views.heap.analysis.reachableBytes, rows: views.suspects() }),
    ),

  'heap.types': ({ bundle }: Input<'heap.types'>): Answer<'heap.types'> =>
    withHeap(bundle, ({ heap, types }) =>
      ok({ coverage: heap.analysis.typedShare, rows: [...types.table()] }),
    ),

  'heap.objects': ({
    bundle,
    type,
    sort,
    ascending,
    ...page
  }: Input<'heap.objects'>): Answer<'heap.objects'> =>
    withHeap(bundle, (views) => {
      const { total, rows } = views.objects(type, sort, ascending, page);
      return ok({ total, rows: [...rows] });
    }),

  'heap.value': ({ bundle, node }: Input<'heap.value'>): Answer<'heap.value'> =>
    withHeap(bundle, (views) => {
      const value = views.value(node);
      return ok(value ? { value } : {});
    }),

  'heap.parts': ({ bundle, ref, ...page }: Input<'heap.parts'>): Answer<'heap.parts'> =>
    withHeap(bundle, (views) => {
      const parts = views.values.parts(ref, page);
      if (parts) return ok(parts);
      return err({ code: 'bad-request', message: `There is no value ${ref}.` });
    }),

  'heap.strings': ({ bundle, ...page }: Input<'heap.strings'>): Answer<'heap.strings'> =>
    withHeap(bundle, (views) => {
      const { groups, rows, wastedBytes, strings, read } = views.strings(page);
      return ok({ total: groups.length, rows: [...rows], wastedBytes, strings, read });
    }),

  'heap.referrers': ({
    bundle,
    node,
    ...page
  }: Input<'heap.referrers'>): Answer<'heap.referrers'> =>
    withHeap(bundle, ({ heap }) => {
      const { total, nodes } = referrers(heap.graph, node, page);
      return ok({ total, rows: [...nodes] });
    }),

  'heap.referents': ({
    bundle,
    node,
    ...page
  }: Input<'heap.referents'>): Answer<'heap.referents'> =>
    withHeap(bundle, ({ heap }) => {
      const { total, nodes } = referents(heap.graph, node, page);
      return ok({ total, rows: [...nodes] });
    }),

  'heap.why': ({ bundle, node }: Input<'heap.why'>): Answer<'heap.why'> =>
    withHeap(bundle, ({ heap: { graph, samples } }) => {
      const alive = whyAlive(graph, node);
      const [root, ...steps] = alive?.path ?? [];
      return ok({
        path: alive && root ? [{ ...root, via: alive.root }, ...steps] : [],
        allocation: [...(samples.stackOf(node) ?? [])],
      });
    }),

  'heap.ways': ({ bundle, of, limit }: Input<'heap.ways'>): Answer<'heap.ways'> =>
    withHeap(bundle, (views) => {
      const why = views.ways(of, limit);
      return ok(why ? { why } : {});
    }),

  'heap.roots': ({ bundle, ...query }: Input<'heap.roots'>): Answer<'heap.roots'> =>
    withHeap(bundle, (views) => {
      const { total, rows } = views.roots(query);
      return ok({ total, rows: [...rows] });
    }),

  'heap.find': ({ bundle, text, limit }: Input<'heap.find'>): Answer<'heap.find'> =>
    withHeap(bundle, (views) => {
      const { nodes, types } = views.find(text, limit);
      return ok({ nodes: [...nodes], types: [...types] });
    }),

  'heap.diff': async ({ bundle, base, ...options }: Input<'heap.diff'>): Answer<'heap.diff'> => {
    const before = await withHeap(base, (views) => ok(digestHeap(views)));
    if (!before.ok) return before;
    const after = await withHeap(bundle, (views) => ok(digestHeap(views)));
    return after.ok ? diffDigests(before.value, after.value, options) : after;
  },
});
