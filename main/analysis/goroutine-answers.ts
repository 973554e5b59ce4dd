import type { Failure } from '../../app/contract/failure';
import type { GoroutineView } from '../../app/contract/goroutines';
import type { Result } from '../../app/contract/result';
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
import { artefactsOf } from './bundle-files';
import type { OpenBundle } from './open-bundle';
import type { Questions } from './protocol';

/** Arrangements kept a bundle: the one shown, those gone back to, the verdict's own. */
const maxViews = 8;

/** The goroutines of one bundle: joined once, arranged as asked. */
export class BundleGoroutines {
  readonly #sources: GoroutineSources;
  readonly table: ReturnType<typeof joinGoroutines>;
  readonly #views = new Map<string, ArrangedGoroutines>();

  constructor(bundle: OpenBundle) {
    const trace = bundle.trace();
    const heap = bundle.heap();
    const last = bundle.lastDump();
    this.#sources = {
      profile: last?.goroutines ?? [],
      profileSeconds: last?.atSeconds ?? 0,
      trace: trace.ok ? trace.value : undefined,
      traceStartSeconds:
        artefactsOf(bundle.manifest, 'trace').length > 0 ? bundle.traceStartSeconds() : 0,
      memory: heap.ok ? heap.value.analysis.goroutines : [],
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

type Names =
  'goroutine.open' | 'goroutine.rows' | 'goroutine.locate' | 'goroutine.detail' | 'goroutine.text';
type GoroutineAnswers = {
  [N in Names]: (input: Questions[N]['input']) => Promise<Result<Questions[N]['output'], Failure>>;
};

/** Answers about goroutines. `use` lends those of an opened bundle. */
export function goroutineAnswers(
  use: <T>(dir: string, answer: (goroutines: BundleGoroutines) => T) => Promise<Result<T, Failure>>,
): GoroutineAnswers {
  return {
    'goroutine.open': ({ bundle, view }) =>
      use(bundle, (goroutines) => {
        const { order, groups } = goroutines.arrange(view);
        return { total: goroutines.table.count, shown: order.length, groups: [...groups] };
      }),
    'goroutine.rows': ({ bundle, view, offset, limit, step }) =>
      use(bundle, ({ table, arrange }) => {
        const { order } = arrange(view);
        const rows = [];
        for (let at = offset; at < order.length && rows.length < limit; at += step) {
          rows.push(describeGoroutine(table, order[at]!));
        }
        return rows;
      }),
    'goroutine.locate': ({ bundle, view, goid, function: name }) =>
      use(bundle, ({ table, arrange }) => {
        const { order } = arrange(view);
        const text = name === undefined ? -1 : table.texts.indexOf(name);
        const index =
          goid === undefined
            ? order.findIndex((row) => table.function[row] === text)
            : order.indexOf(findGoroutine(table, goid));
        return index < 0 ? {} : { index };
      }),
    'goroutine.detail': ({ bundle, goid }) =>
      use(bundle, (goroutines) => {
        const detail = goroutines.detail(goid);
        return detail === undefined ? {} : { detail };
      }),
    'goroutine.text': ({ bundle, view, columns }) =>
      use(bundle, (goroutines) => ({
        text: printGoroutines(goroutines.table, goroutines.arrange(view).order, columns),
      })),
  };
}
