import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';

/** Above this the log becomes `trivet.log.1`, replacing the one before. */
const maxBytes = 1 << 20;

export interface Log {
  readonly path: string;
  info(message: string): void;
  error(message: string, cause?: unknown): void;
}

/** Written synchronously: the last line before a crash is the one that matters. */
export function openLog(dir: string): Log {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'trivet.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxBytes) renameSync(path, `${path}.1`);
  const write = (level: string, text: string) =>
    appendFileSync(path, `${new Date().toISOString()} ${level} ${text}\n`);
  return {
    path,
    info: (message) => write('info', message),
    error: (message, cause) =>
      write('error', cause === undefined ? message : `${message}: ${inspect(cause)}`),
  };
}
