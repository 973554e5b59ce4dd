import type { CompilerHint, HintKind } from '../../contract/source-hints';

/** `./main.go:10:2:   flow: ~r0 ← &t:`; what is indented behind the position explains the line before. */
const printed = /^(.+?\.go):(\d+):(\d+): ( *)(.*)$/;
/** ` in main.f:` (Go 1.24) or `:` at the end of what an explanation follows. */
const announcement = /(?: in [^:]+)?:$/;
/** No person reads more of one decision. */
const maxSteps = 64;

const beginnings: readonly (readonly [start: RegExp, kind: HintKind])[] = [
  [/ escapes to heap$|^moved to heap: /, 'escapes'],
  [/^leaking param|^parameter .* leaks to /, 'leaks'],
  [/ does not escape$/, 'stays'],
  [/^inlining call to /, 'inlined'],
  [/^can inline /, 'inlinable'],
  [/^cannot inline /, 'not-inlinable'],
];

/** Reads all that the compiler printed; lines that are no hint are left out. In order of file, line and column. */
export function parseHints(text: string): CompilerHint[] {
  const hints = new Map<string, CompilerHint>();
  let explained: string[] | undefined;
  for (const each of text.split('\n')) {
    const [, file, line, column, indent, message] = printed.exec(each.replace(/\r$/, '')) ?? [];
    if (file === undefined || message === undefined || message === '') continue;
    if (indent !== '') {
      if (explained && explained.length < maxSteps) explained.push(`${indent!.slice(2)}${message}`);
      continue;
    }
    const isAnnounced = announcement.test(message);
    const said = isAnnounced ? message.replace(announcement, '') : message;
    // What escapes is announced with its explanation, and told once more at the end.
    const key = `${file}:${line}:${column} ${said}`;
    const known = hints.get(key);
    const explanation = known?.explanation ?? [];
    explained = isAnnounced && explanation.length === 0 ? explanation : undefined;
    if (known) continue;
    const kind = beginnings.find(([start]) => start.test(said))?.[1] ?? 'other';
    const place = { file, line: Number(line), column: Number(column) };
    hints.set(key, { ...place, kind, message: said, explanation });
  }
  return mergeMoves([...hints.values()]).sort(
    (l, r) =>
      (l.file < r.file ? -1 : l.file > r.file ? 1 : 0) || l.line - r.line || l.column - r.column,
  );
}

/** `t escapes to heap` has the explanation, `moved to heap: t` at the same place says the same of a variable. */
function mergeMoves(hints: readonly CompilerHint[]): CompilerHint[] {
  const places = new Map<string, CompilerHint>();
  const placeOf = ({ file, line, column }: CompilerHint, name: string) =>
    `${file}:${line}:${column} ${name}`;
  for (const hint of hints) {
    const [, name] = /^(.*) escapes to heap$/.exec(hint.message) ?? [];
    if (name !== undefined) places.set(placeOf(hint, name), hint);
  }
  const merged = new Set<CompilerHint>();
  const kept = hints.map((hint) => {
    const [, name] = /^moved to heap: (.*)$/.exec(hint.message) ?? [];
    const escape = name === undefined ? undefined : places.get(placeOf(hint, name));
    if (!escape) return hint;
    merged.add(escape);
    return { ...hint, explanation: escape.explanation };
  });
  return kept.filter((hint) => !merged.has(hint));
}
