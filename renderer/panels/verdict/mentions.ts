import type { Finding, Findings } from '../../../app/contract/findings';
import type { Frame } from '../../../app/contract/frame';
import { formatPosition, type Selection } from '../../store/selection';

/** A piece of a sentence; with a target it is a name that can be followed. */
export interface Piece {
  readonly text: string;
  readonly target: Partial<Selection> | undefined;
}

export type Mentions = ReadonlyMap<string, Partial<Selection>>;

export const selectionOfFrame = (frame: Frame): Partial<Selection> => ({
  function: frame.function,
  ...(frame.file !== '' && { source: { path: frame.file, line: frame.line } }),
});

/** Every name that a sentence may mention, and where each leads; the finding's own come first. */
export function collectMentions(finding: Finding, all: Findings): Mentions {
  const mentions = new Map<string, Partial<Selection>>();
  const add = (name: string, target: Partial<Selection>) => {
    if (name.length > 3 && !mentions.has(name)) mentions.set(name, target);
  };
  const frames: Frame[] = [];
  for (const { holder, allocation, goroutines } of [finding, ...all.findings]) {
    if (holder !== undefined) add(holder.root, { object: { node: -1, label: holder.root } });
    if (allocation !== undefined) frames.push(allocation, ...allocation.stack);
    if (goroutines !== undefined) frames.push(goroutines.createdBy, goroutines.blockedAt);
  }
  for (const frame of frames) {
    add(frame.function, selectionOfFrame(frame));
    // Sentences drop the module's path: `example.com/m/pkg.F` is written `pkg.F`.
    add(frame.function.slice(frame.function.lastIndexOf('/') + 1), selectionOfFrame(frame));
    if (frame.line > 0) {
      const source = { path: frame.file, line: frame.line };
      add(formatPosition(source), { source });
    }
  }
  return mentions;
}

/** Splits a sentence at the names it mentions, the longest first where two overlap. */
export function splitMentions(text: string, mentions: Mentions): readonly Piece[] {
  const names = [...mentions.keys()].sort((a, b) => b.length - a.length);
  const pieces: Piece[] = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const name = names.find((each) => text.startsWith(each, at) && isWhole(text, at, each));
    if (name === undefined) {
      plain += text.charAt(at++);
      continue;
    }
    if (plain !== '') pieces.push({ text: plain, target: undefined });
    plain = '';
    pieces.push({ text: name, target: mentions.get(name) });
    at += name.length;
  }
  if (plain !== '') pieces.push({ text: plain, target: undefined });
  return pieces;
}

/** `main.run` is not mentioned by `main.runner`, nor `sync.go:4` by `sync.go:41`. */
function isWhole(text: string, at: number, name: string): boolean {
  const before = text.charAt(at - 1);
  const after = text.slice(at + name.length, at + name.length + 2);
  return !/[\w/]/.test(before) && !/^(\w|\.[\w(])/.test(after);
}
