import { expect, test } from 'vitest';
import { createFormats } from '../i18n/format';
import { addProfileLines, computeGutter } from './evidence';

const f = createFormats('en');

test('a line has flat and cum, and is as hot as its part of the hottest', () => {
  const marks = addProfileLines(
    computeGutter([{ line: 16, blocked: 46, says: '46 wait here' }], f),
    {
      unit: 'bytes',
      total: 4096,
      lines: [
        { line: 11, function: 'a', file: 'x.go', flat: 1024, cum: 2048 },
        // A closure of the same line.
        { line: 11, function: 'a.func1', file: 'x.go', flat: 0, cum: 1024 },
        { line: 16, function: 'a', file: 'x.go', flat: 0, cum: 1024 },
        { line: 0, function: 'a', file: 'x.go', flat: 1, cum: 1 },
      ],
    },
    f,
  );
  expect(marks.map(({ line, bytes, goroutines }) => [line, bytes, goroutines])).toEqual([
    [11, '1.0 KiB\u00a03.0 KiB', ''],
    [16, '\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0·\u00a01.0 KiB', '46'],
  ]);
  expect(marks[0]?.heat).toBe(1);
  expect(marks[1]?.heat).toBeCloseTo(1 / 3);
  expect(marks[1]?.says).toBe('flat 0 B · cum 1.0 KiB (25 %)\n\n46 wait here');
});

test('while a profile is shown, figures are its own: bytes of other evidence give way, goroutines stay', () => {
  const evidence = computeGutter(
    [
      { line: 9, allocatedBytes: 4096, says: '4.0 KiB in use' },
      { line: 10, allocatedBytes: 4096, blocked: 3, says: 'both' },
    ],
    f,
  );
  const lines = [{ line: 12, function: 'a', file: 'x.go', flat: 5e6, cum: 5e6 }];
  const marks = addProfileLines(evidence, { unit: 'nanoseconds', total: 5e6, lines }, f);
  expect(marks.map(({ line, bytes, goroutines }) => [line, bytes, goroutines])).toEqual([
    [10, '', '3'],
    [12, '5.0 ms\u00a05.0 ms', ''],
  ]);
});

test('beside a base a line says how much its cum changed, closures included', () => {
  const line = { line: 11, file: 'x.go', flat: 0 };
  const [mark] = addProfileLines(
    [],
    {
      unit: 'bytes',
      total: 4096,
      lines: [
        { ...line, function: 'a', cum: 3072, before: { flat: 0, cum: 1024 } },
        { ...line, function: 'a.func1', cum: 0, before: { flat: 512, cum: 512 } },
      ],
    },
    f,
  );
  expect(mark?.says).toBe('flat 0 B · cum 3.0 KiB (75 %) · Δ cum +1.5 KiB');
});
