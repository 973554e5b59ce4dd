declare const unit: unique symbol;
type Unit<T, Name extends string> = T & { readonly [unit]: Name };

/** Nanoseconds since the first event of the trace; never wall-clock time. */
export type TraceNs = Unit<number, 'trace-ns'>;
/** Elapsed nanoseconds, whichever clock they were read from. */
export type DurationNs = Unit<number, 'duration-ns'>;
/** Milliseconds since the Unix epoch, by this machine's wall clock. */
export type WallMs = Unit<number, 'wall-ms'>;
/** Goroutine id. */
export type GoroutineId = Unit<number, 'goid'>;
