import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { GoFixtures } from '../../../../app/domain/exectrace/testing/go-fixtures';
import { analyzeTraceFile } from '../../../analysis/trace-file';
import { runProcess } from '../../../process/run-process';
import { caseDir, makeScratch, must } from '../../../target/testing/build-fixture';
import { captureOutput } from '../../testing/capture-output';
import { record } from './record';

const fixtures = new GoFixtures();
let scratch: string;
beforeAll(async () => {
  scratch = await makeScratch();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
afterAll(async () => {
  fixtures.dispose();
  await rm(scratch, { recursive: true, force: true });
});

/** Runs the verb in this process; `onLine` sees each line that it prints. */
async function run(
  values: Record<string, string | boolean>,
  positionals: readonly string[],
  onLine: (line: string) => void = () => undefined,
) {
  const printed = { stdout: '', stderr: '' };
  const take = (name: 'stdout' | 'stderr') => (text: string) => {
    printed[name] += text;
    onLine(text);
  };
  captureOutput({ stdout: take('stdout'), stderr: take('stderr') });
  const status = await record.run(values, positionals);
  vi.restoreAllMocks();
  return { status, ...printed };
}

/** The reader of Go itself takes it, and ours reads it to its end. */
async function checkTrace(file: string): Promise<number> {
  const parsed = must(await runProcess('go', ['tool', 'trace', '-d=parsed', file]));
  expect(parsed.status).toBe(0);
  expect(parsed.stdout).toContain('main.(*Syncer)');
  const analysis = must(analyzeTraceFile(file));
  expect(analysis.warnings).toEqual([]);
  return analysis.events;
}

test.each(['go1.25.5', 'go1.27.4'])(
  'the last seconds of a program of %s are kept at each signal, and when it is ended',
  async (toolchain) => {
    vi.stubEnv('GOTOOLCHAIN', toolchain);
    const file = join(scratch, `${toolchain}.trace`);
    // One signal as soon as it says how, another when that is written, then the end.
    let kept = 0;
    const values = { output: file, 'keep-last': '2s', json: true };
    const ran = await run(values, [caseDir], (text) => {
      if (text.includes('kill -USR2')) process.emit('SIGUSR2', 'SIGUSR2');
      else if (text.startsWith('{"format":1')) {
        kept++;
        if (kept === 1) process.emit('SIGUSR2', 'SIGUSR2');
        else if (kept === 2) process.emit('SIGINT', 'SIGINT');
      }
    });
    expect(ran.stderr).toContain(`kill -USR2 ${process.pid}`);
    expect(ran.status).toBe(0);
    const documents = ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; events: number; sizeBytes: number });
    const files = [
      file,
      join(scratch, `${toolchain}-2.trace`),
      join(scratch, `${toolchain}-3.trace`),
    ];
    expect(documents.map((each) => each.file)).toEqual(files);
    for (const each of documents) {
      expect(await checkTrace(each.file)).toBe(each.events);
      expect(readFileSync(each.file)).toHaveLength(each.sizeBytes);
    }
  },
  300_000,
);

test('a program of Go 1.24 has no flight recorder, and the person reads what to do', async () => {
  vi.stubEnv('GOTOOLCHAIN', 'go1.24.10');
  const file = join(scratch, 'none.trace');
  const ran = await run({ output: file, 'keep-last': '2s' }, [caseDir]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain('go1.24.10; the flight recorder came with Go 1.25');
  expect(existsSync(file)).toBe(false);
}, 300_000);

test('a project is recorded for as long as was asked, or until it is interrupted', async () => {
  const file = join(scratch, 'seconds.trace');
  const ran = await run({ output: file, duration: '1s' }, [caseDir]);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toMatch(/seconds\.trace: .*, [\d,]+ events, \d+ goroutines alive/);
  expect(await checkTrace(file)).toBeGreaterThan(10);

  const early = join(scratch, 'early.trace');
  const cut = await run({ output: early, duration: '30m' }, [caseDir], (text) => {
    if (text.includes('recording for')) setImmediate(() => process.emit('SIGINT', 'SIGINT'));
  });
  expect(cut.stderr).toContain('recording for 30 min');
  if (cut.status === 0) await checkTrace(early);
}, 300_000);

test('an address is asked for its trace', async () => {
  const whole = readFileSync(fixtures.record('local', 10));
  let asked: string | undefined;
  const server = createServer((request, response) => {
    asked = request.url;
    response.end(whole);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = join(scratch, 'address.trace');
  const ran = await run({ output: file, duration: '2s' }, [`${host}/debug/pprof/`]);
  expect(ran.status).toBe(0);
  expect(asked).toBe('/debug/pprof/trace?seconds=2');
  expect(readFileSync(file).equals(whole)).toBe(true);
  const last = await run({ output: file, 'keep-last': '2s' }, [host]);
  expect(last).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('that Trivet launches'),
  });
  server.close();
}, 300_000);

test.each([
  [{}, '-o FILE'],
  [{ output: 'x', duration: 'soon' }, '--duration'],
  [{ output: 'x', 'keep-last': '2s', duration: '3s' }, 'exclude'],
  [{ output: 'x', 'keep-last': '2s', 'max-mib': '0' }, '--max-mib'],
  [{ output: 'x', build: 'fast' }, '--build'],
])('%o is bad usage', async (values, says) => {
  expect(await record.run(values as Record<string, string>, [caseDir])).toMatchObject({
    usage: expect.stringContaining(says),
  });
});
