import type { Frame } from '../../contract/frame';
import { baseName } from '../format/format';

/** `sync.go:41` */
export const formatPlace = (frame: Frame) => `${baseName(frame.file)}:${frame.line}`;

/** `main.syncBatch (sync.go:41)` */
export const formatFrame = (frame: Frame) => `${frame.function} (${formatPlace(frame)})`;

/** One key for one line of code, whichever leg saw it. Paths differ by leg (-trimpath): base name. */
export const placeKey = (frame: Frame) => `${frame.function} ${baseName(frame.file)}:${frame.line}`;

/** First frame of the user's module, leaf first; the leaf itself when there is none. */
export function findUserFrame(
  stack: readonly Frame[],
  isUserFunction: (name: string) => boolean,
): Frame | undefined {
  return stack.find((frame) => isUserFunction(frame.function)) ?? stack[0];
}
