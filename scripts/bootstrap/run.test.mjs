import { expect, test } from 'vitest';
import { ask, findExecutables, run } from './run.mjs';

const node = (script) => [process.execPath, ['-e', script]];

test('keeps what a failed tool said, for the person', async () => {
  const outcome = await run(...node("console.error('no space left'); process.exit(3)"));
  expect(outcome).toEqual({ ok: false, output: 'no space left\n' });
});

test('a tool that is missing is a failure, not an exception', async () => {
  expect((await run('/no/such/tool', [])).ok).toBe(false);
  expect(ask('/no/such/tool', [])).toBeUndefined();
});

test('ends a tool that never ends', async () => {
  const { ok, output } = await run(...node('setInterval(() => {}, 1e6)'), { timeoutMs: 300 });
  expect(ok).toBe(false);
  expect(output).toContain('did not end within 0.3 s');
});

test('finds a tool outside of PATH where it is told to look', () => {
  expect(findExecutables('sh', ['/bin'])).toContain('/bin/sh');
  expect(findExecutables('no-such-tool', ['/bin'])).toEqual([]);
});
