import type { Failure } from '../../app/contract/failure';
import { ok, type Result } from '../../app/contract/result';
import { dominatorChildren, typesTable, whyAlive } from '../../app/domain/heap';
import type { OpenBundle } from './open-bundle';
import type { WithBundle } from './profile-answers';
import type { Questions } from './protocol';

type Input<N extends keyof Questions> = Questions[N]['input'];
type Answer<N extends keyof Questions> = Promise<Result<Questions[N]['output'], Failure>>;

/** Questions about the memory snapshot of a bundle. */
export const heapAnswers = (withBundle: WithBundle) => ({
  'heap.children': ({
    bundle,
    node,
    offset,
    limit,
  }: Input<'heap.children'>): Answer<'heap.children'> =>
    withBundle(bundle, (open: OpenBundle) => {
      const heap = open.heap();
      if (!heap.ok) return heap;
      const { graph, analysis } = heap.value;
      const page = dominatorChildren(graph, node < 0 ? undefined : node, { offset, limit });
      const { total, nodes } = page;
      return ok({ total, reachableBytes: analysis.reachableBytes, rows: [...nodes] });
    }),

  'heap.types': ({ bundle }: Input<'heap.types'>): Answer<'heap.types'> =>
    withBundle(bundle, (open) => {
      const heap = open.heap();
      if (!heap.ok) return heap;
      const { graph, analysis } = heap.value;
      return ok({ coverage: analysis.typedShare, rows: [...typesTable(graph)] });
    }),

  'heap.why': ({ bundle, node }: Input<'heap.why'>): Answer<'heap.why'> =>
    withBundle(bundle, (open) => {
      const heap = open.heap();
      if (!heap.ok) return heap;
      const { graph, samples } = heap.value;
      const alive = whyAlive(graph, node);
      const [root, ...steps] = alive?.path ?? [];
      return ok({
        path: alive && root ? [{ ...root, via: alive.root }, ...steps] : [],
        allocation: [...(samples.stackOf(node) ?? [])],
      });
    }),
});
