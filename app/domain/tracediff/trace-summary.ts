import type { Frame } from '../../contract/frame';
import type { TableName } from './metrics';

/** A function, stack or kind of pause of one trace. */
export interface SummaryRow {
  /** The same for the same thing in another trace, also of another build: without line numbers. */
  readonly key: string;
  /** Wait reason or start function of a stack; empty for none. */
  readonly about: string;
  /** What a blocked goroutine waits for; absent in other tables. */
  readonly kind?: string;
  /** Leaf first; empty for functions and kinds of pause. */
  readonly stack: readonly Frame[];
  /** By metric name; a metric without a value here is absent. */
  readonly values: Readonly<Record<string, number>>;
}

/** What of a trace is compared. Small whatever the trace: all else of it can be let go. */
export interface TraceSummary {
  /** Name of the trace for people: its path. */
  readonly name: string;
  readonly durationNs: number;
  readonly events: number;
  readonly warnings: readonly string[];
  /** By metric name, in its unit; a metric that the trace has no value of is absent. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly tables: Readonly<Record<TableName, readonly SummaryRow[]>>;
}
