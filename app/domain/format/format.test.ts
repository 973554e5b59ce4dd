import { describe, expect, test } from 'vitest';
import { formatBytes, formatCount, formatMs, formatRate, formatShare } from './format';

describe('numbers for eyes', () => {
  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [64_382_566, '61.4 MiB'],
    [3_250_586, '3.1 MiB'],
    [1_048_500, '1.0 MiB'],
    [-2048, '−2.0 KiB'],
  ])('%i bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test.each([
    [0.0004, '400 ns'],
    [0.0124, '12.4 µs'],
    [118, '118 ms'],
    [22_400, '22.4 s'],
    [200_000, '3 min 20 s'],
  ])('%d ms are %s', (ms, text) => expect(formatMs(ms)).toBe(text));

  test('shares, counts and rates carry their unit', () => {
    expect(formatShare(0.83)).toBe('83 %');
    expect(formatShare(0.0123)).toBe('1.2 %');
    expect(formatCount(31402)).toBe('31,402');
    expect(formatRate(3_250_586, 'bytes')).toBe('3.1 MiB/s');
    expect(formatRate(12, 'goroutines')).toBe('12.0 goroutines/s');
  });
});
