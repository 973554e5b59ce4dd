import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const testdata = path('../testdata');
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
   * Records testdata/shapes, built by the given Go; `local` is the installed one. A generation lasts a second, unless
   * `generationMs` says otherwise.
   */
  record(go: string, milliseconds: number, generationMs = 1000): string {
    const trace = join(this.folder, `${go}-${milliseconds}-${generationMs}.trace`);
    const GODEBUG = `traceadvanceperiod=${generationMs * 1e6}`;
    this.run(go, 'shapes', [trace, String(milliseconds)], { GODEBUG });
    return trace;
  }

  /** Records testdata/chain. */
  recordChain(go: string): string {
    const trace = join(this.folder, `chain-${go}.trace`);
    this.run(go, 'chain', [trace], {});
    return trace;
  }

  /** Records one mode of testdata/programs, in short generations. */
  recordProgram(go: string, mode: string, procs: number): string {
    const trace = join(this.folder, `${go}-${mode}-${procs}.trace`);
    const GODEBUG = 'traceadvanceperiod=20000000';
    this.run(go, 'programs', [mode, trace], { GOMAXPROCS: String(procs), GODEBUG });
    return trace;
  }

  private run(go: string, program: string, args: string[], setting: NodeJS.ProcessEnv): void {
    const binary = join(this.folder, `${program}-${go}`);
    const env = { ...process.env, GOTOOLCHAIN: go, CGO_ENABLED: '1' };
    const cwd = join(testdata, program);
    execFileSync('go', ['build', '-o', binary, '.'], { cwd, env, stdio: 'pipe' });
    execFileSync(binary, args, { env: { ...env, ...setting }, stdio: 'pipe' });
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
