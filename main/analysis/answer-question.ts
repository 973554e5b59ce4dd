import { existsSync } from 'node:fs';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { computeSites } from '../../app/domain/correlate/allocation-sites';
import { computeLineEvidence, countAtPlaces } from '../../app/domain/correlate/line-evidence';
import type { HeapViews } from '../../app/domain/heap';
import { FollowedTraces } from './follow-trace';
import { BundleGoroutines, goroutineAnswers } from './goroutine-answers';
import { growthAnswers } from './growth-answers';
import { heapAnswers } from './heap-answers';
import { computeFindings } from './judge-bundle';
import { OpenBundle } from './open-bundle';
import { inspectProfile } from '../capture/profile-sources/inspect-profile';
import { refuseForeignFile } from '../capture/profile-sources/looks-like-profile';
import { profileAnswers } from './profile-answers';
import { readProfileFile } from './profile-file';
import type { QuestionName, Questions, TellShare } from './protocol';
import { isSnapshotFile, SnapshotFiles } from './snapshot-files';
import { publishReport } from './publish-report';
import { traceDiffAnswers } from './trace-diff-answers';
import { traceSummaryAnswers } from './trace-summary-answers';

type Answers = {
  [N in QuestionName]: (
    input: Questions[N]['input'],
    tell?: TellShare,
  ) => Promise<Result<Questions[N]['output'], Failure>>;
};
/** Decides on an open bundle; may itself take time. */
type Use<T> = (bundle: OpenBundle) => Result<T, Failure> | Promise<Result<T, Failure>>;

/** Bundles that are open here, by folder: a bundle's handle is its folder. */
export class OpenBundles {
  readonly #bundles = new Map<string, OpenBundle>();
  /** Openings under way: questions that come together share what is then decoded. */
  readonly #opening = new Map<string, Promise<Result<OpenBundle, Failure>>>();
  readonly #followed = new FollowedTraces();
  readonly #snapshots = new SnapshotFiles();
  /** By whether they wait for the graph. */
  readonly #goroutines = {
    with: new WeakMap<OpenBundle, BundleGoroutines>(),
    without: new WeakMap<OpenBundle, BundleGoroutines>(),
  };

  readonly answers: Answers = {
    judge: ({ dir, language }) =>
      this.#fresh(dir, (bundle) => ok(computeFindings(bundle, language))),
    publish: ({ dir, language }) => this.#fresh(dir, (bundle) => publishReport(bundle, language)),
    follow: ({ file, startedAtMs, last }) =>
      Promise.resolve(this.#followed.follow(file, startedAtMs, last)),
    'profile.adopt': ({ dir, file, artefact }) =>
      this.#fresh(dir, async (bundle) => {
        const profile = await readProfileFile(file, { refuse: refuseForeignFile });
        if (!profile.ok) return profile;
        this.#bundles.set(dir, bundle.withProfile(artefact, profile.value));
        return ok({});
      }),
    'profile.check': async ({ bytes, name }) => {
      const profile = await inspectProfile(bytes, name);
      return profile.ok ? ok({}) : profile;
    },
    ...profileAnswers((dir, use) => this.#with(dir, use)),
    ...traceDiffAnswers(),
    ...traceSummaryAnswers(),
    ...growthAnswers((dir, use) => this.#with(dir, use)),
    ...heapAnswers((path, use) => this.#withHeap(path, use)),
    ...goroutineAnswers(({ bundle: dir, withGraph }, use) =>
      this.#with(dir, (bundle) => ok(use(this.#goroutinesOf(bundle, withGraph)))),
    ),
    'source.evidence': ({ bundle: dir, file }) =>
      this.#with(dir, (bundle) => {
        const sites = computeSites(bundle.heapProfiles(), bundle.isUserFunction);
        const counts = countAtPlaces(this.#goroutinesOf(bundle, false).table);
        return ok(computeLineEvidence(file, sites.ok ? sites.value.sites : [], counts));
      }),
  };

  async #with<T>(dir: string, use: Use<T>): Promise<Result<T, Failure>> {
    let opening = this.#opening.get(dir);
    if (opening === undefined) {
      opening = this.#open(dir).finally(() => this.#opening.delete(dir));
      this.#opening.set(dir, opening);
    }
    const opened = await opening;
    return opened.ok ? use(opened.value) : err(opened.error);
  }

  async #open(dir: string): Promise<Result<OpenBundle, Failure>> {
    const known = this.#bundles.get(dir);
    // A series that is being watched grows under its handle.
    const opened = known === undefined ? await OpenBundle.open(dir) : ok(await known.renewed());
    if (opened.ok) this.#bundles.set(dir, opened.value);
    return opened;
  }

  /** A handle is a bundle's folder, or the path of a snapshot file. */
  async #withHeap<T>(
    path: string,
    use: (views: HeapViews) => Result<T, Failure>,
  ): Promise<Result<T, Failure>> {
    if (!existsSync(path)) {
      const message = `There is no bundle and no memory snapshot at ${path}.`;
      return err({ code: 'disk', message });
    }
    const views = isSnapshotFile(path)
      ? await this.#snapshots.open(path)
      : await this.#with(path, (bundle) => bundle.heapViews());
    return views.ok ? use(views.value) : views;
  }

  /** Reads the folder anew: it may have changed since it was last judged. */
  async #fresh<T>(dir: string, use: Use<T>): Promise<Result<T, Failure>> {
    const opened = await OpenBundle.open(dir);
    if (!opened.ok) return err(opened.error);
    this.#bundles.set(dir, opened.value);
    return use(opened.value);
  }

  #goroutinesOf(bundle: OpenBundle, withGraph: boolean): BundleGoroutines {
    const tables = this.#goroutines[withGraph ? 'with' : 'without'];
    const known = tables.get(bundle);
    if (known) return known;
    const goroutines = new BundleGoroutines(bundle, withGraph);
    tables.set(bundle, goroutines);
    return goroutines;
  }
}
