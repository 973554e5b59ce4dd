import { open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { computeLoadBias, readElfHead } from '../../app/domain/gosym/elf-head';
import {
  Annotator,
  type AnnotatedRoutine,
  type Disassembly,
} from '../../app/domain/pprof/assembly/annotate-routine';
import { ObjdumpReader } from '../../app/domain/pprof/assembly/objdump-reader';
import { compareText } from '../../app/domain/pprof/compare-text';
import type { Profile } from '../../app/domain/pprof/profile';
import type { ViewOptions } from '../../app/domain/pprof/view-options';
import { goEnvironment } from '../project/go-command';
import { runProcess } from '../process/run-process';
import { findGo } from '../toolchain/find-go';

export type DisassembleFailure = Failure<
  'go-not-found' | 'go-too-old' | 'unsupported' | 'usage' | 'timeout' | 'cancelled' | 'disk'
>;

/** Notes and program headers lie at the start of a file. */
const headBytes = 1 << 16;
const timeoutMs = 120_000;

/**
 * The code of the symbols that match, with the samples of each instruction, as `go tool pprof -disasm`. The
 * disassembler is `go tool objdump`: it is there wherever Go is, and it is the one that pprof uses.
 * @param binaries where the program may lie, the best first.
 * @param symbols an expression in Go's syntax.
 */
export async function disassemble(
  profile: Profile,
  options: ViewOptions,
  binaries: readonly string[],
  symbols: string,
): Promise<Result<Disassembly & { readonly binary: string }, DisassembleFailure>> {
  const found = await findBinary(profile, binaries);
  if (!found.ok) return found;
  const go = await findGo();
  if (!go.ok) return go;
  const { file, bias } = found.value;
  const annotator = new Annotator(profile, options, bias);
  const routines: AnnotatedRoutine[] = [];
  const reader = new ObjdumpReader((routine) => {
    const annotated = annotator.annotate(routine);
    if (annotated) routines.push(annotated);
  });
  const done = await runProcess(go.value.path, ['tool', 'objdump', '-s', symbols, file], {
    // Not where a go.mod could choose another Go.
    cwd: tmpdir(),
    env: goEnvironment(),
    timeoutMs,
    maxOutputBytes: 1 << 16,
    onStdoutLine: (line) => reader.push(line),
  });
  if (!done.ok) {
    const { code } = done.error;
    return err({ ...done.error, code: code === 'launch-failed' ? 'go-not-found' : code });
  }
  reader.end();
  if (done.value.status !== 0) {
    const isExpression = /^objdump: .*regexp/m.test(done.value.stderr);
    const message = isExpression
      ? `The expression "${symbols}" cannot be used.`
      : `${file} cannot be disassembled.`;
    const detail = done.value.stderr.slice(0, 2000);
    return err({ code: isExpression ? 'usage' : 'unsupported', message, detail });
  }
  routines.sort((l, r) => compareText(l.name, r.name));
  return ok({ type: annotator.type, total: annotator.total, routines, binary: file });
}

/**
 * Where the program of a profile may lie: where it ran, and beside the profile, where `go test -cpuprofile` leaves the
 * binary that it ran in a folder of its own.
 * @param file of the profile; undefined when it came from elsewhere.
 */
export function programsBy({ mappings }: Profile, file: string | undefined): readonly string[] {
  const ran = mappings[0]?.file ?? '';
  if (file === undefined || ran === '') return [ran];
  return [ran, join(dirname(file), basename(ran))];
}

/** The first binary that is there and is the one that was profiled, by its build id where both have one. */
export async function findBinary(
  { mappings }: Profile,
  binaries: readonly string[],
): Promise<Result<{ file: string; bias: bigint }, DisassembleFailure>> {
  const mapping = mappings[0];
  const others: string[] = [];
  for (const file of binaries) {
    const head = await readHead(file);
    if (head === undefined) continue;
    const elf = readElfHead(head);
    const wanted = mapping?.buildId ?? '';
    if (wanted !== '' && elf?.gnuBuildId !== undefined && elf.gnuBuildId !== wanted) {
      others.push(`${file} has build id ${elf.gnuBuildId}, the profile ${wanted}`);
      continue;
    }
    const bias = mapping === undefined ? 0n : computeLoadBias(elf, mapping);
    return ok({ file, bias });
  }
  const looked = binaries.filter((file) => file !== '').join(', ') || 'the profile names none';
  const message =
    others.length > 0
      ? `The program is not the one that was profiled: ${others.join('; ')}.`
      : `The program that was profiled is not at hand (${looked}).`;
  return err({
    code: 'unsupported',
    message,
    remedy: 'Put the program back where it lay, or name it: trivet profile disasm --binary FILE.',
  });
}

/** Undefined when there is no such file. */
async function readHead(file: string): Promise<Uint8Array | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const head = new Uint8Array(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** An expression for exactly this function; its type arguments are written out in the binary. */
export function symbolExpression(name: string): string {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return `^${escaped.replace(/\\\[\\\.\\\.\\\.\\\]/g, '\\[.*\\]')}$`;
}
