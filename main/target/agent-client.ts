import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { metricsSampleSchema, type MetricsSample } from '../../app/contract/manifest';
import { err, ok, type Result } from '../../app/contract/result';
import { quoteWord } from '../build/shell-words';
import type { AgentConnection } from './agent-connection';
import { pause } from './pause';
import type {
  ClientRequest,
  ContentionRates,
  TargetClient,
  TargetFailure,
  TargetInfo,
} from './target-client';

const infoSchema = z.object({
  pid: z.number().int(),
  goVersion: z.string(),
  wallMs: z.number(),
  monotonicNs: z.string().regex(/^\d+$/),
  memProfileRate: z.number().int(),
});

/** A collection of a large heap takes seconds; a profile of very many goroutines too. */
const slowMs = 120_000;

/** The target through the agent that was built into it. */
export class AgentClient implements TargetClient {
  readonly kind = 'agent';
  readonly #connection: AgentConnection;
  readonly #socketPath: string;
  /** A failure as the owner of the process knows it: "it exited", not "the connection broke". */
  readonly #explain: (failure: TargetFailure) => Promise<TargetFailure>;

  constructor(
    connection: AgentConnection,
    socketPath: string,
    explain: (failure: TargetFailure) => Promise<TargetFailure> = (failure) =>
      Promise.resolve(failure),
  ) {
    this.#connection = connection;
    this.#socketPath = socketPath;
    this.#explain = explain;
  }

  heapProfile({
    forceGc,
  }: {
    readonly forceGc: boolean;
  }): Promise<Result<Uint8Array, TargetFailure>> {
    return this.#ask(`profile heap 0${forceGc ? ' gc' : ''}`, slowMs);
  }

  goroutineProfile(): Promise<Result<Uint8Array, TargetFailure>> {
    return this.#ask('profile goroutine 0', slowMs);
  }

  goroutineText(): Promise<Result<Uint8Array, TargetFailure>> {
    return this.#ask('profile goroutine 2', slowMs);
  }

  profile(
    name: string,
    { text = false }: { readonly text?: boolean | undefined } = {},
  ): Promise<Result<Uint8Array, TargetFailure>> {
    if (/\s/.test(name)) return Promise.resolve(err(unspeakable(name)));
    return this.#ask(`profile ${name} ${text ? 2 : 0}`, slowMs);
  }

  async profileNames(): Promise<Result<readonly string[], TargetFailure>> {
    const names = await this.#ask('profiles');
    if (!names.ok) return names;
    return ok(Buffer.from(names.value).toString('utf8').split('\n').filter(Boolean));
  }

  async cpuProfile(
    file: string,
    durationMs: number,
    signal?: AbortSignal,
  ): Promise<Result<void, TargetFailure>> {
    const started = await this.#onFile('cpu-start', file);
    if (!started.ok) return started;
    await pause(durationMs, signal);
    const stopped = await this.#ask('cpu-stop', slowMs);
    return stopped.ok ? ok(undefined) : stopped;
  }

  async enableContention({
    blockNs,
    mutexFraction,
  }: ContentionRates): Promise<Result<void, TargetFailure>> {
    const done = await this.#ask(`rates ${blockNs} ${mutexFraction}`);
    return done.ok ? ok(undefined) : done;
  }

  metrics(): Promise<Result<MetricsSample, TargetFailure>> {
    return this.#askJson('metrics', metricsSampleSchema);
  }

  async trace(
    file: string,
    durationMs: number,
    signal?: AbortSignal,
  ): Promise<Result<void, TargetFailure>> {
    const started = await this.#onFile('trace-start', file);
    if (!started.ok) return started;
    await pause(durationMs, signal);
    const stopped = await this.#ask('trace-stop', slowMs);
    if (!stopped.ok) return stopped;
    const written = await stat(file).catch(() => undefined);
    if (written !== undefined && written.size > 0) return ok(undefined);
    return err({ code: 'disk', message: `The target did not write its trace to ${file}.` });
  }

  async forceGc(): Promise<Result<void, TargetFailure>> {
    const done = await this.#ask('gc', slowMs);
    return done.ok ? ok(undefined) : done;
  }

  /** From now on the target ends when this connection does, however that comes about. */
  async hold(): Promise<Result<void, TargetFailure>> {
    const done = await this.#ask('hold');
    return done.ok ? ok(undefined) : done;
  }

  async info(): Promise<Result<TargetInfo, TargetFailure>> {
    const reply = await this.#askJson('info', infoSchema);
    if (!reply.ok) return reply;
    const { monotonicNs, ...rest } = reply.value;
    return ok({ ...rest, monotonicNs: monotonicNs === '0' ? undefined : BigInt(monotonicNs) });
  }

  async startFlightRecorder(
    minAgeMs: number,
    maxBytes: number,
  ): Promise<Result<void, TargetFailure>> {
    const done = await this.#ask(`flight-start ${minAgeMs} ${maxBytes}`);
    if (done.ok) return ok(undefined);
    const info = await this.info();
    if (!info.ok || hasFlightRecorder(info.value.goVersion)) return done;
    return err({
      code: 'unsupported',
      message: `The target was built with ${info.value.goVersion}; the flight recorder came with Go 1.25.`,
      remedy:
        'Build it with a newer Go to keep its last seconds (GOTOOLCHAIN=go1.25.5 selects one for a run), or make the recording shorter: its trace covers the middle third.',
    });
  }

  writeFlightRecord(file: string): Promise<Result<void, TargetFailure>> {
    return this.#onFile('flight-write', file);
  }

  async stopFlightRecorder(): Promise<Result<void, TargetFailure>> {
    const done = await this.#ask('flight-stop');
    return done.ok ? ok(undefined) : done;
  }

  commandForProfile(
    name: string,
    options: { readonly text?: boolean | undefined; readonly durationMs?: number | undefined } = {},
  ): string {
    const { text = false, durationMs = 0 } = options;
    if (name === 'cpu') return `${this.#send(`cpu ${durationMs}`)} > cpu.pb.gz`;
    const send = this.#send(`profile ${name} ${text ? 2 : 0}`);
    return text ? send : `${send} > ${name}.pb.gz`;
  }

  #send(line: string): string {
    return `printf 'raw ${line}\\n' | nc -U ${quoteWord(this.#socketPath)}`;
  }

  commandFor(request: ClientRequest, durationMs = 0): string {
    const send = (line: string) => this.#send(line);
    switch (request) {
      case 'heap-profile':
        return `${send('profile heap 0 gc')} > heap.pb.gz`;
      case 'goroutine-profile':
        return `${send('profile goroutine 0')} > goroutine.pb.gz`;
      case 'goroutine-text':
        return send('profile goroutine 2');
      case 'metrics':
        return send('metrics');
      case 'trace':
        return `${send(`trace ${durationMs}`)} > trace.out`;
      case 'flight-record':
        return send('flight-write /tmp/flight.trace');
    }
  }

  close(): void {
    this.#connection.close();
  }

  async #onFile(verb: string, file: string): Promise<Result<void, TargetFailure>> {
    if (file.includes('\n')) {
      return err({ code: 'disk', message: 'A file name with a line break cannot be handed over.' });
    }
    const done = await this.#ask(`${verb} ${file}`);
    return done.ok ? ok(undefined) : done;
  }

  async #ask(request: string, timeoutMs?: number): Promise<Result<Uint8Array, TargetFailure>> {
    const answer = await this.#connection.request(request, timeoutMs);
    return answer.ok ? answer : err(await this.#explain(answer.error));
  }

  async #askJson<T>(request: string, schema: z.ZodType<T>): Promise<Result<T, TargetFailure>> {
    const answer = await this.#ask(request);
    if (!answer.ok) return answer;
    const text = Buffer.from(answer.value).toString('utf8');
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return ok(parsed.data);
    const message = `The agent answered "${request}" in a way that is not understood.`;
    return err({ code: 'agent-unreachable', message, detail: text });
  }
}

/** `go1.25.5` and newer; what is no release is taken for new. */
function hasFlightRecorder(goVersion: string): boolean {
  const minor = /^go1\.(\d+)/.exec(goVersion)?.[1];
  return minor === undefined || Number(minor) >= 25;
}
const unspeakable = (name: string): TargetFailure => ({
  code: 'unsupported',
  message: `The agent cannot be asked for a profile named "${name}".`,
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
