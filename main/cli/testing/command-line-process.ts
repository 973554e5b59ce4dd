import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../cli.ts', import.meta.url));

/** The whole command line in processes of its own: for what only a process has, its standard streams. */
export class CommandLineProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'trivet-cli-'));
  readonly script = join(this.folder, 'cli.cjs');

  async build(): Promise<void> {
    const target = { bundle: true, platform: 'node', format: 'cjs', target: 'node16' } as const;
    await build({ ...target, entryPoints: [entry], outfile: this.script, logLevel: 'error' });
  }

  /** Runs `text` in a shell that knows `trivet`; `$1` and on are `args`. */
  sh(
    text: string,
    ...args: readonly string[]
  ): Promise<{ status: number; out: string; errors: string }> {
    const shell = `trivet() { "${process.execPath}" "${this.script}" "$@"; }\n${text}`;
    return new Promise((resolve) => {
      execFile(
        'bash',
        ['-c', shell, 'bash', ...args],
        { cwd: this.folder, maxBuffer: 1 << 28 },
        (cause, out, errors) => {
          const status = cause?.code ?? 0;
          resolve({ status: Number(status), out, errors });
        },
      );
    });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
