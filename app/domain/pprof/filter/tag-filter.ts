import { err, ok, type Result } from '../../../contract/result';
import { compileGoRegexp, type GoRegexp } from '../../regexp/go-regexp';
import { scale } from '../measurement';
import type { Profile } from '../profile';

/** Decides samples by their labels, as pprof's `-tagfocus`. */
export type TagFilter =
  | {
      readonly kind: 'range';
      /** Undefined: any key. */
      readonly key: string | undefined;
      readonly test: (value: number, unit: string) => boolean;
    }
  | {
      readonly kind: 'expressions';
      readonly key: string | undefined;
      readonly expressions: readonly GoRegexp[];
    };

/** `[key=]range` or `[key=]regexp,regexp…`. The error says which expression is none, and why. */
export function compileTagFilter(source: string): Result<TagFilter, string> {
  const equals = source.indexOf('=');
  const key = equals < 0 ? undefined : source.slice(0, equals);
  const value = source.slice(equals + 1);
  const range = parseRange(value);
  if (range) return ok({ kind: 'range', key, test: range });
  const expressions: GoRegexp[] = [];
  for (const each of value.split(',')) {
    const expression = compileGoRegexp(each);
    if (!expression.ok) return err(`${each}: ${expression.error}`);
    expressions.push(expression.value);
  }
  return ok({ kind: 'expressions', key, expressions });
}

/** `32kb`, `:64kb`, `4mb:`, `12kb:64mb`; both ends belong to it. */
function parseRange(text: string): ((value: number, unit: string) => boolean) | undefined {
  const [first, second] = [...text.matchAll(/([+-]?\d+)([A-Za-z]+)?/g)];
  if (!first) return undefined;
  const word = first[2] ?? '';
  const low = scale(Number(first[1]), word, word);
  const within =
    (from: number, to: number) =>
    (value: number, unit: string): boolean => {
      const scaled = scale(value, unit, low.unit);
      return scaled.unit === low.unit && scaled.value >= from && scaled.value <= to;
    };
  if (!second) {
    if (text === first[0]) return within(low.value, low.value);
    if (text === `${first[0]}:`) return within(low.value, Infinity);
    return text === `:${first[0]}` ? within(-Infinity, low.value) : undefined;
  }
  if (text !== `${first[0]}:${second[0]}`) return undefined;
  const high = scale(Number(second[1]), second[2] ?? '', low.unit);
  return high.unit === low.unit ? within(low.value, high.value) : undefined;
}

/** Answers for the samples of one profile. */
export function bindTagFilter(profile: Profile, filter: TagFilter): (sample: number) => boolean {
  const { labels, samples, strings } = profile;
  const matches =
    filter.kind === 'range' ? bindRange(profile, filter) : bindExpressions(profile, filter);
  const key = filter.key === undefined ? undefined : strings.indexOf(filter.key);
  const isOurs = (row: number): boolean =>
    (key === undefined || labels.key[row] === key) &&
    (filter.kind === 'range') === (labels.str[row] === 0);
  // Without a key every expression must be met, by whichever label; with one, any of them.
  const rounds = filter.kind === 'range' || key !== undefined ? 1 : filter.expressions.length;
  return (sample) => {
    const first = samples.labelStart[sample] ?? 0;
    const end = samples.labelStart[sample + 1] ?? 0;
    for (let round = 0; round < rounds; round++) {
      let found = false;
      for (let row = first; row < end && !found; row++) found = isOurs(row) && matches(row, round);
      if (!found) return false;
    }
    return true;
  };
}

function bindRange(
  profile: Profile,
  filter: Extract<TagFilter, { kind: 'range' }>,
): (row: number) => boolean {
  const units = computeNumberUnits(profile);
  const { labels } = profile;
  return (row) => filter.test(Number(labels.num[row] ?? 0n), units.get(labels.key[row] ?? 0) ?? '');
}

function bindExpressions(
  { labels, strings }: Profile,
  { key, expressions }: Extract<TagFilter, { kind: 'expressions' }>,
): (row: number, round: number) => boolean {
  // Labels repeat: each pair of key and text is matched once.
  const known = new Map<number, boolean>();
  return (row, round) => {
    const keyIndex = labels.key[row] ?? 0;
    const str = labels.str[row] ?? 0;
    const pair = (keyIndex * strings.length + str) * expressions.length + round;
    let answer = known.get(pair);
    if (answer === undefined) {
      const value = strings[str] ?? '';
      answer =
        key === undefined
          ? expressions[round]!.test(`${strings[keyIndex]}:${value}`)
          : expressions.some((each) => each.test(value));
      known.set(pair, answer);
    }
    return answer;
  };
}

/**
 * Unit of each numeric label, by the string index of its key, as `Profile.NumLabelUnits`: the
 * first that occurs, else the key itself, bytes for `alignment` and `request`.
 */
export function computeNumberUnits({ labels, strings }: Profile): ReadonlyMap<number, string> {
  const units = new Map<number, string>();
  for (let row = 0; row < labels.length; row++) {
    if (labels.str[row] !== 0) continue;
    const key = labels.key[row] ?? 0;
    if (!units.get(key)) units.set(key, strings[labels.numUnit[row] ?? 0] ?? '');
  }
  for (const [key, unit] of units) {
    if (unit !== '') continue;
    const name = strings[key] ?? '';
    units.set(key, name === 'alignment' || name === 'request' ? 'bytes' : name);
  }
  return units;
}
