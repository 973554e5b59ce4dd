import { err, ok, type Result } from '../../../../app/contract/result';
import type { ProfileFilters } from '../../../../app/domain/pprof/filter/profile-filters';
import type { SubtractMode } from '../../../../app/domain/pprof/subtract-profiles';
import {
  granularities,
  type Granularity,
  type ViewOptions,
} from '../../../../app/domain/pprof/view-options';
import type { TrimOptions } from '../../../../app/domain/pprof/views/trim';
import type { Values, Verb } from '../../verbs';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Which profile, and what of it; for every verb. */
export const sourceOptions = {
  'sample-type': text,
  base: { type: 'string', multiple: true },
  'diff-base': { type: 'string', multiple: true },
  normalize: flag,
  focus: text,
  ignore: text,
  hide: text,
  show: text,
  'show-from': text,
  'prune-from': text,
  tagfocus: text,
  tagignore: text,
  granularity: text,
  noinlines: flag,
  'inflate-limit': text,
} as const satisfies Verb['options'];

/** What of a table is printed, for the verbs that print one. */
export const tableOptions = {
  ...sourceOptions,
  showcolumns: flag,
  'relative-percentages': flag,
  'drop-negative': flag,
  cum: flag,
  nodecount: text,
  nodefraction: text,
  edgefraction: text,
  json: flag,
} as const satisfies Verb['options'];

/** The options, checked. */
export interface ProfileRequest {
  readonly sampleType: string | undefined;
  readonly bases: readonly string[];
  readonly mode: SubtractMode;
  readonly normalize: boolean;
  readonly filters: ProfileFilters;
  readonly frames: Omit<ViewOptions, 'sampleType' | 'filters' | 'includeAgent'>;
  readonly trim: Partial<TrimOptions>;
  readonly inflateLimit: number | undefined;
  readonly json: boolean;
}

/** The error is one line for the person. */
export function readRequest(values: Values): Result<ProfileRequest, string> {
  const string = (name: string): string | undefined => values[name] as string | undefined;
  const base = (values['base'] ?? []) as readonly string[];
  const diffBase = (values['diff-base'] ?? []) as readonly string[];
  if (base.length > 0 && diffBase.length > 0) {
    return err('--base and --diff-base cannot both be given.');
  }
  const normalize = values['normalize'] === true;
  if (normalize && base.length + diffBase.length === 0) {
    return err('--normalize wants a --base or --diff-base to normalize by.');
  }
  const granularity = string('granularity');
  if (granularity !== undefined && !granularities.includes(granularity as Granularity)) {
    return err(`--granularity wants one of ${granularities.join(', ')}.`);
  }
  const limit = string('inflate-limit');
  const inflateLimit = limit === undefined ? undefined : parseBytes(limit);
  if (limit !== undefined && inflateLimit === undefined) {
    return err('--inflate-limit wants a size such as 2GiB or 500MiB.');
  }
  const trim = readTrim(values);
  if (!trim.ok) return trim;
  return ok({
    sampleType: string('sample-type'),
    bases: [...base, ...diffBase],
    mode: diffBase.length > 0 ? 'diff-base' : 'base',
    normalize,
    filters: {
      focus: string('focus'),
      ignore: string('ignore'),
      hide: string('hide'),
      show: string('show'),
      showFrom: string('show-from'),
      pruneFrom: string('prune-from'),
      tagFocus: string('tagfocus'),
      tagIgnore: string('tagignore'),
    },
    frames: {
      granularity: granularity as Granularity | undefined,
      noInlines: values['noinlines'] === true,
      showColumns: values['showcolumns'] === true,
      relativePercentages: values['relative-percentages'] === true,
      dropNegative: values['drop-negative'] === true,
    },
    trim: trim.value,
    inflateLimit,
    json: values['json'] === true,
  });
}

function readTrim(values: Values): Result<Partial<TrimOptions>, string> {
  const trim: { -readonly [K in keyof TrimOptions]?: TrimOptions[K] } = {};
  if (values['cum'] === true) trim.sortBy = 'cum';
  for (const [name, field] of [
    ['nodecount', 'nodeCount'],
    ['nodefraction', 'nodeFraction'],
    ['edgefraction', 'edgeFraction'],
  ] as const) {
    const given = values[name];
    if (typeof given !== 'string') continue;
    const number = Number(given);
    if (given.trim() === '' || !Number.isFinite(number) || number < 0) {
      return err(`--${name} wants a number, not "${given}".`);
    }
    trim[field] = field === 'nodeCount' ? Math.trunc(number) : number;
  }
  return ok(trim);
}

/** `500MiB`, `2GiB`, `1000000`. */
function parseBytes(size: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]i?B?|B)?$/i.exec(size);
  if (!match) return undefined;
  const power = ' KMGT'.indexOf((match[2] ?? ' ').charAt(0).toUpperCase());
  return Math.round(Number(match[1]) * 1024 ** Math.max(0, power));
}
