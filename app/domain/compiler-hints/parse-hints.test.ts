import { expect, test } from 'vitest';
import { parseHints } from './parse-hints';

const text = `# esc
./main.go:15:6: cannot inline big: unhandled op DEFER
./main.go:27:15: inlining call to f
./main.go:10:2: t escapes to heap in f:
./main.go:10:2:   flow: ~r0 ← &t:
./main.go:10:2:     from &t (address-of) at ./main.go:12:9
./main.go:10:2: moved to heap: t
./main.go:18:27: i escapes to heap:
./main.go:18:27:   flow: {heap} ← *fmt.a:
./main.go:15:10: parameter s leaks to {heap} for big with derefs=1:
./main.go:15:10:   flow: {heap} ← *s:
./main.go:15:10: leaking param content: s
./main.go:17:20: ... argument does not escape
./main.go:18:27: i escapes to heap
note: module requires Go 1.99
`;

test('one hint a decision, with its explanation, in order of the source', () => {
  expect(parseHints(text).map(({ line, kind, message }) => [line, kind, message])).toEqual([
    [10, 'escapes', 'moved to heap: t'],
    [15, 'not-inlinable', 'cannot inline big: unhandled op DEFER'],
    [15, 'leaks', 'parameter s leaks to {heap} for big with derefs=1'],
    [15, 'leaks', 'leaking param content: s'],
    [17, 'stays', '... argument does not escape'],
    [18, 'escapes', 'i escapes to heap'],
    [27, 'inlined', 'inlining call to f'],
  ]);
  expect(parseHints(text)[0]?.explanation).toEqual([
    'flow: ~r0 ← &t:',
    '  from &t (address-of) at ./main.go:12:9',
  ]);
  expect(parseHints(text)[5]?.explanation).toEqual(['flow: {heap} ← *fmt.a:']);
});

test('an explanation that never ends is cut', () => {
  const steps = './a.go:1:1:     from x\n'.repeat(1000);
  const [hint] = parseHints(`./a.go:1:1: x escapes to heap in f:\n${steps}`);
  expect(hint?.explanation).toHaveLength(64);
});
