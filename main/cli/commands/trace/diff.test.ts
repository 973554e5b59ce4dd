import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { traceDiffDocumentSchema, type TraceDiffRow } from '../../../../app/contract/trace-diff';
import { trace } from '.';
import { runCaptured } from '../../testing/capture-output';

const program = fileURLToPath(
  new URL('../../../../app/domain/tracediff/testdata/shift', import.meta.url),
);
const source = readFileSync(join(program, 'main.go'), 'utf8').split('\n');
const lineOf = (text: string) => source.findIndex((line) => line.includes(text)) + 1;

const folder = mkdtempSync(join(tmpdir(), 'trivet-tracediff-'));
const runs = (mode: string) => join(folder, mode);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  const binary = join(folder, 'shift');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: program, stdio: 'pipe' });
  for (const mode of ['none', 'convoy', 'slow', 'leak']) {
    mkdirSync(runs(mode));
    // With seven runs a side, one difference among many can reach 5 %; with five it cannot.
    for (let i = 1; i <= 7; i++) {
      execFileSync(binary, [join(runs(mode), `run-${i}.trace`), mode], { stdio: 'pipe' });
    }
  }
}, 300_000);

/** Runs the command in this process. */
const diff = (...args: string[]) => runCaptured(() => trace(['diff', ...args]));

async function compare(a: string, b: string) {
  const { status, stdout } = await diff(a, b, '--json');
  expect(status).toBe(0);
  return traceDiffDocumentSchema.parse(JSON.parse(stdout));
}

const worse = (rows: readonly TraceDiffRow[], metric: string) =>
  rows.filter((row) => row.metric === metric && row.verdict === 'worse');

describe('the injected change is named, as significant', () => {
  test('a lock held too long, by the line that waits for it', async () => {
    const { metrics, blocked } = await compare(runs('none'), runs('convoy'));
    expect(worse(metrics, 'blocked.sync')[0]?.q).toBeLessThanOrEqual(0.05);
    const waits = worse(blocked, 'blocked.time').filter(({ kind }) => kind === 'sync');
    expect(waits[0]?.stack?.map(({ line }) => line)).toContain(lineOf('mu.Lock()'));
    expect(waits[0]?.q).toBeLessThanOrEqual(0.05);
  });

  test('a channel fed too slowly, by the line that receives', async () => {
    const { metrics, blocked } = await compare(runs('none'), runs('slow'));
    expect(worse(metrics, 'blocked.chan')).toHaveLength(1);
    const waits = worse(blocked, 'blocked.time').filter(({ stack }) =>
      stack?.some(({ line }) => line === lineOf('item, more := <-items')),
    );
    expect(waits[0]).toMatchObject({ kind: 'chan', about: 'chan receive' });
  });

  test('goroutines that no longer end, by the line that creates them', async () => {
    const { metrics, goroutines } = await compare(runs('none'), runs('leak'));
    expect(worse(metrics, 'goroutines.alive')[0]).toMatchObject({ delta: 40 });
    const alive = worse(goroutines, 'goroutines.alive');
    expect(alive).toHaveLength(1);
    expect(alive[0]).toMatchObject({ about: 'main.help', a: 0, b: 40 });
    expect(alive[0]?.stack?.[0]).toMatchObject({
      function: 'main.run',
      line: lineOf('go help(mode)'),
    });
  });
});

test('identical files differ in nothing, and no gate on a change fails', async () => {
  const gates = ['sched.p99>+0%', 'blocked.time[*]>+0%', 'goroutines.alive>+0', 'gc.cpu<-0%'];
  const { status, stdout } = await diff(
    ...[runs('none'), runs('none'), '--any', '--json'],
    ...gates.flatMap((gate) => ['--fail-on', gate]),
  );
  expect(status).toBe(0);
  const document = traceDiffDocumentSchema.parse(JSON.parse(stdout));
  expect(document.tested).toBe(true);
  expect(document.gates.map(({ state }) => state)).toEqual(gates.map(() => 'passed'));
  const { metrics, pauses, functions, blocked, goroutines } = document;
  const rows = [...metrics, ...pauses, ...functions, ...blocked, ...goroutines];
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ verdict }) => !['same', 'unknown'].includes(verdict))).toEqual([]);
});

describe('exit status', () => {
  test('5 when a gate fails, with reports that say which and where', async () => {
    const [junit, sarif] = [join(folder, 'gates.xml'), join(folder, 'gates.sarif')];
    const { status, stdout } = await diff(
      ...[runs('none'), runs('leak'), '--junit', junit, '--sarif', sarif],
      ...['--fail-on', 'goroutines.alive[main.run]>+20', '--fail-on', 'gc.pause.max>5s'],
    );
    expect(status).toBe(5);
    expect(stdout).toContain('✗ failed   goroutines.alive[main.run]>+20');
    expect(stdout).not.toContain('\x1b');
    expect(readFileSync(junit, 'utf8')).toContain('tests="2" failures="1"');
    const log = JSON.parse(readFileSync(sarif, 'utf8')) as {
      runs: { results: { locations: { physicalLocation: { region: object } }[] }[] }[];
    };
    expect(log.runs[0]?.results).toHaveLength(1);
    expect(log.runs[0]?.results[0]?.locations[0]?.physicalLocation).toMatchObject({
      region: { startLine: lineOf('go help(mode)') },
    });
  });

  test('0 with a word for a gate that has nothing to judge, 5 with --strict', async () => {
    const gate = ['--fail-on', 'goroutines.alive[no.such]>+20'];
    const lenient = await diff(runs('none'), runs('leak'), ...gate);
    expect(lenient.status).toBe(0);
    expect(lenient.stderr).toContain('judged nothing: No row matches [no.such].');
    expect((await diff(runs('none'), runs('leak'), ...gate, '--strict')).status).toBe(5);
  });

  test('0 without one, also for two single files', async () => {
    const files = ['none', 'leak'].map((mode) => join(runs(mode), 'run-1.trace'));
    const { status, stdout } = await diff(files[0]!, files[1]!);
    expect(status).toBe(0);
    expect(stdout).toContain('fewer than 5 runs a side: nothing is tested');
  });

  test('0 for lists with commas, each file once', async () => {
    const list = [1, 2, 2].map((i) => join(runs('none'), `run-${i}.trace`)).join(',');
    const { stdout } = await diff(list, runs('leak'), '--json');
    expect(traceDiffDocumentSchema.parse(JSON.parse(stdout)).a).toHaveLength(2);
  });

  test('1 when it could not complete', async () => {
    const junk = join(folder, 'junk.txt');
    writeFileSync(junk, 'not a trace');
    mkdirSync(join(folder, 'empty'));
    for (const [side, message] of [
      [junk, 'not a Go execution trace'],
      [join(folder, 'empty'), 'holds no execution trace'],
      [join(folder, 'missing'), 'cannot be read'],
    ] as const) {
      const { status, stderr, stdout } = await diff(side, runs('none'), '--json');
      expect(stderr).toContain(message);
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ format: 1, failure: {} });
    }
  });

  test('2 for bad usage, with a message that helps', async () => {
    const bad = await diff('a', 'b', '--fail-on', 'sched.p98>+20%');
    expect(bad.status).toBe(2);
    expect(bad.stderr).toContain('there is no metric "sched.p98"');
    expect(bad.stderr).toContain('the nearest is "sched.p90"');
    expect((await diff('a', 'b', '--junit', 'x.xml')).stderr).toContain('at least one');
    expect((await diff('a')).stderr).toContain('An argument is missing: B.');
  });
});
