import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatBytes, formatMs } from '../../../../app/domain/format/format';
import { executableOfCore } from '../../../../app/domain/gosym';
import type { SnapshotSource } from '../../../capture/snapshot';
import type { SnapshotPhase } from '../../../capture/snapshot-messages';
import type { Verb } from '../../verbs';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import { readPid } from './open-live-heap';
import { takeWithGdb } from './take-with-gdb';

const words: Readonly<Record<SnapshotPhase, string>> = {
  symbols: 'reading types and globals of the binary',
  stopped: 'the program is stopped: copying',
  copying: 'reading the core file',
  writing: 'compressing; a program runs again',
};

/** `trivet heap snapshot PID|CORE -o FILE`: what the object graph needs, out of a process or a core file. */
export const snapshot: Verb = {
  options: {
    out: { type: 'string', short: 'o' },
    binary: { type: 'string' },
    contents: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: ['PID|CORE'],
  async run(values, [target]) {
    const { out, binary } = values as { out?: string; binary?: string };
    if (out === undefined) return { usage: 'Name the file to write: -o FILE.' };
    const source = readSource(target!, binary);
    if (typeof source === 'string') return { usage: source };
    const isJson = values['json'] === true;
    const fail = async (failure: Parameters<typeof printFailure>[0]) => {
      printFailure(failure);
      if (isJson) await printJson({ format: 1, failure });
      return statusOf(failure);
    };
    const controller = new AbortController();
    const interrupt = () => controller.abort();
    process.once('SIGINT', interrupt);
    const progress = (phase: SnapshotPhase) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${words[phase]} …`);
    };
    const outFile = resolve(out);
    const taken = await takeWithGdb({
      ...source,
      ...{ outFile, onProgress: progress, signal: controller.signal },
      withContents: values['contents'] === true,
    });
    process.off('SIGINT', interrupt);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
    if (!taken.ok) return fail(taken.error);
    const { pauseMs, totalMs, copiedBytes, goVersion, goroutines, symbolsFrom, timings, command } =
      taken.value;
    const sizeBytes = statSync(outFile).size;
    if (isJson) {
      const figures = { pauseMs, totalMs, copiedBytes, sizeBytes, goroutines, symbolsFrom };
      await printJson({ format: 1, file: outFile, goVersion, ...figures, timings, command });
      return exitStatus.nothingConfirmed;
    }
    const pause = 'corePath' in source ? '' : `stopped for ${formatMs(pauseMs)} · `;
    process.stdout.write(
      `${out}: ${goVersion} · ${goroutines} goroutines · ${pause}${formatBytes(copiedBytes)} copied, ` +
        `${formatBytes(sizeBytes)} on disk · ${formatMs(totalMs)} in all\n`,
    );
    return exitStatus.nothingConfirmed;
  },
};

/** @returns a line about bad usage instead. */
function readSource(target: string, binary: string | undefined): SnapshotSource | string {
  const pid = readPid(target);
  if (pid !== undefined) {
    return { pid, ...(binary !== undefined && { binaryPath: resolve(binary) }) };
  }
  const corePath = resolve(target);
  if (binary !== undefined) return { corePath, binaryPath: resolve(binary) };
  const named = executableOf(corePath);
  if (named === undefined) {
    return `${target} is taken for a core file, and does not say which program dumped it: name that with --binary FILE.`;
  }
  if (existsSync(named)) return { corePath, binaryPath: named };
  return `${target} was dumped by ${named}, which is not there: name the program with --binary FILE.`;
}

/** The program that a core file says it is of. */
function executableOf(corePath: string): string | undefined {
  let file: number;
  try {
    file = openSync(corePath, 'r');
  } catch {
    return undefined;
  }
  try {
    return executableOfCore((offset, length) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    });
  } finally {
    closeSync(file);
  }
}
