import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openProgram } from '../../app/domain/gosym';
import { analyzeHeap } from '../../app/domain/heap';
import { decodeSnapshot } from '../../app/domain/heap/snapshot';
import { runProcess } from '../process/run-process';
import { BlockedProgram, expectToGoOn } from './testing/blocked-program';

const blocked = new BlockedProgram();
const records = 2000;

beforeAll(() => blocked.build());
afterEach(() => blocked.endAll());
afterAll(() => blocked.dispose());

const isThere = (command: string) => spawnSync(command, ['--version']).error === undefined;
// A pattern with a pipe hands cores to a service; a relative name puts them where the program runs.
const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
const hasKernelCores = process.platform === 'linux' && /^[\w.%-]+$/.test(pattern);

/** The graph of a core file is that of the program: all records, with all that hangs on them. */
async function expectWholeGraph(corePath: string) {
  const outcome = await blocked.take({ corePath, binaryPath: blocked.binary });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  expect(outcome.value.pauseMs).toBe(0);
  const snapshot = decodeSnapshot(gunzipSync(readFileSync(blocked.outFile)));
  const program = openProgram(readFileSync(blocked.binary), (deflated) => inflateSync(deflated));
  if (!snapshot.ok || !program.ok) throw new Error(JSON.stringify([snapshot, program]));
  expect(snapshot.value.header.threads.length).toBeGreaterThan(1);
  const heap = analyzeHeap(snapshot.value, program.value);
  if (!heap.ok) throw new Error(JSON.stringify(heap.error));
  const { analysis } = heap.value;
  expect(analysis.trusted).toBe(true);
  const row = analysis.types.find(({ type }) => type === 'main.record');
  expect(row?.objects).toBe(records);
  expect(analysis.goroutines.length).toBeGreaterThan(60);
}

/** Makes `core…` in a folder of its own. @returns its path. */
function coreIn(folder: string): string {
  const name = readdirSync(folder).find((file) => file.startsWith('core'));
  if (name === undefined) throw new Error(`no core in ${readdirSync(folder).join()}`);
  return join(folder, name);
}

async function dump(command: string, args: readonly string[]): Promise<void> {
  const run = await runProcess(command, args, { cwd: blocked.dir, timeoutMs: 120_000 });
  if (!run.ok) throw new Error(run.error.message);
}

test.skipIf(!isThere('gcore'))('a core of gcore, and the program goes on', async () => {
  const target = await blocked.run({ records });
  await dump('gcore', ['-o', join(blocked.dir, 'core-by-gcore'), String(target.pid)]);
  await expectToGoOn(target);
  await expectWholeGraph(join(blocked.dir, `core-by-gcore.${target.pid}`));
});

// go install github.com/go-delve/delve/cmd/dlv@latest
test.skipIf(!isThere('dlv'))('a core of "dump" in dlv', async () => {
  const target = await blocked.run({ records });
  const core = join(blocked.dir, 'dlv-core');
  const commands = join(blocked.dir, 'commands');
  writeFileSync(commands, 'dump dlv-core\nquit -c\n');
  const args = ['attach', String(target.pid), blocked.binary, '--init', commands];
  await dump('dlv', [...args, '--allow-non-terminal-interactive=true']);
  await expectWholeGraph(core);
});

test.skipIf(!hasKernelCores)(
  'a core of the kernel, and what is wrong with one that is cut or foreign',
  async () => {
    const folder = blocked.dir;
    const body = `cd '${folder}'; ulimit -c unlimited; GOTRACEBACK=crash exec "$@"`;
    const launcher = [blocked.script('with-core', body)];
    const target = await blocked.run({ records, launcher });
    process.kill(target.pid, 'SIGABRT');
    await blocked.endAll();
    const core = coreIn(folder);
    await expectWholeGraph(core);

    const other = join(folder, 'other');
    await blocked.build(other, ['-gcflags=-N -l']);
    expect(await blocked.take({ corePath: core, binaryPath: other })).toMatchObject({
      ok: false,
      error: { code: 'wrong-binary', message: expect.stringContaining('core file') },
    });
    truncateSync(core, 1 << 20);
    expect(await blocked.take({ corePath: core, binaryPath: blocked.binary })).toMatchObject({
      ok: false,
      error: { code: 'core-truncated', remedy: expect.stringContaining('ulimit -c') },
    });
  },
);

test('a core that is not there is told', async () => {
  const corePath = join(blocked.dir, 'none');
  expect(await blocked.take({ corePath, binaryPath: blocked.binary })).toMatchObject({
    ok: false,
    error: { code: 'disk', message: expect.stringContaining('ENOENT') },
  });
});

test('a file that is no core is told', async () => {
  for (const corePath of [blocked.binary, join(blocked.dir, 'empty')]) {
    if (corePath.endsWith('empty')) writeFileSync(corePath, '');
    expect(await blocked.take({ corePath, binaryPath: blocked.binary })).toMatchObject({
      ok: false,
      error: { code: 'not-a-core' },
    });
  }
});
