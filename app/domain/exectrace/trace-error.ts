/** Why a trace cannot be read at all. What goes wrong after the first events is a TraceWarning. */
export type TraceError =
  | { readonly code: 'not-a-trace' }
  /** Written by a Go that we do not read: `go` is the version the header names, `1.21`. */
  | { readonly code: 'unsupported-version'; readonly go: string; readonly older: boolean }
  /** The header is right, but not one generation could be read. `at` is a byte offset. */
  | { readonly code: 'damaged'; readonly at: number; readonly reason: string }
  | { readonly code: 'cancelled' };

/** The events stop here, before the end of the file; everything before is good. */
export interface TraceWarning {
  /** Byte offset of the batch, or of the generation, that could not be used. */
  readonly at: number;
  /** Generations read to their end before this place. */
  readonly completeGenerations: number;
  readonly reason: string;
}

/** The error as a sentence with what can be done. */
export function formatTraceError(error: TraceError): string {
  switch (error.code) {
    case 'not-a-trace':
      return 'This is not a Go execution trace.';
    case 'unsupported-version':
      return error.older
        ? `This trace has the format of Go ${error.go}; traces of Go 1.22 and newer can be read.`
        : `This trace has the format of Go ${error.go}, which the reader does not know yet (it knows 1.22 to 1.26).`;
    case 'damaged':
      return `The trace is damaged at byte ${error.at}: ${error.reason}.`;
    case 'cancelled':
      return 'Reading the trace was cancelled.';
  }
}

/** The warning as a sentence. */
export function formatTraceWarning(warning: TraceWarning): string {
  const generations = warning.completeGenerations === 1 ? 'generation' : 'generations';
  return `The trace could be read up to byte ${warning.at} (${warning.completeGenerations} complete ${generations}): ${warning.reason}.`;
}
