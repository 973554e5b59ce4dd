import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileGoRegexp } from './go-regexp';

const texts = [
  ...[
    '',
    'a',
    'b',
    'ab',
    'aaa',
    'A',
    'abc\ndef',
    'foo.bar',
    'foo-bar',
    'x{2}',
    '{',
    ']',
    '\n',
    ' ',
  ],
  ...[
    'main.main',
    'main.(*Syncer).run',
    'runtime.mallocgc',
    'example.com/mod/v2.F[...]',
    'μs',
    '日本',
  ],
  ...[
    'main.func1.2',
    'a\tb',
    'word boundary',
    'unboundary',
    '123',
    '0x1f',
    'ABC',
    'Straße',
    'KELVIN K',
  ],
];
const expressions = [
  ...[
    '',
    'a',
    'main',
    '^main$',
    'main\\.',
    'a|b',
    '(a|b)*c',
    'a+?',
    'a{2}',
    'a{2,}',
    'a{1,3}',
    'a{,2}',
  ],
  ...[
    'x{2}',
    'x\\{2}',
    '[abc]',
    '[^abc]',
    '[]a]',
    '[^]]',
    '[a-]',
    '[-a]',
    '[a-c-e]',
    '[b-a]',
    '[',
    ']',
  ],
  ...[
    '(',
    ')',
    '(?:',
    '(?i)MAIN',
    '(?i:m)AIN',
    '(?i)straSSE',
    '(?-i)a',
    '(?s).\\n',
    '.def',
    '(?s).def',
  ],
  ...[
    '(?m)^def$',
    '^def$',
    '\\Adef',
    'def\\z',
    '\\bboundary\\b',
    '\\Bboundary',
    '\\d+',
    '\\D',
    '\\w+',
    '\\W',
  ],
  ...[
    '\\s',
    '\\S',
    '[\\d.]',
    '[[:alpha:]]',
    '[[:^alpha:]]',
    '[[:foo:]]',
    '\\pL',
    '\\p{Greek}',
    '\\PL',
    '\\p{Han}',
  ],
  ...[
    '\\p{Foo}',
    '\\x41',
    '\\x{65e5}',
    '\\101',
    '\\Q.*\\E',
    '\\Qfoo.\\Ebar',
    '\\(\\*Syncer\\)',
    '(?P<n>a)',
    '(?<n>a)',
  ],
  ...[
    '*',
    'a**',
    'a*?',
    'a*??',
    '+a',
    'a|*',
    '\\',
    '\\q',
    '\\-',
    'a{1001}',
    'a{2,1}',
    '(?z)a',
    '(a?){3}a{3}',
  ],
  ...[
    'runtime\\..*|main\\.(func\\d+)',
    '^(main\\.|runtime\\.)',
    '^([a-z]+\\.)*F\\[',
    '(^a|b$)',
    '(|a)+b',
    '()',
  ],
  ...[
    '[^\\n]',
    '[\\n]',
    '[\\x00-\\x20]',
    '(?U)a+',
    '$',
    '^$',
    '\\z',
    'K',
    '(?i)k',
    '(?i)[k]',
    '[[:word:]]+',
    '.',
  ],
];

describe('compileGoRegexp', () => {
  test("answers as Go's regexp does", () => {
    const program = fileURLToPath(new URL('testdata/match.go', import.meta.url));
    const input = JSON.stringify({ Expressions: expressions, Texts: texts });
    const output = execFileSync('go', ['run', program], { input, encoding: 'utf8' });
    const answers = expressions.map((source) => {
      const compiled = compileGoRegexp(source);
      if (!compiled.ok) return 'error';
      return texts.map((text) => (compiled.value.test(text) ? '1' : '0')).join('');
    });
    const expected = JSON.parse(output) as string[];
    const row = (list: readonly string[]) => list.map((each, i) => `${expressions[i]} → ${each}`);
    expect(row(answers)).toEqual(row(expected));
  });

  test('takes linear time where a backtracking engine takes for ever', () => {
    const compiled = compileGoRegexp('^(a+)+$');
    expect(compiled.ok && compiled.value.test(`${'a'.repeat(5000)}!`)).toBe(false);
    expect(compiled.ok && compiled.value.test('a'.repeat(5000))).toBe(true);
  });

  test('refuses what would grow without bound', () => {
    expect(compileGoRegexp('(((a{100}){100}){100})').ok).toBe(false);
    expect(compileGoRegexp('('.repeat(5000)).ok).toBe(false);
  });
});
