import type { Failure } from '../../../app/contract/failure';
import type { Result } from '../../../app/contract/result';

export type ProfileSourceFailure = Failure<
  | 'usage'
  | 'cancelled'
  | 'target-not-found'
  | 'target-exited'
  | 'not-a-go-program'
  | 'go-not-found'
  | 'agent-unreachable'
  | 'endpoint-not-found'
  | 'not-a-profile'
  | 'not-a-bundle'
  | 'unsupported'
  | 'timeout'
  | 'disk'
>;

/** One profile that is wanted. */
export interface ProfileRequest {
  /** Name as `runtime/pprof` has it, `cpu` besides; undefined: what the source names, else `heap`. */
  readonly kind?: string | undefined;
  /** A CPU profile of that length; of any other kind the change over it. */
  readonly seconds?: number | undefined;
  /** Collect first, so that the figures in use are those of now. */
  readonly forceGc?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchedProfile {
  /** As the source gave them: profile.proto, mostly gzip. */
  readonly bytes: Uint8Array;
  /** How it was asked for: the hint for telling block from mutex. */
  readonly kind: string;
  /** Wall clock, ms since the epoch. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** A command by which a person gets the like; secrets are left out. */
  readonly command: string;
}

/** Where profiles come from. None of its texts holds a secret. */
export interface ProfileSource {
  readonly kind: 'file' | 'url' | 'agent' | 'attach' | 'bundle';
  /** What the person reads: a path, a URL without credentials, `process 4711`. */
  readonly name: string;
  fetch(request: ProfileRequest): Promise<Result<FetchedProfile, ProfileSourceFailure>>;
  /** Lets go of the source; what runs ends as cancelled. Safe to call twice. */
  close(): void;
}
