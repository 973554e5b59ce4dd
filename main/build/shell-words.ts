import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';

/** One word as a POSIX shell reads it back. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

/** A command line that a person can paste. `env` is what it needs beyond the usual. */
export function formatCommand(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): string {
  const assignments = Object.entries(options.env ?? {}).map(([k, v]) => `${k}=${quoteWord(v)}`);
  const line = [...assignments, ...[command, ...args].map(quoteWord)].join(' ');
  return options.cwd === undefined ? line : `cd ${quoteWord(options.cwd)} && ${line}`;
}

/**
 * Splits a command into words as a POSIX shell does (spaces, '…', "…", backslash), without any
 * expansion: no variables, globs, pipes or redirections. What a shell would act on stays text.
 */
export function splitWords(text: string): Result<readonly string[], Failure<'usage'>> {
  const words: string[] = [];
  let word: string | undefined;
  let quote: "'" | '"' | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote === "'") {
      if (char === "'") quote = undefined;
      else word = (word ?? '') + char;
    } else if (char === '\\') {
      const next = text[++i];
      if (next === undefined) return err(unfinished(text, 'a backslash at its end'));
      // Between double quotes a backslash is literal unless it could matter to a shell.
      const keeps = quote === '"' && !'"\\$`\n'.includes(next);
      if (next !== '\n') word = (word ?? '') + (keeps ? `\\${next}` : next);
    } else if (quote === '"') {
      if (char === '"') quote = undefined;
      else word = (word ?? '') + char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== undefined) return err(unfinished(text, `an open ${quote}`));
  if (word !== undefined) words.push(word);
  if (words.length === 0) return err({ code: 'usage', message: 'The command is empty.' });
  return ok(words);
}

function unfinished(text: string, what: string): Failure<'usage'> {
  return { code: 'usage', message: `Could not read the command ${text}: it has ${what}.` };
}
