import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync, inflateSync } from 'node:zlib';
import { openProgram, type Program } from '../../gosym';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../../resources/gdb/snapshot.py', import.meta.url));

export interface TakenSnapshot {
  readonly program: Program;
  readonly bytes: Uint8Array;
  /** What the program printed before the snapshot. */
  readonly output: string;
}

/**
 * Builds a program of testdata with a Go release, runs it until it prints READY, copies its heap
 * out with real gdb and ends it.
 */
export async function takeSnapshot(
  name: string,
  goToolchain: string,
  args: readonly string[] = [],
): Promise<TakenSnapshot> {
  const folder = await mkdtemp(join(tmpdir(), 'trivet-heap-'));
  const source = fileURLToPath(new URL(`../testdata/${name}`, import.meta.url));
  try {
    await goBuild(source, ['-o', join(folder, name), '.'], goToolchain);
    return await snapshotProgram(join(folder, name), args);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function goBuild(
  cwd: string,
  args: readonly string[],
  goToolchain: string,
): Promise<void> {
  const env = { ...process.env, GOTOOLCHAIN: goToolchain, GOFLAGS: '' };
  await run('go', ['build', ...args], { cwd, env });
}

/** Runs an executable until it prints READY, copies its heap out with real gdb and ends it. */
export async function snapshotProgram(
  binary: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<TakenSnapshot> {
  const folder = await mkdtemp(join(tmpdir(), 'trivet-heap-'));
  const out = join(folder, 'heap.trvsnap');
  let target: ChildProcess | undefined;
  try {
    const env = { ...process.env, ...environment };
    target = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const output = await untilReady(target);
    const orders = JSON.stringify({ pid: target.pid, binary, out });
    const { stdout } = await run('gdb', ['-nx', '-batch', '-x', script], {
      env: { ...process.env, TRIVET_SNAPSHOT: orders },
    });
    if (!stdout.includes('"done"')) throw new Error(`no snapshot: ${stdout}`);
    const program = openProgram(await readFile(binary), (deflated) => inflateSync(deflated));
    if (!program.ok) throw new Error(`cannot open ${binary}: ${program.error.code}`);
    const file = await readFile(out);
    const bytes = file[0] === 0x1f ? gunzipSync(file) : file;
    return { program: program.value, bytes, output };
  } finally {
    target?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

function untilReady(target: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    target.once('exit', (code) => reject(new Error(`the program ended (${code}): ${output}`)));
    // Programs that must not allocate print with println, which writes to standard error.
    for (const stream of [target.stdout!, target.stderr!]) {
      stream.on('data', (data: Buffer) => {
        output += data.toString();
        if (/^READY.*\n/m.test(output)) resolve(output);
      });
    }
  });
}
