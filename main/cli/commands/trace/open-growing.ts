import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import type { GrowingTrace } from '../../../analysis/follow-stats';
import { GrowingFile, GrowingStream } from '../../../analysis/growing-trace';
import { UrlSource, type UrlSourceOptions } from '../../../capture/profile-sources/url-source';

/** A trace that still grows, and what went wrong with where it comes from. */
export interface OpenedTrace {
  readonly trace: GrowingTrace;
  /** Once there is no more: why it came to an end before its own; undefined: it did not. */
  readonly failure: () => Failure | undefined;
  close(): void;
}

/** Opens what a person names: a file that is written, `-`, a pipe, or an address that answers with a trace. */
export function openGrowing(
  named: string,
  options: UrlSourceOptions,
  signal: AbortSignal,
): Result<OpenedTrace, Failure> {
  if (/^https?:\/\//i.test(named)) return openUrl(named, options, signal);
  if (named === '-') {
    if (process.stdin.isTTY) {
      const message = 'Standard input is a terminal, and nothing is piped into it.';
      return err({ code: 'usage', message });
    }
    return ok(openStream(process.stdin, 'Standard input', signal));
  }
  const name = resolve(named);
  const status = statSync(name, { throwIfNoEntry: false });
  if (status !== undefined && !status.isFile() && !status.isDirectory()) {
    return ok(openStream(createReadStream(name), name, signal));
  }
  try {
    if (status?.isDirectory() === true) throw new Error('it is a folder');
    const file = new GrowingFile(name, signal);
    return ok({ trace: file, failure: () => undefined, close: () => file.source.close() });
  } catch (cause) {
    return err({
      code: 'disk',
      message: `${name} cannot be read.`,
      remedy: 'Name the file that the trace is being written to; it must be there already.',
      detail: String(cause),
    });
  }
}

function openStream(from: Readable, name: string, signal: AbortSignal): OpenedTrace {
  const stream = new GrowingStream(name);
  let failure: Failure | undefined;
  const stop = () => {
    stream.end();
    from.destroy();
  };
  from.on('data', (chunk: Uint8Array) => stream.append(chunk));
  from.on('end', () => stream.end());
  from.on('error', (cause) => {
    failure = { code: 'disk', message: `${name} cannot be read.`, detail: String(cause) };
    stream.end();
  });
  signal.addEventListener('abort', stop);
  return { trace: stream, failure: () => failure, close: stop };
}

function openUrl(
  named: string,
  options: UrlSourceOptions,
  signal: AbortSignal,
): Result<OpenedTrace, Failure> {
  const source = UrlSource.parse(named, options);
  if (!source.ok) return source;
  const { name } = source.value;
  const stream = new GrowingStream(name);
  const seconds = Number(new URL(named).searchParams.get('seconds') ?? 1) || 1;
  let failure: Failure | undefined;
  const take = (chunk: Uint8Array) => stream.append(chunk);
  void source.value.stream(take, { seconds, signal }).then((streamed) => {
    if (!streamed.ok && streamed.error.code !== 'cancelled') failure = streamed.error;
    stream.end();
  });
  return ok({ trace: stream, failure: () => failure, close: () => source.value.close() });
}
