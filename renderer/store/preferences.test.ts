import { expect, test } from 'vitest';
import {
  defaultPreferences,
  readPreferences,
  resolveLanguage,
  resolveTheme,
  writePreferences,
} from './preferences';

function createStorage(): Storage {
  const items = new Map<string, string>();
  return {
    length: 0,
    key: () => null,
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

test('preferences come back as they were written', () => {
  const storage = createStorage();
  writePreferences(storage, { version: 1, theme: 'light', language: 'zh' });
  expect(readPreferences(storage)).toEqual({ version: 1, theme: 'light', language: 'zh' });
});

test.each(['', '{', '{"version":2}', '{"version":1,"theme":"pink","language":"en"}'])(
  'unreadable preferences %j are the defaults',
  (text) => {
    const storage = createStorage();
    storage.setItem('trivet.preferences', text);
    expect(readPreferences(storage)).toEqual(defaultPreferences);
  },
);

test('the system decides theme and language until the person does', () => {
  expect(resolveTheme('system', { light: true, contrast: false })).toBe('light');
  expect(resolveTheme('system', { light: true, contrast: true })).toBe('contrast');
  expect(resolveTheme('dark', { light: true, contrast: true })).toBe('dark');
  expect(resolveLanguage('system', 'zh-CN')).toBe('zh');
  expect(resolveLanguage('system', 'de')).toBe('en');
});
