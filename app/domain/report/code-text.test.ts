import { describe, expect, test } from 'vitest';
import { formatProse, shorten } from './code-text';

const codes = (text: string): string[] =>
  [...formatProse(text).text.matchAll(/<code>(.*?)<\/code>/g)].map((match) =>
    (match[1] ?? '').replace(/<wbr \/>/g, ''),
  );

describe('formatProse', () => {
  test.each([
    ['main.cache keeps 61.4 MiB alive and grows 3.1 MiB/s.', ['main.cache']],
    ['under main.(*Syncer).run (sync.go:41), e.g. twice', ['main.(*Syncer).run', 'sync.go:41']],
    ['net/http.(*persistConn).readLoop waits', ['net/http.(*persistConn).readLoop']],
    ['github.com/a/b-c/v2/pkg.Fn() ends.', ['github.com/a/b-c/v2/pkg.Fn()']],
    ['record with `--snapshots 2`', ['--snapshots 2']],
    [
      'main.(*Registry[go.shape.string]).Register grew',
      ['main.(*Registry[go.shape.string]).Register'],
    ],
    ['go1.26.8 on 5 profiles. Nothing else.', []],
  ])('sets the names of "%s" as code', (text, expected) => expect(codes(text)).toEqual(expected));

  test('keeps every character', () => {
    const text = 'a <b> main.f & `x` — sync.go:41.';
    const plain = formatProse(text).text.replace(/<\/?(?:code|wbr)[^>]*>/g, '');
    expect(plain).toBe('a &lt;b&gt; main.f &amp; x — sync.go:41.');
  });

  test('answers quickly for long hostile text', () => {
    for (const text of [
      'a.'.repeat(20_000),
      'a/'.repeat(20_000),
      '('.repeat(20_000),
      'a.(*b['.repeat(5_000),
    ]) {
      expect(formatProse(text).text.length).toBeGreaterThan(0);
    }
  });
});

describe('shorten', () => {
  test('gives up the package path before it cuts the name', () => {
    expect(shorten('github.com/a/b/pkg.Fn', 10)).toBe('pkg.Fn');
    expect(shorten('github.com/a/b/pkg.LongFunction', 10)).toBe('pkg.LongF…');
    expect(shorten('pkg.Fn', 2)).toBe('');
  });
});
