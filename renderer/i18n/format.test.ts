import { describe, expect, test } from 'vitest';
import { createFormats } from './format';

const f = createFormats('en');

describe('formats', () => {
  test('bytes are binary and keep one digit below a thousand', () => {
    expect([0, 512, 1024, 64_382_566, 1.5 * 2 ** 30].map(f.bytes)).toEqual([
      '0 B',
      '512 B',
      '1.0 KiB',
      '61.4 MiB',
      '1.5 GiB',
    ]);
  });

  test('durations pick their unit', () => {
    expect([0, 0.0005, 0.25, 4.25, 118, 22_400, 134_000].map(f.milliseconds)).toEqual([
      '0 ms',
      '500 ns',
      '250 µs',
      '4.3 ms',
      '118 ms',
      '22.4 s',
      '2 min 14 s',
    ]);
  });

  test('a difference carries its sign', () => {
    expect(f.delta(1024, 'bytes')).toBe('+1.0 KiB');
    expect(f.delta(-3, 'count')).toBe('−3');
    expect(f.delta(0, 'count')).toBe('0');
  });

  test('a value and its standard error share the unit of bytes', () => {
    const mib = 2 ** 20;
    expect(f.withError(25.4 * mib, 0.56 * mib, 'bytes')).toBe('25.4 ± 0.6 MiB');
    expect(f.withError(1000, 2 * mib, 'bytes')).toBe('0.0 ± 2.0 MiB');
    expect(f.withError(40, 2.5, 'count')).toBe('40 ± 3');
    expect(f.withError(40, undefined, 'count')).toBe('40');
  });

  test('an interval has one unit of bytes and both signs', () => {
    expect(f.range(-0.4 * 1024, 70 * 1024, 'bytes')).toBe('−0.4 … +70.0 KiB');
    expect(f.range(0, 4096, 'bytes')).toBe('0 … +4.0 KiB');
    expect(f.range(-3, 40, 'count')).toBe('−3 … +40');
  });

  test('small shares keep a digit', () => {
    expect([0.83, 0.054].map(f.percent)).toEqual(['83 %', '5.4 %']);
  });
});
