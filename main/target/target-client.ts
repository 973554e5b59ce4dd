import type { Failure } from '../../app/contract/failure';
import type { MetricsSample } from '../../app/contract/manifest';
import type { Result } from '../../app/contract/result';

export type TargetFailure = Failure<
  | 'cancelled'
  | 'target-exited'
  | 'agent-unreachable'
  | 'endpoint-not-found'
  | 'unsupported'
  | 'timeout'
  | 'disk'
>;

export interface TargetInfo {
  readonly pid: number;
  /** As `runtime.Version` says it: `go1.26.8`. */
  readonly goVersion: string;
  /** The target's wall clock, ms since the epoch. */
  readonly wallMs: number;
  /** CLOCK_MONOTONIC of the target in ns, the clock of its traces; undefined when unknown. */
  readonly monotonicNs: bigint | undefined;
  /** Sampling period of the heap profile in bytes; undefined when unknown. */
  readonly memProfileRate: number | undefined;
}

export interface ContentionRates {
  readonly blockNs: number;
  readonly mutexFraction: number;
}

/** What a client delivers, together with a command by which a person gets the like. */
export const clientRequests = [
  'heap-profile',
  'goroutine-profile',
  'goroutine-text',
  'metrics',
  'trace',
  'flight-record',
] as const;
export type ClientRequest = (typeof clientRequests)[number];

/** The target program as a source of evidence. Each request may end as `unsupported`. */
export interface TargetClient {
  readonly kind: 'agent' | 'http-pprof';
  /** profile.proto, gzip. */
  heapProfile(options: { readonly forceGc: boolean }): Promise<Result<Uint8Array, TargetFailure>>;
  /** profile.proto, gzip. */
  goroutineProfile(): Promise<Result<Uint8Array, TargetFailure>>;
  /** Every goroutine with its own stack: the text of debug=2. */
  goroutineText(): Promise<Result<Uint8Array, TargetFailure>>;
  /** Any profile of `runtime/pprof`: profile.proto, gzip, or the text of debug=2. */
  profile(
    name: string,
    options?: { readonly text?: boolean | undefined },
  ): Promise<Result<Uint8Array, TargetFailure>>;
  /** Names of the profiles that the target has; undefined when it does not tell. */
  profileNames(): Promise<Result<readonly string[] | undefined, TargetFailure>>;
  /** Records a CPU profile into `file`; an abort ends the recording early. */
  cpuProfile(
    file: string,
    durationMs: number,
    signal?: AbortSignal,
  ): Promise<Result<void, TargetFailure>>;
  /**
   * Switches block and mutex profiles on, which are off unless the program does it itself: a cost for every wait. One
   * block event is recorded per `blockNs` of waiting on average, one mutex event in `mutexFraction`; 0 leaves as it is.
   */
  enableContention(rates: ContentionRates): Promise<Result<void, TargetFailure>>;
  metrics(): Promise<Result<MetricsSample, TargetFailure>>;
  /** Records an execution trace into `file`; an abort ends the recording early. */
  trace(
    file: string,
    durationMs: number,
    signal?: AbortSignal,
  ): Promise<Result<void, TargetFailure>>;
  /** Keeps the last moments in the target's memory, for `writeFlightRecord`. Go 1.25 or newer. */
  startFlightRecorder(minAgeMs: number, maxBytes: number): Promise<Result<void, TargetFailure>>;
  /** Writes them to `file`; the recorder runs on. */
  writeFlightRecord(file: string): Promise<Result<void, TargetFailure>>;
  stopFlightRecorder(): Promise<Result<void, TargetFailure>>;
  forceGc(): Promise<Result<void, TargetFailure>>;
  info(): Promise<Result<TargetInfo, TargetFailure>>;
  /** A command by which a person gets the like while the target runs. */
  commandFor(request: ClientRequest, durationMs?: number): string;
  /** The same for `profile`, and with a duration for `cpuProfile`. */
  commandForProfile(
    name: string,
    options?: { readonly text?: boolean | undefined; readonly durationMs?: number | undefined },
  ): string;
  /** Lets go of the target. A target launched by us ends with it. */
  close(): void;
}
