import { expect, test } from 'vitest';
import type { CompilerHint, HintKind } from '../../app/contract/source-hints';
import { computeHintMarks } from './hints';

const hint = (line: number, kind: HintKind, message: string): CompilerHint => ({
  ...{ file: './a.go', line, column: 1, kind, message },
  explanation: kind === 'escapes' ? ['flow: {heap} ← &n:'] : [],
});

test('lines that allocate have all that concerns them, others only what goes to the heap', () => {
  const marks = computeHintMarks(
    [
      hint(3, 'inlined', 'inlining call to f'),
      hint(3, 'escapes', 'moved to heap: n'),
      hint(3, 'stays', 'x does not escape'),
      hint(7, 'inlined', 'inlining call to g'),
      hint(9, 'escapes', 'make([]byte, n) escapes to heap'),
    ],
    new Set([3]),
  );
  expect(marks.map(({ line, text, isEscape }) => [line, text, isEscape])).toEqual([
    [3, 'moved to heap: n · inlining call to f', true],
    [9, 'make([]byte, n) escapes to heap', true],
  ]);
  expect(marks[0]?.says).toContain('moved to heap: n\n  flow: {heap} ← &n:\ninlining call to f');
});
