import { parseMiLine } from './parse-line';
import type { MiRecord } from './record';

/** What one line of GDB's output holds. */
export interface SplitLine {
  /** What the target program printed; empty when the line is GDB's alone. */
  readonly targetText: string;
  readonly record: MiRecord | undefined;
}

/** A result, an async record, a console record or the prompt, as it begins. */
const begins =
  /(?:\d{0,15}(?:\^(?:done|running|connected|error|exit)|[*+=][a-z][a-z-]*,)|~"|\(gdb\) ?$)/g;
/** Looked at in one line; a target may print what looks like many. */
const maxTries = 16;

/**
 * Parts a line of GDB's output into what the target program printed and GDB's own record. Without a
 * terminal of its own the target shares GDB's output, and what it printed without a newline stands
 * before the next record: `5*stopped,reason="…"`.
 */
export function splitTargetText(line: string): SplitLine {
  const whole = parseMiLine(line);
  if (whole.ok) return { targetText: '', record: whole.value };
  let tries = 0;
  for (const { index } of line.matchAll(begins)) {
    if (index === 0) continue; // that was the whole line
    if (++tries > maxTries) break;
    const rest = parseMiLine(line.slice(index));
    if (rest.ok) return { targetText: line.slice(0, index), record: rest.value };
  }
  return { targetText: line, record: undefined };
}
