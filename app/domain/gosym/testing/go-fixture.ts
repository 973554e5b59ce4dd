import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { openProgram, openSymbolTable, type Inflate, type Program, type SymbolTable } from '..';
import { Memory } from '../../heap/memory';

/** A Go program built for a test, with the toolchain that built it. */
export interface GoFixture {
  readonly binary: string;
  readonly bytes: Uint8Array;
  readonly program: Program;
  /** Runs `go` as it built the program. */
  go(...args: string[]): string;
  /** Runs the program and gives what it prints. */
  run(...args: string[]): string;
  dispose(): void;
}

export const inflate: Inflate = (deflated) => inflateSync(deflated);

/** @param source folder of a main package, as a URL of the test. @param toolchain as GOTOOLCHAIN. */
export function buildFixture(
  source: URL,
  toolchain: string,
  flags: readonly string[] = [],
): GoFixture {
  const folder = mkdtempSync(join(tmpdir(), 'trivet-go-'));
  const binary = join(folder, 'program');
  const env = { ...process.env, GOTOOLCHAIN: toolchain, GOFLAGS: '', GOWORK: 'off' };
  const go = (...args: string[]) =>
    execFileSync('go', args, { cwd: fileURLToPath(source), env, maxBuffer: 2 ** 28 }).toString();
  go('build', ...flags, '-o', binary, '.');
  const bytes = readFileSync(binary);
  const program = openProgram(bytes, inflate);
  if (!program.ok) throw new Error(program.error.code);
  return {
    binary,
    bytes,
    program: program.value,
    go,
    run: (...args) => execFileSync(binary, args).toString(),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs a Python script inside GDB on `binary` and parses the JSON that it prints last. */
export function askGdb(binary: string, script: string): unknown {
  const commands = ['-nx', '-batch', '-iex', 'set auto-load python-scripts off', binary];
  const output = execFileSync(
    'gdb',
    [...commands, '-ex', `python exec(${JSON.stringify(script)})`],
    {
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  ).toString();
  const lines = output.trimEnd().split('\n');
  return JSON.parse(lines[lines.length - 1] ?? '');
}

/** Memory as the program has it before it runs: every segment of the file, writable ones too. */
export function memoryOf({ elf }: Program): Memory {
  return new Memory(elf.segments.filter(({ kind }) => kind === 'load'));
}

/** The function tables of an executable that does not run; not for position-independent ones. */
export function symbolTableOf(program: Program): SymbolTable {
  const table = openSymbolTable(
    memoryOf(program),
    program.dwarf?.layoutOf('runtime.moduledata'),
    program.elf.symbols.get('runtime.firstmoduledata')?.address,
    program.elf.architecture,
  );
  if (!table.ok) throw new Error(table.error.reason);
  return table.value;
}
