import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { lineOf, readFindings } from './fixtures/findings';
import { repository, scratch, trivet } from './fixtures/trivet';

const poolLeak = 'resources/cases/pool-leak';

async function investigate(project: string, ...options: string[]) {
  const folder = await scratch();
  const dir = join(folder.path, 'bundle');
  const args = ['investigate', join(repository, project), '--json', '--out', dir, ...options];
  const outcome = await trivet(args);
  return { ...outcome, dir, dispose: folder.dispose };
}

test.describe('the pool-leak case', () => {
  test('ends with both leaks confirmed by three legs, the lines exact and the aliasing seen', async () => {
    const { status, stdout, stderr, dir, dispose } = await investigate(poolLeak);
    expect(status, stderr).toBe(3);
    const { findings, measures } = readFindings(stdout);

    const memory = findings.find(({ kind }) => kind === 'memory-leak')!;
    expect(memory.verdict).toBe('confirmed');
    expect(memory.holder!.root).toBe('main.cache');
    expect(memory.allocation!.function).toBe('main.(*Syncer).syncBatch');
    expect(memory.allocation!.line).toBe(lineOf(`${poolLeak}/sync.go`, 'buf.Write(record)'));
    expect(memory.aliasing!.headers).toBeGreaterThan(memory.aliasing!.arrays);
    expect(memory.growth!.low).toBeGreaterThan(0);

    const goroutines = findings.find(({ kind }) => kind === 'goroutine-leak')!;
    expect(goroutines.verdict).toBe('confirmed');
    expect(goroutines.goroutines).toMatchObject({
      createdBy: {
        function: 'main.(*Syncer).run',
        line: lineOf(`${poolLeak}/sync.go`, 'go s.syncBatch'),
      },
      blockedOn: 'chan receive',
      blockedAt: { line: lineOf(`${poolLeak}/sync.go`, '<-s.closing') },
    });

    for (const finding of [memory, goroutines]) {
      expect(Object.values(finding.legs).map(({ stance }) => stance)).toEqual([
        'supports',
        'supports',
        'supports',
      ]);
      expect(finding.joins[0]!.matched).toBeGreaterThan(0);
    }
    expect(measures.snapshotPauseMs!).toBeGreaterThan(0);

    const verified = await trivet(['verify', dir]);
    expect(verified.stdout).toContain('SHA-256 as recorded');
    expect(verified.status, verified.stdout + verified.stderr).toBe(0);
    await dispose();
  });
});

test('a leak behind a closure is named by the field that keeps it', async () => {
  const { status, stdout, stderr, dispose } = await investigate('e2e/targets/closure-leak');
  expect(status, stderr).toBe(3);
  const [finding] = readFindings(stdout).findings;
  expect(finding).toMatchObject({ kind: 'memory-leak', verdict: 'confirmed' });
  expect(finding!.holder!.root).toBe('main.observe');
  expect(finding!.allocation!.line).toBe(
    lineOf('e2e/targets/closure-leak/main.go', 'make([]byte, size)'),
  );
  await dispose();
});

test('goroutines that send to nobody are proven stuck', async () => {
  const { status, stdout, stderr, dispose } = await investigate('e2e/targets/send-leak');
  expect(status, stderr).toBe(3);
  const finding = readFindings(stdout).findings.find(({ kind }) => kind === 'goroutine-leak')!;
  expect(finding).toMatchObject({ verdict: 'confirmed' });
  expect(finding.goroutines).toMatchObject({
    function: 'main.lookup',
    blockedOn: 'chan send',
    blockedAt: { line: lineOf('e2e/targets/send-leak/main.go', 'answers <-') },
    createdBy: { line: lineOf('e2e/targets/send-leak/main.go', 'go lookup') },
  });
  await dispose();
});

test('a bounded cache that fills and stays is not confirmed, and the reason is told', async () => {
  const { status, stdout, stderr, dispose } = await investigate('e2e/targets/bounded-cache');
  expect(status, stderr).toBe(0);
  const { verdict, findings, refuted } = readFindings(stdout);
  expect(findings).toEqual([]);
  expect(verdict).toBe('refuted');
  const cache = refuted.find(({ subject }) => subject === 'main.pages')!;
  expect(cache.reason).toContain('old entries are replaced');
  await dispose();
});
