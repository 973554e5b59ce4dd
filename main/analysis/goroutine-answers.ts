import type { Failure } from '../../app/contract/failure';
import type { GoroutineView } from '../../app/contract/goroutines';
import type { Output } from '../../app/contract/ipc';
import { ok, type Result } from '../../app/contract/result';
import {
  arrangeGoroutines,
  type ArrangedGoroutines,
} from '../../app/domain/correlate/arrange-goroutines';
import {
  describeGoroutine,
  detailGoroutine,
  findGoroutine,
  printGoroutines,
} from '../../app/domain/correlate/describe-goroutine';
import { joinGoroutines, type GoroutineSources } from '../../app/domain/correlate/join-goroutines';
import type { HeapGoroutine } from '../../app/domain/heap';
import { artefactsOf } from './bundle-files';
import type { OpenBundle } from './open-bundle';
import type { Questions } from './protocol';

/** Arrangements kept a bundle: the one shown, those gone back to, the verdict's own. */
const maxViews = 8;

type MemoryState = Output<'goroutine.open'>['memory'];

/** The goroutines of one bundle: joined once, arranged as asked. */
export class BundleGoroutines {
  readonly #sources: GoroutineSources;
  readonly memory: MemoryState;
  readonly table: ReturnType<typeof joinGoroutines>;
  readonly #views = new Map<string, ArrangedGoroutines>();

  /** @param withGraph whether to wait for the memory snapshot's object graph, which takes by far the longest. */
  constructor(bundle: OpenBundle, withGraph: boolean) {
    const trace = bundle.trace();
    const last = bundle.lastDump();
    const { state, goroutines } = inMemory(bundle, withGraph, last !== undefined);
    this.memory = state;
    this.#sources = {
      profile: last?.goroutines ?? [],
      profileSeconds: last?.atSeconds ?? 0,
      trace: trace.ok ? trace.value : undefined,
      traceStartSeconds:
        artefactsOf(bundle.manifest, 'trace').length > 0 ? bundle.traceStartSeconds() : 0,
      memory: goroutines,
    };
    this.table = joinGoroutines(this.#sources, bundle.isUserFunction);
  }

  readonly arrange = (view: GoroutineView): ArrangedGoroutines => {
    const key = JSON.stringify(view);
    const arranged = this.#views.get(key) ?? arrangeGoroutines(this.table, view);
    // Last used last: the first is dropped.
    this.#views.delete(key);
    this.#views.set(key, arranged);
    if (this.#views.size > maxViews) this.#views.delete(this.#views.keys().next().value!);
    return arranged;
  };

  detail(goid: number) {
    const row = findGoroutine(this.table, goid);
    return row < 0 ? undefined : detailGoroutine(this.table, this.#sources, row);
  }
}

/** Without the graph, stacks in memory are read only where no profile has them: there they are all that can be shown. */
function inMemory(
  bundle: OpenBundle,
  withGraph: boolean,
  hasProfile: boolean,
): { readonly state: MemoryState; readonly goroutines: readonly HeapGoroutine[] } {
  if (!bundle.hasSnapshot) return { state: { kind: 'none' }, goroutines: [] };
  if (withGraph) {
    const heap = bundle.heap();
    return heap.ok
      ? { state: { kind: 'joined' }, goroutines: heap.value.analysis.goroutines }
      : { state: { kind: 'failed', failure: heap.error }, goroutines: [] };
  }
  const stacks = hasProfile ? ok([]) : bundle.stoppedGoroutines();
  return { state: { kind: 'awaited' }, goroutines: stacks.ok ? stacks.value : [] };
}

type Names =
  'goroutine.open' | 'goroutine.rows' | 'goroutine.locate' | 'goroutine.detail' | 'goroutine.text';
type GoroutineAnswers = {
  [N in Names]: (input: Questions[N]['input']) => Promise<Result<Questions[N]['output'], Failure>>;
};

/** Answers about goroutines. `use` lends those of an opened bundle. */
export function goroutineAnswers(
  use: <T>(
    table: { readonly bundle: string; readonly withGraph: boolean },
    answer: (goroutines: BundleGoroutines) => T,
  ) => Promise<Result<T, Failure>>,
): GoroutineAnswers {
  return {
    'goroutine.open': ({ view, ...asked }) =>
      use(asked, ({ table, memory, arrange }) => {
        const { order, groups } = arrange(view);
        return { total: table.count, shown: order.length, groups: [...groups], memory };
      }),
    'goroutine.rows': ({ view, offset, limit, step, ...asked }) =>
      use(asked, ({ table, arrange }) => {
        const { order } = arrange(view);
        const rows = [];
        for (let at = offset; at < order.length && rows.length < limit; at += step) {
          rows.push(describeGoroutine(table, order[at]!));
        }
        return rows;
      }),
    'goroutine.locate': ({ view, goid, function: name, ...asked }) =>
      use(asked, ({ table, arrange }) => {
        const { order } = arrange(view);
        const text = name === undefined ? -1 : table.texts.indexOf(name);
        const index =
          goid === undefined
            ? order.findIndex((row) => table.function[row] === text)
            : order.indexOf(findGoroutine(table, goid));
        return index < 0 ? {} : { index };
      }),
    'goroutine.detail': ({ goid, ...asked }) =>
      use(asked, (goroutines) => {
        const detail = goroutines.detail(goid);
        return detail === undefined ? {} : { detail };
      }),
    'goroutine.text': ({ view, columns, ...asked }) =>
      use(asked, (goroutines) => ({
        text: printGoroutines(goroutines.table, goroutines.arrange(view).order, columns),
      })),
  };
}
