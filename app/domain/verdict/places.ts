import type { Frame } from '../../contract/frame';
import { baseName } from '../format/format';

/** `sync.go:41` */
export const formatPlace = (frame: Frame) => `${baseName(frame.file)}:${frame.line}`;

/** `main.syncBatch (sync.go:41)` */
export const formatFrame = (frame: Frame) =>
  `${shortenGenerics(frame.function)} (${formatPlace(frame)})`;

/** `main.(*Cache[go.shape.int,go.shape.string]).Put` as tracebacks write it: `main.(*Cache[...]).Put`. */
export function shortenGenerics(name: string): string {
  const open = name.indexOf('[');
  const close = name.lastIndexOf(']');
  return open < 0 || close < open ? name : `${name.slice(0, open)}[...]${name.slice(close + 1)}`;
}

/** One key for one line of code, whichever leg saw it. Paths differ by leg (-trimpath): base name. */
export const placeKey = (frame: Frame) => `${frame.function} ${baseName(frame.file)}:${frame.line}`;

/** First frame of the user's module, leaf first; the leaf itself when there is none. */
export function findUserFrame(
  stack: readonly Frame[],
  isUserFunction: (name: string) => boolean,
): Frame | undefined {
  return stack.find((frame) => isUserFunction(frame.function)) ?? stack[0];
}
