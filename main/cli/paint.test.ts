import { expect, test } from 'vitest';
import { choosePaint } from './paint';

test('colours only on a terminal, and not for those who want none', () => {
  const worse = (isTTY: boolean, env: Record<string, string>) =>
    choosePaint({ isTTY }, env)('▲ worse', 'worse');
  expect(worse(true, {})).toBe('\x1b[31m▲ worse\x1b[0m');
  expect(worse(true, { NO_COLOR: '' })).toContain('\x1b');
  expect(worse(true, { NO_COLOR: '1' })).toBe('▲ worse');
  expect(worse(true, { TERM: 'dumb' })).toBe('▲ worse');
  expect(worse(false, {})).toBe('▲ worse');
});
