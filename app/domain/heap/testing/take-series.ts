import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync, inflateSync } from 'node:zlib';
import { openProgram } from '../../gosym';
import { analyzeHeap, decodeSnapshot, HeapViews } from '..';

const run = promisify(execFile);
const script = fileURLToPath(new URL('../../../../resources/gdb/snapshot.py', import.meta.url));

export interface SnapshotSeries {
  /** Holds the program and the snapshots `1.trvsnap`, `2.trvsnap`, …; the caller removes it. */
  readonly folder: string;
  readonly binary: string;
  readonly files: readonly string[];
}

/** Runs a program of testdata, which says READY and waits for a line, and takes a snapshot each time. */
export async function takeSeries(
  name: string,
  goToolchain: string,
  count: number,
): Promise<SnapshotSeries> {
  const folder = await mkdtemp(join(tmpdir(), 'trivet-series-'));
  const binary = join(folder, name);
  const source = fileURLToPath(new URL(`../testdata/${name}`, import.meta.url));
  const env = { ...process.env, GOTOOLCHAIN: goToolchain, GOFLAGS: '' };
  await run('go', ['build', '-o', binary, '.'], { cwd: source, env });
  const target = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'] });
  const files: string[] = [];
  try {
    const ready = countReady(target);
    for (let i = 1; i <= count; i++) {
      await ready(i);
      const file = join(folder, `${i}.trvsnap`);
      const orders = JSON.stringify({ pid: target.pid, binary, out: file });
      const { stdout } = await run('gdb', ['-nx', '-batch', '-x', script], {
        env: { ...process.env, TRIVET_SNAPSHOT: orders },
      });
      if (!stdout.includes('"done"')) throw new Error(`no snapshot: ${stdout}`);
      files.push(file);
      target.stdin.write('\n');
    }
    return { folder, binary, files };
  } finally {
    target.kill('SIGKILL');
  }
}

/** Resolves when the program has said READY so often. */
function countReady(target: ChildProcess): (times: number) => Promise<void> {
  let output = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((each) => each());
  target.stdout!.on('data', (data: Buffer) => {
    output += data.toString();
    wake();
  });
  target.once('exit', () => {
    ended = true;
    wake();
  });
  return (times) =>
    new Promise((resolve, reject) => {
      const check = () => {
        if (output.split('READY').length > times) resolve();
        else if (ended) reject(new Error(`the program ended: ${output}`));
        else return;
        waiting.delete(check);
      };
      waiting.add(check);
      check();
    });
}

export async function openViews({ binary }: SnapshotSeries, file: string): Promise<HeapViews> {
  const program = openProgram(await readFile(binary), (deflated) => inflateSync(deflated));
  const bytes = await readFile(file);
  const snapshot = decodeSnapshot(new Uint8Array(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes));
  if (!program.ok) throw new Error(program.error.code);
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  const heap = analyzeHeap(snapshot.value, program.value);
  if (!heap.ok) throw new Error(heap.error.code);
  return new HeapViews(heap.value);
}

export const removeSeries = ({ folder }: SnapshotSeries): Promise<void> =>
  rm(folder, { recursive: true, force: true });
