import { commands, runCommand, type Command } from './commands';

/** `Ctrl+Shift+P` for a key press; Cmd counts as Ctrl. */
export function describeKey(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  // `?` already is what Shift made of another key.
  const isLetter = event.key.length > 1 || /[a-z]/i.test(event.key);
  if (event.shiftKey && isLetter) parts.push('Shift');
  // Digits by their place: with Alt or Shift, many keyboards make other characters of them.
  const digit = /^Digit(\d)$/.exec(event.code ?? '')?.[1];
  if (digit !== undefined && !event.shiftKey && parts.length > 0) parts.push(digit);
  else parts.push(event.key.length === 1 ? event.key.toUpperCase() : event.key);
  return parts.join('+');
}

/** Of several with one key, the first that can run now. */
export function findCommand(key: string): Command | undefined {
  return commands.find(
    (command) => command.key === key && (command.isEnabled === undefined || command.isEnabled()),
  );
}

/** Keys of the whole window. Plain keys are left to fields, editor and terminal. */
export function setupKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const command = findCommand(describeKey(event));
    if (command === undefined) return;
    if (event.defaultPrevented && !isEditorEscape(command, event.target)) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d/.test(event.key);
    if (isPlain && isTyping(event.target) && !leavesEscape(command, event.target)) return;
    if (runCommand(command.id)) event.preventDefault();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** The editor takes every Escape as used; where it only shows code, nothing of it is lost. */
function isEditorEscape(command: Command, target: EventTarget | null): boolean {
  if (command.id !== 'panel.restore' || !(target instanceof HTMLElement)) return false;
  return target.closest('.monaco-editor') !== null && target.closest('.find-widget') === null;
}

/**
 * Escape ends the filling of the window also out of a field that has nothing to do with it. A
 * terminal always has: what runs in it decides.
 */
function leavesEscape(command: Command, target: EventTarget | null): boolean {
  if (command.id !== 'panel.restore' || !(target instanceof HTMLElement)) return false;
  if (target.closest('.xterm, [role=dialog]') !== null) return false;
  const isFilled = target instanceof HTMLInputElement && target.value !== '';
  return target.closest('.monaco-editor') !== null || !isFilled;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest('input, textarea, select, .monaco-editor, .xterm, [role=dialog]') !== null;
}
