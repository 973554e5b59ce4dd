// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useView, type Dock } from '../store/view';
import { describeKey, setupKeys } from './keys';

const dock = { arrange: vi.fn(), toggleMaximised: vi.fn(), restoreMaximised: vi.fn() };
let stop: () => void;
beforeEach(() => {
  vi.clearAllMocks();
  useView.setState({ screen: 'work', dock: dock as unknown as Dock, maximised: undefined });
  stop = setupKeys();
});
afterEach(() => stop());

/** Presses a key in an element that this HTML is. @returns whether it was used. */
function press(html: string, init: KeyboardEventInit): boolean {
  document.body.innerHTML = html;
  const target = document.body.querySelector('[data-target]') ?? document.body;
  const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  return event.defaultPrevented;
}
const escape = (html: string) => press(html, { key: 'Escape' });

test('digits count by their place, whatever the keyboard makes of them', () => {
  const key = (init: KeyboardEventInit) => describeKey(new KeyboardEvent('keydown', init));
  expect(key({ key: '&', code: 'Digit1', ctrlKey: true })).toBe('Ctrl+1');
  expect(key({ key: '¡', code: 'Digit1', altKey: true })).toBe('Alt+1');
  expect(key({ key: '1', code: 'Numpad1', altKey: true })).toBe('Alt+1');
  expect(key({ key: '?', code: 'Slash', shiftKey: true })).toBe('?');
  expect(key({ key: '&', code: 'Digit1' })).toBe('&');
});

test('a layout has a key, also in a field', () => {
  expect(press('<input data-target>', { key: '3', code: 'Digit3', ctrlKey: true })).toBe(true);
  expect(dock.arrange).toHaveBeenCalledWith('trace');
});

test('Escape restores what fills the window, and is left to who has a use for it', () => {
  useView.setState({ maximised: 'source' });
  const used = [
    '<div data-target tabindex="0"></div>',
    '<input data-target type="search">',
    '<div class="monaco-editor"><textarea data-target>x</textarea></div>',
  ];
  for (const html of used) expect(escape(html), html).toBe(true);
  expect(dock.restoreMaximised).toHaveBeenCalledTimes(used.length);
  const left = [
    '<input data-target type="search" value="grow">',
    '<div class="xterm"><textarea data-target></textarea></div>',
    '<div role="dialog"><input data-target></div>',
  ];
  for (const html of left) expect(escape(html), html).toBe(false);
  expect(dock.restoreMaximised).toHaveBeenCalledTimes(used.length);
});

test('the editor marks every Escape as used; its search keeps it', () => {
  useView.setState({ maximised: 'source' });
  const inEditor = (inner: string) => `<div class="monaco-editor">${inner}</div>`;
  document.body.addEventListener('keydown', (event) => {
    if ((event.target as HTMLElement).closest('.monaco-editor')) event.preventDefault();
  });
  escape(inEditor('<textarea data-target></textarea>'));
  expect(dock.restoreMaximised).toHaveBeenCalledTimes(1);
  escape(inEditor('<div class="find-widget"><textarea data-target></textarea></div>'));
  expect(dock.restoreMaximised).toHaveBeenCalledTimes(1);
});
