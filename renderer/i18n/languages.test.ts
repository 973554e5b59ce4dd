import { expect, test } from 'vitest';
import { en } from './en';
import { zh } from './zh';

type Texts = { readonly [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );
}
const placeholders = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort();
const english = flatten(en);
const chinese = new Map(flatten(zh));

test('both languages name the same things', () => {
  expect([...chinese.keys()].sort()).toEqual(english.map(([key]) => key).sort());
});

test('every text fills the same gaps in both languages, and none is left out', () => {
  const unlike = english.filter(([key, text]) => {
    const translated = chinese.get(key) ?? '';
    const gaps = (each: string) => placeholders(each).join();
    return gaps(translated) !== gaps(text) || (translated === '') !== (text === '');
  });
  expect(unlike).toEqual([]);
});
