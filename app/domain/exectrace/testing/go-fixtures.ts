import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const shapes = path('../testdata/shapes');
const oracles = path('../../../../scripts/oracle');

/** One Go of each format, oldest first. `local` is the one that is installed. */
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
   * Records testdata/shapes, built by the given Go. A generation lasts a second, unless
   * `generationMs` says otherwise.
   */
  record(go: string, milliseconds: number, generationMs = 1000): string {
    const binary = join(this.folder, `shapes-${go}`);
    const trace = join(this.folder, `${go}-${milliseconds}-${generationMs}.trace`);
    const env = { ...process.env, GOTOOLCHAIN: go };
    execFileSync('go', ['build', '-o', binary, '.'], { cwd: shapes, env, stdio: 'pipe' });
    const run = { ...env, GODEBUG: `traceadvanceperiod=${generationMs * 1e6}` };
    execFileSync(binary, [trace, String(milliseconds)], { env: run, stdio: 'pipe' });
    return trace;
  }

  /** Go's golden tests of the installed release, as binary traces. */
  golden(): readonly GoldenTrace[] {
    const out = join(this.folder, 'golden');
    execFileSync('sh', [join(oracles, 'trace-golden/convert.sh'), out], { stdio: 'pipe' });
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

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
