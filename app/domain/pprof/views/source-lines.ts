import { compareText } from '../compare-text';
import type { Profile, ValueType } from '../profile';
import type { ViewOptions } from '../view-options';
import { sumNodes } from './node-sums';
import { prepareView } from './prepare-view';

/** A source line with what is charged to it. */
export interface SourceLine {
  /** 1-based; 0 when the profile does not know it. */
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
}

/** One function in one file, as a ROUTINE of `go tool pprof -list`. */
export interface SourceFunction {
  readonly name: string;
  readonly file: string;
  /** First line of the function; 0 when the profile does not tell. */
  readonly startLine: number;
  /** Sums over its lines: a sample that passes two lines counts twice in cum, as in pprof. */
  readonly flat: number;
  readonly cum: number;
  /** In order of line; only lines that have a value. */
  readonly lines: readonly SourceLine[];
}

export interface SourceReport {
  readonly type: ValueType;
  readonly total: number;
  /** By function name, then file. */
  readonly functions: readonly SourceFunction[];
  readonly unmatched: readonly string[];
}

/** Flat and cum per source line of the functions whose name satisfies `matches`. */
export function sourceReport(
  profile: Profile,
  options: ViewOptions,
  matches: (name: string) => boolean,
): SourceReport {
  const view = prepareView(profile, { ...options, granularity: 'lines' });
  const { flat, cum } = sumNodes(view);
  const starts = findStartLines(profile);
  const groups = new Map<string, { name: string; file: string; lines: Map<number, SourceLine> }>();
  view.frames.forEach(({ name, file, line }, frame) => {
    const isZero = flat[frame] === 0 && cum[frame] === 0;
    if (isZero || file === '' || !matches(name)) return;
    const key = `${name}\0${file}`;
    const group = groups.get(key) ?? { name, file, lines: new Map<number, SourceLine>() };
    groups.set(key, group);
    const before = group.lines.get(line) ?? { line, flat: 0, cum: 0 };
    group.lines.set(line, {
      line,
      flat: before.flat + flat[frame]!,
      cum: before.cum + cum[frame]!,
    });
  });
  const functions = [...groups.values()].map(({ name, file, lines }): SourceFunction => {
    const sorted = [...lines.values()].sort((l, r) => l.line - r.line);
    return {
      name,
      file,
      startLine: starts.get(name) ?? 0,
      flat: sorted.reduce((sum, each) => sum + each.flat, 0),
      cum: sorted.reduce((sum, each) => sum + each.cum, 0),
      lines: sorted,
    };
  });
  functions.sort((l, r) => compareText(l.name, r.name) || compareText(l.file, r.file));
  return { type: view.type, total: view.total, functions, unmatched: view.unmatched };
}

/** First line of each function by name; of several, the earliest known. */
function findStartLines({ functions, strings }: Profile): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (let row = 0; row < functions.length; row++) {
    const line = functions.startLine[row]!;
    const name = strings[functions.name[row]!] ?? '';
    if (line > 0) starts.set(name, Math.min(starts.get(name) ?? line, line));
  }
  return starts;
}
