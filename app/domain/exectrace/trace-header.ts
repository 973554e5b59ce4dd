import { err, ok, type Result } from '../../contract/result';
import type { TraceVersion } from './trace-analysis';
import type { TraceError } from './trace-error';
import type { TraceSource } from './trace-source';

/** `go 1.26 trace` and zero bytes. */
export const headerSize = 16;

/** Version of the format, from the header. There is no 24: Go 1.24 writes 23; and Go 1.27 writes 26. */
export function readTraceVersion(source: TraceSource): Result<TraceVersion, TraceError> {
  const bytes = source.read(0, headerSize);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  const match = /^go 1\.(\d+) trace\0+$/.exec(text);
  if (match === null || text.length !== headerSize) return err({ code: 'not-a-trace' });
  const minor = Number(match[1]);
  if (minor === 22 || minor === 23 || minor === 25 || minor === 26) return ok(minor);
  return err({ code: 'unsupported-version', go: `1.${minor}`, older: minor < 22 });
}
