import type { MessagePort } from 'node:worker_threads';
import type { Failure } from '../../app/contract/failure';
import type { Result } from '../../app/contract/result';
import type { TimelineSummary } from '../../app/contract/timeline';
import type { TimelineQuestion } from './timeline-answers';

/** What a timeline worker is started with. */
export interface TimelineTask {
  /** The trace. */
  readonly file: string;
  /** Where its tiles are, or go once they are complete; and until then. */
  readonly tiles: string;
  readonly part: string;
  /** What the trace is: tiles of another stamp are made anew. */
  readonly stamp: string;
  readonly port: MessagePort;
  /** Wall clock of the recording, where the trace is part of one. */
  readonly recording: RecordingTimes | undefined;
}

export interface RecordingTimes {
  /** Second 0 of the recording, ms since the epoch. */
  readonly startedAtMs: number;
  readonly traceStartedAtMs: number;
  readonly heapProfilesMs: readonly number[];
}

export interface TimelineAsk {
  readonly id: number;
  readonly name: TimelineQuestion | 'summary';
  readonly input: unknown;
}

export type TimelineSays =
  | { readonly id: number; readonly answer: Result<unknown, Failure> }
  | { readonly endNs: number; readonly share: number };

/** What the worker knows of itself; the handle is given by its owner. */
export type WorkerSummary = Omit<TimelineSummary, 'trace'>;
