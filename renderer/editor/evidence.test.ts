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
    [11, '1.0 KiB 3.0 KiB', ''],
    [16, '· 1.0 KiB', '46'],
  ]);
  expect(marks[0]?.heat).toBe(1);
  expect(marks[1]?.heat).toBeCloseTo(1 / 3);
  expect(marks[1]?.says).toBe('flat 0 B · cum 1.0 KiB (25 %)\n\n46 wait here');
});
