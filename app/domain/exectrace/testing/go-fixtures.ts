import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
/** The Go programs that make traces, a folder each. */
const programs = path('../testdata');
const oracles = path('../../../../scripts/oracle');

/** One Go of each format, oldest first. */
export const toolchains = [
  { go: 'go1.22.12', version: 22 },
  { go: 'go1.24.10', version: 23 },
  { go: 'go1.25.5', version: 25 },
  { go: 'go1.27.4', version: 26 },
] as const;

export interface GoldenTrace {
  readonly name: string;
  readonly file: string;
  readonly expected: 'SUCCESS' | 'FAILURE';
}

/** Builds and runs the Go programs of these tests in a folder of its own. */
export class GoFixtures {
  private readonly folder = mkdtempSync(join(tmpdir(), 'trivet-exectrace-'));

  /**
   * Records testdata/shapes, built by the given Go; `local` is the installed one. A generation lasts a
   * second, unless `generationMs` says otherwise.
   */
  record(go: string, milliseconds: number, generationMs = 1000): string {
    const debug = `traceadvanceperiod=${generationMs * 1e6}`;
    return this.run(go, 'shapes', debug, String(milliseconds));
  }

  /** Records testdata/chain. */
  recordChain(go: string): string {
    return this.run(go, 'chain', '');
  }

  private run(go: string, program: string, debug: string, ...args: string[]): string {
    const binary = join(this.folder, `${program}-${go}`);
    const trace = join(this.folder, `${[program, go, debug, ...args].join('-')}.trace`);
    const env = { ...process.env, ...(go === 'local' ? {} : { GOTOOLCHAIN: go }) };
    const cwd = join(programs, program);
    execFileSync('go', ['build', '-o', binary, '.'], { cwd, env, stdio: 'pipe' });
    const run = debug === '' ? env : { ...env, GODEBUG: debug };
    execFileSync(binary, [trace, ...args], { env: run, stdio: 'pipe' });
    return trace;
  }

  /** Records one mode of testdata/programs, in short generations; `debug` goes to GODEBUG. */
  recordProgram(go: string, mode: string, procs: number, debug = ''): string {
    const binary = join(this.folder, `programs-${go}`);
    const trace = join(this.folder, `${go}-${mode}-${procs}.trace`);
    const env = { ...process.env, GOTOOLCHAIN: go, CGO_ENABLED: '1' };
    const cwd = join(programs, 'programs');
    execFileSync('go', ['build', '-o', binary, '.'], { cwd, env, stdio: 'pipe' });
    const GODEBUG = `traceadvanceperiod=20000000,${debug}`;
    const run = { ...env, GOMAXPROCS: String(procs), GODEBUG };
    execFileSync(binary, [mode, trace], { env: run, stdio: 'pipe' });
    return trace;
  }

  /** Golden tests of a Go, as binary traces; `local` is the one that is installed. */
  golden(go: string): readonly GoldenTrace[] {
    const out = join(this.folder, `golden-${go}`);
    const env = { ...process.env, GOTOOLCHAIN: go };
    execFileSync('sh', [join(oracles, 'trace-golden/convert.sh'), out], { env, stdio: 'pipe' });
    const names = readdirSync(out).filter((name) => name.endsWith('.expect'));
    return names.map((expectation) => {
      const name = expectation.replace('.expect', '');
      const expected = readFileSync(join(out, expectation), 'utf8').trim();
      const file = join(out, `${name}.trace`);
      return { name, file, expected: expected === 'SUCCESS' ? 'SUCCESS' : 'FAILURE' };
    });
  }

  /** Builds the printer over Go's own reader. */
  buildPrinter(): (file: string) => string {
    const printer = join(this.folder, 'trace-print');
    execFileSync('sh', [join(oracles, 'trace-print/build.sh'), printer], { stdio: 'pipe' });
    return (file) =>
      execFileSync(printer, [file], { encoding: 'utf8', maxBuffer: 1 << 29, stdio: 'pipe' });
  }

  /** Builds Go's own minimum mutator utilisation: by window length in nanoseconds. */
  buildMmu(): (file: string, windowsNs: readonly number[]) => Map<number, number> {
    const program = join(this.folder, 'trace-mmu');
    execFileSync('sh', [join(oracles, 'trace-mmu/build.sh'), program], { stdio: 'pipe' });
    return (file, windowsNs) => {
      const args = [file, ...windowsNs.map(String)];
      const lines = execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' });
      return new Map(
        lines
          .trim()
          .split('\n')
          .map((line) => line.split(' ').map(Number) as [number, number]),
      );
    };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
