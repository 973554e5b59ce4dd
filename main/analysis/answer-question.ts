import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { computeSites } from '../../app/domain/correlate/allocation-sites';
import { joinGoroutines } from '../../app/domain/correlate/goroutine-rows';
import { computeLineEvidence } from '../../app/domain/correlate/line-evidence';
import { artefactsOf } from './bundle-files';
import { growthAnswers } from './growth-answers';
import { heapAnswers } from './heap-answers';
import { computeFindings } from './judge-bundle';
import { OpenBundle } from './open-bundle';
import { profileAnswers } from './profile-answers';
import type { QuestionName, Questions } from './protocol';
import { publishReport } from './publish-report';

type Answers = {
  [N in QuestionName]: (
    input: Questions[N]['input'],
  ) => Promise<Result<Questions[N]['output'], Failure>>;
};
/** Decides on an open bundle; may itself take time. */
type Use<T> = (bundle: OpenBundle) => Result<T, Failure> | Promise<Result<T, Failure>>;

/** Bundles that are open here, by folder: a bundle's handle is its folder. */
export class OpenBundles {
  readonly #bundles = new Map<string, OpenBundle>();

  readonly answers: Answers = {
    judge: ({ dir, language }) =>
      this.#fresh(dir, (bundle) => ok(computeFindings(bundle, language))),
    publish: ({ dir, language }) => this.#fresh(dir, (bundle) => publishReport(bundle, language)),
    ...profileAnswers((dir, use) => this.#with(dir, use)),
    ...growthAnswers((dir, use) => this.#with(dir, use)),
    ...heapAnswers((dir, use) => this.#with(dir, use)),
    'goroutine.list': ({ bundle: dir }) => this.#with(dir, (bundle) => ok(listGoroutines(bundle))),
    'source.evidence': ({ bundle: dir, file }) =>
      this.#with(dir, (bundle) => {
        const sites = computeSites(bundle.heapProfiles(), bundle.isUserFunction);
        const rows = listGoroutines(bundle);
        return ok(computeLineEvidence(file, sites.ok ? sites.value.sites : [], rows));
      }),
  };

  async #with<T>(dir: string, use: Use<T>): Promise<Result<T, Failure>> {
    const known = this.#bundles.get(dir);
    if (known === undefined) return this.#fresh(dir, use);
    // A series that is being watched grows under its handle.
    const current = await known.renewed();
    this.#bundles.set(dir, current);
    return use(current);
  }

  /** Reads the folder anew: it may have changed since it was last judged. */
  async #fresh<T>(dir: string, use: Use<T>): Promise<Result<T, Failure>> {
    const opened = await OpenBundle.open(dir);
    if (!opened.ok) return err(opened.error);
    this.#bundles.set(dir, opened.value);
    return use(opened.value);
  }
}

function listGoroutines(bundle: OpenBundle) {
  const trace = bundle.trace();
  const heap = bundle.heap();
  const dumps = bundle.dumps();
  return joinGoroutines(
    {
      profile: dumps[dumps.length - 1]?.goroutines ?? [],
      trace: trace.ok ? trace.value : undefined,
      traceStartSeconds:
        artefactsOf(bundle.manifest, 'trace').length > 0 ? bundle.traceStartSeconds() : 0,
      memory: heap.ok ? heap.value.analysis.goroutines : [],
    },
    bundle.isUserFunction,
  );
}
