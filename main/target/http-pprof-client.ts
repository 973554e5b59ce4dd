import { createWriteStream } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { MetricsSample } from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';
import { quoteWord } from '../build/shell-words';
import type {
  ClientRequest,
  ContentionRates,
  TargetClient,
  TargetFailure,
  TargetInfo,
} from './target-client';

/** A collection of a large heap takes seconds; a profile of very many goroutines too. */
const slowMs = 120_000;
const maxProfileBytes = 1 << 30;

const paths: Readonly<
  Record<Exclude<ClientRequest, 'metrics' | 'trace' | 'flight-record'>, string>
> = {
  'heap-profile': 'heap?gc=1',
  'goroutine-profile': 'goroutine',
  'goroutine-text': 'goroutine?debug=2',
};

/** net/http/pprof takes whole seconds for a CPU profile, at least one. */
const wholeSeconds = (ms: number) => Math.max(1, Math.round(ms / 1000));
const profilePath = (name: string, text: boolean) =>
  name.split('/').map(encodeURIComponent).join('/') + (text ? '?debug=2' : '');

/** The target through its own net/http/pprof endpoint. It has no metrics. */
export class HttpPprofClient implements TargetClient {
  readonly kind = 'http-pprof';
  /** `http://127.0.0.1:6060/debug/pprof/`, with the slash. */
  readonly endpoint: string;
  readonly #known: { readonly pid: number; readonly goVersion: string };
  readonly #stop = new AbortController();

  constructor(endpoint: string, known: { readonly pid: number; readonly goVersion: string }) {
    this.endpoint = endpoint;
    this.#known = known;
  }

  heapProfile({
    forceGc,
  }: {
    readonly forceGc: boolean;
  }): Promise<Result<Uint8Array, TargetFailure>> {
    return this.#fetch(forceGc ? paths['heap-profile'] : 'heap');
  }

  goroutineProfile(): Promise<Result<Uint8Array, TargetFailure>> {
    return this.#fetch(paths['goroutine-profile']);
  }

  goroutineText(): Promise<Result<Uint8Array, TargetFailure>> {
    return this.#fetch(paths['goroutine-text']);
  }

  profile(
    name: string,
    { text = false }: { readonly text?: boolean | undefined } = {},
  ): Promise<Result<Uint8Array, TargetFailure>> {
    return this.#fetch(profilePath(name, text));
  }

  /** The index page lists them, but in words of its own: asking for one by name tells as much. */
  profileNames(): Promise<Result<undefined, TargetFailure>> {
    return Promise.resolve(ok(undefined));
  }

  cpuProfile(
    file: string,
    durationMs: number,
    signal?: AbortSignal,
  ): Promise<Result<void, TargetFailure>> {
    return this.#save(`profile?seconds=${wholeSeconds(durationMs)}`, file, durationMs, signal);
  }

  enableContention(rates: ContentionRates): Promise<Result<void, TargetFailure>> {
    if (rates.blockNs === 0 && rates.mutexFraction === 0) return Promise.resolve(ok(undefined));
    const message = 'A pprof endpoint cannot switch block and mutex profiles on.';
    const remedy =
      'They are there if the program calls runtime.SetBlockProfileRate and runtime.SetMutexProfileFraction.';
    return Promise.resolve(err({ code: 'unsupported', message, remedy }));
  }

  metrics(): Promise<Result<MetricsSample, TargetFailure>> {
    const message = 'A pprof endpoint gives no runtime metrics.';
    const remedy = 'Launch the program from Trivet to have the metrics series.';
    return Promise.resolve(err({ code: 'unsupported', message, remedy }));
  }

  trace(
    file: string,
    durationMs: number,
    signal?: AbortSignal,
  ): Promise<Result<void, TargetFailure>> {
    return this.#save(`trace?seconds=${durationMs / 1000}`, file, durationMs, signal);
  }

  startFlightRecorder(): Promise<Result<void, TargetFailure>> {
    const message = 'A pprof endpoint has no flight recorder.';
    const remedy = 'Launch the program from Trivet to keep its last seconds.';
    return Promise.resolve(err({ code: 'unsupported', message, remedy }));
  }

  writeFlightRecord(): Promise<Result<void, TargetFailure>> {
    return this.startFlightRecorder();
  }

  stopFlightRecorder(): Promise<Result<void, TargetFailure>> {
    return Promise.resolve(ok(undefined));
  }

  async forceGc(): Promise<Result<void, TargetFailure>> {
    const done = await this.#fetch('heap?gc=1');
    return done.ok ? ok(undefined) : done;
  }

  info(): Promise<Result<TargetInfo, TargetFailure>> {
    const clock = { wallMs: Date.now(), monotonicNs: undefined, memProfileRate: undefined };
    return Promise.resolve(ok({ ...this.#known, ...clock }));
  }

  commandForProfile(
    name: string,
    options: { readonly text?: boolean | undefined; readonly durationMs?: number | undefined } = {},
  ): string {
    const { text = false, durationMs = 0 } = options;
    const path =
      name === 'cpu' ? `profile?seconds=${wholeSeconds(durationMs)}` : profilePath(name, text);
    return this.#curl(path, quoteWord(`${name}.${text ? 'txt' : 'pb.gz'}`));
  }

  #curl(path: string, file: string): string {
    return `curl -s -o ${file} ${quoteWord(this.endpoint + path)}`;
  }

  commandFor(request: ClientRequest, durationMs = 0): string {
    const curl = (path: string, file: string) => this.#curl(path, file);
    switch (request) {
      case 'heap-profile':
        return curl(paths[request], 'heap.pb.gz');
      case 'goroutine-profile':
        return curl(paths[request], 'goroutine.pb.gz');
      case 'goroutine-text':
        return curl(paths[request], 'goroutine.txt');
      case 'trace':
        return curl(`trace?seconds=${durationMs / 1000}`, 'trace.out');
      case 'metrics':
      case 'flight-record':
        return '';
    }
  }

  close(): void {
    this.#stop.abort();
  }

  async #fetch(path: string): Promise<Result<Uint8Array, TargetFailure>> {
    const reply = await this.#open(path, slowMs);
    if (!reply.ok) return reply;
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of reply.value) {
        chunks.push(chunk as Uint8Array);
        bytes += (chunk as Uint8Array).length;
        if (bytes > maxProfileBytes) throw new Error('The answer does not end.');
      }
      return ok(Buffer.concat(chunks));
    } catch (cause) {
      return err(this.#broken(path, cause));
    }
  }

  async #save(
    path: string,
    file: string,
    durationMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Result<void, TargetFailure>> {
    const reply = await this.#open(path, durationMs + slowMs, signal);
    if (!reply.ok) return reply;
    try {
      await pipeline(reply.value, createWriteStream(file));
      return ok(undefined);
    } catch (cause) {
      return err(this.#broken(path, cause, signal));
    }
  }

  #open(
    path: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<Result<IncomingMessage, TargetFailure>> {
    return new Promise((resolve) => {
      const request = get(this.endpoint + path, { timeout: timeoutMs, agent: false });
      const stop = () => request.destroy();
      signal?.addEventListener('abort', stop);
      this.#stop.signal.addEventListener('abort', stop);
      request.once('close', () => {
        signal?.removeEventListener('abort', stop);
        this.#stop.signal.removeEventListener('abort', stop);
      });
      request.once('timeout', () => request.destroy(new Error(`no answer in ${timeoutMs} ms`)));
      request.on('error', (cause) => resolve(err(this.#broken(path, cause, signal))));
      request.once('response', (response) => {
        if (response.statusCode === 200) return resolve(ok(response));
        response.resume();
        const message = `The target answered ${response.statusCode} to ${this.endpoint}${path}.`;
        resolve(err({ code: 'unsupported', message }));
      });
      if (signal?.aborted === true || this.#stop.signal.aborted) stop();
    });
  }

  #broken(path: string, cause: unknown, signal?: AbortSignal): TargetFailure {
    const detail = String(cause);
    if (signal?.aborted === true || this.#stop.signal.aborted) {
      return { code: 'cancelled', message: `The request for ${path} was cancelled.` };
    }
    try {
      process.kill(this.#known.pid, 0);
    } catch (gone) {
      if ((gone as NodeJS.ErrnoException).code === 'ESRCH') {
        const message = `Process ${this.#known.pid} ended before the recording did.`;
        return { code: 'target-exited', message };
      }
    }
    const message = `${this.endpoint}${path} could not be read.`;
    return { code: 'endpoint-not-found', message, detail };
  }
}
