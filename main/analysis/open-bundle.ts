import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import {
  metricsSampleSchema,
  type Artefact,
  type Manifest,
  type MetricsSample,
} from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';
import type { TimedDump } from '../../app/domain/correlate/goroutine-groups';
import { createUserFilter } from '../../app/domain/correlate/user-module';
import { computeTraceProfile, type TraceAnalysis } from '../../app/domain/exectrace';
import { HeapViews, type AnalyzedHeap, type HeapGoroutine } from '../../app/domain/heap';
import { parseGoroutineText } from '../../app/domain/pprof/goroutine-text';
import type { Profile } from '../../app/domain/pprof/profile';
import type { TimedProfile } from '../../app/domain/pprof/stack-series';
import { readManifest } from '../capture/open-session';
import { artefactsOf, findArtefact, readArtefact } from './bundle-files';
import { openHeap, openStacks } from './open-heap';
import { readProfileFile, readProfileFileSync } from './profile-file';
import { analyzeTraceFile } from './trace-file';
import { traceProfileAt } from './trace-profiles';

/** A session folder with its artefacts decoded when first asked for, and kept. */
export class OpenBundle {
  readonly #cache = new Map<string, unknown>();
  readonly isUserFunction: (name: string) => boolean;

  readonly #savedAs: string;

  private constructor(
    readonly dir: string,
    readonly manifest: Manifest,
    savedAs: string,
  ) {
    this.#savedAs = savedAs;
    this.isUserFunction = createUserFilter([manifest.target.module]);
  }

  static async open(dir: string): Promise<Result<OpenBundle, Failure<'not-a-bundle'>>> {
    const savedAs = await identifyManifest(dir);
    const manifest = await readManifest(dir);
    return manifest.ok ? ok(new OpenBundle(dir, manifest.value, savedAs)) : manifest;
  }

  /** Itself; when the manifest was written anew, one of the new manifest that keeps the profiles decoded so far. */
  async renewed(): Promise<OpenBundle> {
    if ((await identifyManifest(this.dir)) === this.#savedAs) return this;
    const opened = await OpenBundle.open(this.dir);
    if (!opened.ok) return this;
    for (const { path } of opened.value.manifest.artefacts) {
      const key = `profile ${path}`;
      if (this.#cache.has(key)) opened.value.#cache.set(key, this.#cache.get(key));
    }
    return opened.value;
  }

  /** Wall clock of the recording's start, ms: second 0 of every series. */
  get startedAtMs(): number {
    const record = this.manifest.steps.find((step) => step.name === 'record');
    return record?.startedAtMs ?? this.manifest.artefacts[0]?.startedAtMs ?? 0;
  }

  /** For what cannot wait; `loadProfile` is quicker for a large one. */
  profile(path: string): Result<Profile, Failure> {
    return this.#once(`profile ${path}`, () => {
      const delays = traceProfileAt(this.manifest, path);
      if (delays !== undefined) {
        const trace = this.trace();
        return trace.ok ? ok(computeTraceProfile(trace.value, delays)) : trace;
      }
      const file = findArtefact(this.dir, path);
      return file.ok ? readProfileFileSync(file.value) : file;
    });
  }

  /** Reads a profile piece by piece, inflating beside it, once; `profile` then has it. */
  loadProfile(path: string): Promise<Result<Profile, Failure>> {
    const isTraced = traceProfileAt(this.manifest, path) !== undefined;
    if (isTraced || this.#cache.has(`profile ${path}`)) return Promise.resolve(this.profile(path));
    return this.#once(`loading ${path}`, async () => {
      const file = findArtefact(this.dir, path);
      const profile = file.ok ? await readProfileFile(file.value) : file;
      this.#cache.set(`profile ${path}`, profile);
      this.#cache.delete(`loading ${path}`);
      return profile;
    });
  }

  /** The bundle with a profile that was read elsewhere, whose artefact the manifest does not name yet. */
  withProfile(artefact: Artefact, profile: Profile): OpenBundle {
    const { manifest } = this;
    const artefacts = [...manifest.artefacts, artefact];
    const bundle = new OpenBundle(this.dir, { ...manifest, artefacts }, this.#savedAs);
    bundle.#cache.set(`profile ${artefact.path}`, ok(profile));
    return bundle;
  }

  /** Heap profiles in order of time; those that cannot be read are left out. */
  heapProfiles(): readonly TimedProfile[] {
    return artefactsOf(this.manifest, 'heap-profile').flatMap(({ path, startedAtMs }) => {
      const profile = this.profile(path);
      return profile.ok ? [{ atSeconds: this.#seconds(startedAtMs), profile: profile.value }] : [];
    });
  }

  dumps(): readonly TimedDump[] {
    return artefactsOf(this.manifest, 'goroutine-text').flatMap((artefact) => this.#dump(artefact));
  }

  /** The last only: each of a large program takes a second. */
  lastDump(): TimedDump | undefined {
    const artefacts = [...artefactsOf(this.manifest, 'goroutine-text')].reverse();
    for (const artefact of artefacts) for (const dump of this.#dump(artefact)) return dump;
    return undefined;
  }

  /** None when it cannot be read. */
  #dump({ path, startedAtMs }: Artefact): readonly TimedDump[] {
    return this.#once(`dump ${path}`, () => {
      const bytes = readArtefact(this.dir, path);
      if (!bytes.ok) return [];
      const text = parseGoroutineText(new TextDecoder().decode(bytes.value));
      if (!text.ok) return [];
      return [{ atSeconds: this.#seconds(startedAtMs), goroutines: text.value.goroutines }];
    });
  }

  /** Goroutines that Go's own leak profile marks in any of its answers; undefined without one. */
  leaked(): ReadonlySet<number> | undefined {
    return this.#once('leaked', () => {
      const texts = artefactsOf(this.manifest, 'goroutineleak-text').flatMap(({ path }) => {
        const bytes = readArtefact(this.dir, path);
        const text = bytes.ok ? parseGoroutineText(new TextDecoder().decode(bytes.value)) : bytes;
        return text.ok ? [text.value.goroutines] : [];
      });
      if (texts.length === 0) return undefined;
      return new Set(texts.flat().flatMap(({ goid, leaked }) => (leaked ? [goid] : [])));
    });
  }

  metrics(): readonly MetricsSample[] {
    return this.#once('metrics', () =>
      artefactsOf(this.manifest, 'metrics').flatMap(({ path }) => {
        const bytes = readArtefact(this.dir, path);
        return bytes.ok ? parseMetrics(new TextDecoder().decode(bytes.value)) : [];
      }),
    );
  }

  trace(): Result<TraceAnalysis, Failure> {
    return this.#once('trace', () => {
      const artefact = artefactsOf(this.manifest, 'trace')[0];
      if (!artefact) return err(this.#whyMissing('record', 'No execution trace was recorded.'));
      const trace = analyzeTraceFile(join(this.dir, artefact.path));
      if (trace.ok) return trace;
      return err({ ...trace.error, remedy: 'Record again; the other legs do not need it.' });
    });
  }

  /** Seconds from the recording's start to the trace's. */
  traceStartSeconds(): number {
    return this.#seconds(artefactsOf(this.manifest, 'trace')[0]?.startedAtMs ?? 0);
  }

  heap(): Result<AnalyzedHeap, Failure> {
    return this.#once('heap', () => this.#fromSnapshot(openHeap));
  }

  get hasSnapshot(): boolean {
    return artefactsOf(this.manifest, 'heap-snapshot').length > 0;
  }

  /** Goroutines of the memory snapshot as far as their stacks tell; the graph is not waited for. */
  stoppedGoroutines(): Result<readonly HeapGoroutine[], Failure> {
    return this.#once('stacks', () => this.#fromSnapshot(openStacks));
  }

  #fromSnapshot<T>(
    open: (snapshot: Uint8Array, program: Uint8Array, name: string) => Result<T, Failure>,
  ): Result<T, Failure> {
    const snapshot = artefactsOf(this.manifest, 'heap-snapshot')[0];
    if (!snapshot) return err(this.#whyMissing('snapshot', 'No memory snapshot was taken.'));
    const binary = artefactsOf(this.manifest, 'program')[0];
    const program = binary && readArtefact(this.dir, binary.path);
    if (!program?.ok) return program ?? err(missingProgram);
    const bytes = readArtefact(this.dir, snapshot.path);
    return bytes.ok ? open(bytes.value, program.value, snapshot.path) : bytes;
  }

  /** Tables over the memory snapshot. */
  heapViews(): Result<HeapViews, Failure> {
    return this.#once('heap views', () => {
      const heap = this.heap();
      return heap.ok ? ok(new HeapViews(heap.value)) : heap;
    });
  }

  #seconds(atMs: number): number {
    return (atMs - this.startedAtMs) / 1000;
  }

  #whyMissing(step: 'record' | 'snapshot', fallback: string): Failure {
    const steps = this.manifest.steps;
    return (
      steps.find(({ name, failure }) => name === step && failure)?.failure ??
      steps.find(({ failure }) => failure)?.failure ?? { code: 'unsupported', message: fallback }
    );
  }

  #once<T>(key: string, compute: () => T): T {
    if (!this.#cache.has(key)) this.#cache.set(key, compute());
    return this.#cache.get(key) as T;
  }
}

/** Which writing of the manifest lies on disk: each is a file of its own, renamed into place. */
async function identifyManifest(dir: string): Promise<string> {
  const found = await stat(join(dir, 'manifest.json')).catch(() => undefined);
  return found === undefined ? '' : `${found.ino} ${found.mtimeMs} ${found.size}`;
}

function parseMetrics(text: string): MetricsSample[] {
  return text.split('\n').flatMap((line) => {
    try {
      const sample = metricsSampleSchema.safeParse(JSON.parse(line));
      return sample.success ? [sample.data] : [];
    } catch {
      return []; // the last line of a recording that was cut off
    }
  });
}

const missingProgram: Failure = {
  code: 'not-a-bundle',
  message: 'The bundle lacks the executable, without which its memory snapshot cannot be read.',
};
