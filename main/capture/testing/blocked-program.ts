import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { runProcess } from '../../process/run-process';
import { startProcess, type RunningProcess } from '../../process/start-process';
import { takeSnapshot, type SnapshotRequest } from '../snapshot';

export const resourcesDir = fileURLToPath(new URL('../../../resources', import.meta.url));
const source = fileURLToPath(new URL('../testdata/blocked', import.meta.url));

export interface Target {
  readonly pid: number;
  /** What it has said so far; goes on growing. */
  readonly lines: readonly string[];
}

/** A folder of its own with the program of testdata/blocked, and the processes started from it. */
export class BlockedProgram {
  readonly dir = mkdtempSync(join(tmpdir(), 'trivet snapshot-'));
  readonly binary = join(this.dir, 'blocked');
  readonly outFile = join(this.dir, 'heap', 'snapshot.trvsnap.gz');
  readonly #running: RunningProcess[] = [];

  async build(out = this.binary, flags: readonly string[] = [], toolchain?: string) {
    const env = toolchain === undefined ? process.env : { ...process.env, GOTOOLCHAIN: toolchain };
    const run = await runProcess('go', ['build', ...flags, '-o', out, '.'], { cwd: source, env });
    if (!run.ok || run.value.status !== 0) throw new Error(JSON.stringify(run));
  }

  /** Starts it and waits until it is ready. */
  async run({
    program = this.binary,
    records = 2000,
    launcher = [],
    env = {},
  }: {
    readonly program?: string;
    readonly records?: number;
    /** A command in front, which executes it. */
    readonly launcher?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
  } = {}): Promise<Target> {
    const lines: string[] = [];
    const [command, ...args] = [...launcher, program, String(records)];
    const started = await startProcess(command, args, {
      env: { ...process.env, ...env },
      onStderrLine: (line) => lines.push(line),
    });
    if (!started.ok) throw new Error(started.error.message);
    this.#running.push(started.value);
    let over = false;
    void started.value.exit.then(() => (over = true));
    while (!lines.includes('ready')) {
      if (over) throw new Error(`it ended: ${lines.join('\n')}`);
      await sleep(10);
    }
    return { pid: started.value.pid, lines };
  }

  take(
    request: Partial<SnapshotRequest> &
      ({ pid: number } | { corePath: string; binaryPath: string }),
  ) {
    const cacheDir = join(this.dir, 'cache');
    return takeSnapshot({
      outFile: this.outFile,
      gdbPath: 'gdb',
      resourcesDir,
      cacheDir,
      ...request,
    });
  }

  /** An executable script. */
  script(name: string, body: string): string {
    const path = join(this.dir, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /**
   * A gdb in which `body` (Python) runs in the middle of the copy, while the target is stopped: after
   * the spans, before the contents of the heap.
   */
  gdbWith(name: string, body: string): string {
    const python = join(this.dir, `${name}.py`);
    const indented = body.replace(/^/gm, '    ');
    writeFileSync(
      python,
      [
        'import os, sys, time',
        `sys.path.insert(0, ${JSON.stringify(join(resourcesDir, 'gdb'))})`,
        'from trivet.collect import Collector',
        'whole = Collector.copy_heap',
        'def in_the_middle(self, *args):',
        indented,
        '    return whole(self, *args)',
        'Collector.copy_heap = in_the_middle',
      ].join('\n'),
    );
    return this.script(name, `exec gdb -iex "source ${python}" "$@"`);
  }

  async endAll(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((process) => process.end()));
  }

  dispose(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export const statusOf = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8');

/** It runs, nobody traces it, and it does its work. */
export async function expectToGoOn({ pid, lines }: Target): Promise<void> {
  const before = lines.length;
  while (lines.length < before + 3) await sleep(10);
  for (const tid of readdirSync(`/proc/${pid}/task`)) {
    const status = readFileSync(`/proc/${pid}/task/${tid}/status`, 'utf8');
    expect(status).toMatch(/^State:\s+[SRD]/m);
    expect(status).toMatch(/^TracerPid:\s+0$/m);
  }
}
