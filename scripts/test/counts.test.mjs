import { expect, test } from 'vitest';
import { addCounts, countOne, countPlaywright, countVitest, formatCounts } from './counts.mjs';

const vitestReport = (files) => ({
  numPassedTests: 5,
  numFailedTests: files.flat().filter((status) => status === 'failed').length,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: files.map((statuses) => ({
    status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
    assertionResults: statuses.map((status) => ({ status })),
  })),
});

test('counts what vitest reports', () => {
  const report = vitestReport([['passed', 'failed'], ['passed']]);
  expect(countVitest(report, false)).toEqual({ passed: 5, failed: 1, skipped: 1 });
});

test('counts a test file that cannot be loaded as a failure', () => {
  expect(countVitest(vitestReport([['passed'], []]), false).failed).toBe(1);
});

test('counts a runner that died without naming a test as a failure', () => {
  expect(countVitest(undefined, false).failed).toBe(1);
  expect(countVitest(vitestReport([['passed']]), false).failed).toBe(1);
  expect(
    countPlaywright({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 } }, false),
  ).toEqual({ passed: 2, failed: 1, skipped: 0 });
});

test('counts a flaky story as failed', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
  expect(countPlaywright({ stats }, false)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

test('says skipped only when something was skipped', () => {
  expect(formatCounts(addCounts([countOne(true), countOne(true)]))).toBe('2 passed, 0 failed');
  expect(formatCounts({ passed: 1, failed: 2, skipped: 3 })).toBe('1 passed, 2 failed, 3 skipped');
});
