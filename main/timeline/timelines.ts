import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { EventBody, Handlers, Input, Output, Reply } from '../../app/contract/ipc';
import { err, ok, type Result } from '../../app/contract/result';
import { artefactsOf } from '../analysis/bundle-files';
import { readManifest } from '../capture/open-session';
import type { RecordingTimes, WorkerSummary } from './protocol';
import type { TimelineQuestion } from './timeline-answers';
import { TraceWorker } from './trace-worker';

/** Traces held open: each has a thread, its tables and its tiles. */
const maxOpen = 3;

const questions: readonly TimelineQuestion[] = [
  'trace.goroutines',
  'trace.spans',
  'trace.find',
  'trace.next',
  'trace.arrows',
  'trace.at',
  'trace.goroutine',
  'trace.never-ran',
];

interface Recorded {
  readonly file: string;
  /** Folder of the bundle, and the hash of the trace in its manifest. */
  readonly bundle: { readonly dir: string; readonly sha256: string } | undefined;
  readonly recording: RecordingTimes | undefined;
}

/**
 * Timelines that are open, by handle. Tiles are kept in the session folder; those of a trace by
 * itself, or of a folder that cannot be written, in the cache.
 */
export class Timelines {
  readonly #open = new Map<string, TraceWorker>();
  readonly handlers: Handlers = {
    'trace.open': (input) => this.#openTrace(input),
    ...Object.fromEntries(
      questions.map((name) => [name, (input: Input<TimelineQuestion>) => this.#ask(name, input)]),
    ),
  };

  /** @param script path of the bundled worker. */
  constructor(
    private readonly script: string,
    private readonly cacheDir: string,
    private readonly onAdvance: (body: EventBody<'trace.advanced'>) => void,
  ) {}

  async #openTrace({ bundle, path }: Input<'trace.open'>): Promise<Reply<'trace.open'>> {
    const found = bundle === undefined ? ofFile(path) : await ofBundle(bundle);
    if (!found.ok) return found as Reply<'trace.open'>;
    const { file } = found.value;
    const worker = await this.#workerOf(found.value);
    if (!worker.ok) return worker;
    const summary = (await worker.value.ask('summary', {})) as Result<WorkerSummary, Failure>;
    if (!summary.ok) {
      // What could not be read may be there when it is opened again.
      this.#open.delete(file);
      await worker.value.dispose();
      return summary as Reply<'trace.open'>;
    }
    const value: Output<'trace.open'> = { ...summary.value, trace: file };
    return ok(value);
  }

  async #workerOf(recorded: Recorded): Promise<Result<TraceWorker, Failure<'disk'>>> {
    const { file } = recorded;
    const known = this.#open.get(file);
    if (known !== undefined && !known.isLost) return ok(known);
    let place: Place;
    try {
      place = await placeFor(recorded, join(this.cacheDir, 'timeline'));
    } catch (cause) {
      const message = `There is no room for the timeline of ${file}, or it cannot be read.`;
      return err({ code: 'disk', message, detail: String(cause) });
    }
    const part = `${place.tiles}.${process.pid}-${++serial}.part`;
    const task = { file, part, recording: recorded.recording, ...place };
    const worker = new TraceWorker(this.script, task, (endNs, share) =>
      this.onAdvance({ trace: file, endNs, share }),
    );
    this.#open.set(file, worker);
    const [oldest, stale] = this.#open.entries().next().value ?? [];
    if (this.#open.size > maxOpen && oldest !== undefined) {
      this.#open.delete(oldest);
      await stale?.dispose();
    }
    return ok(worker);
  }

  async #ask(name: TimelineQuestion, input: { trace: string }): Promise<Result<unknown, Failure>> {
    const worker = this.#open.get(input.trace);
    if (worker !== undefined) return worker.ask(name, input);
    return err({ code: 'not-a-trace', message: 'This trace is not open any more; open it again.' });
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#open.values()].map((worker) => worker.dispose()));
    this.#open.clear();
  }
}

let serial = 0;

function ofFile(path: string | undefined): Result<Recorded, Failure<'not-a-trace'>> {
  if (path !== undefined) return ok({ file: path, bundle: undefined, recording: undefined });
  return err({ code: 'not-a-trace', message: 'Neither a bundle nor a trace was named.' });
}

async function ofBundle(dir: string): Promise<Result<Recorded, Failure>> {
  const manifest = await readManifest(dir);
  if (!manifest.ok) return manifest;
  const { steps } = manifest.value;
  const trace = artefactsOf(manifest.value, 'trace')[0];
  if (trace === undefined) {
    const failure = steps.find(({ name, failure }) => name === 'record' && failure)?.failure;
    return err(failure ?? { code: 'not-a-trace', message: 'No execution trace was recorded.' });
  }
  const startedAtMs =
    steps.find(({ name }) => name === 'record')?.startedAtMs ??
    manifest.value.artefacts[0]?.startedAtMs ??
    0;
  return ok({
    file: join(dir, ...trace.path.split('/')),
    bundle: { dir, sha256: trace.sha256 },
    recording: {
      startedAtMs,
      traceStartedAtMs: trace.startedAtMs,
      heapProfilesMs: artefactsOf(manifest.value, 'heap-profile').map((each) => each.startedAtMs),
    },
  });
}

interface Place {
  readonly tiles: string;
  readonly stamp: string;
}

/** Tiles kept in the cache. */
const maxCached = 4;

async function placeFor({ file, bundle }: Recorded, cache: string): Promise<Place> {
  const { size, mtimeMs } = await stat(file);
  const stamp = bundle === undefined ? `${size} ${mtimeMs}` : `${size} ${bundle.sha256}`;
  if (bundle !== undefined) {
    const tiles = join(bundle.dir, 'analysis', 'timeline.trvtiles');
    const isWritable = await mkdir(dirname(tiles), { recursive: true })
      .then(() => access(dirname(tiles), constants.W_OK))
      .then(
        () => true,
        () => false,
      );
    if (isWritable) {
      await tidy(dirname(tiles), 1);
      return { tiles, stamp };
    }
  }
  await mkdir(cache, { recursive: true });
  await tidy(cache, maxCached);
  const name = createHash('sha256').update(file).digest('hex').slice(0, 32);
  return { tiles: join(cache, `${name}.trvtiles`), stamp };
}

/** Removes what crashed runs left behind, and all but the newest tiles. */
async function tidy(folder: string, kept: number): Promise<void> {
  const finished: { path: string; mtimeMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const pid = Number(/\.trvtiles\.(\d+)-\d+\.part$/.exec(name)?.[1]);
    if (!Number.isNaN(pid) && !isAlive(pid)) await rm(path, { force: true });
    if (!name.endsWith('.trvtiles')) continue;
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) finished.push({ path, mtimeMs: found.mtimeMs });
  }
  finished.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { path } of finished.slice(kept)) await rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
