import { err, ok, type Result } from '../../../contract/result';
import { compileGoRegexp, type GoRegexp } from '../../regexp/go-regexp';
import type { PprofError } from '../pprof-error';
import { filterNames, type ProfileFilters } from './profile-filters';
import { compileTagFilter, type TagFilter } from './tag-filter';

/** Filters that can be applied; `listed` is how a report's heading names them. */
export interface CompiledFilters {
  readonly focus?: GoRegexp | undefined;
  readonly ignore?: GoRegexp | undefined;
  readonly hide?: GoRegexp | undefined;
  readonly show?: GoRegexp | undefined;
  readonly showFrom?: GoRegexp | undefined;
  readonly pruneFrom?: GoRegexp | undefined;
  readonly tagFocus?: TagFilter | undefined;
  readonly tagIgnore?: TagFilter | undefined;
  readonly listed: readonly string[];
}

const expressions = ['focus', 'ignore', 'hide', 'show', 'showFrom', 'pruneFrom'] as const;
const tags = ['tagFocus', 'tagIgnore'] as const;

/** Compiles what is asked for; an expression that is none is named with the option it came by. */
export function compileFilters(filters: ProfileFilters): Result<CompiledFilters, PprofError> {
  const compiled: { -readonly [K in keyof CompiledFilters]?: CompiledFilters[K] } = {};
  for (const option of expressions) {
    const source = filters[option];
    if (source === undefined || source === '') continue;
    const expression = compileGoRegexp(source);
    if (!expression.ok) return err({ code: 'bad-expression', option, reason: expression.error });
    compiled[option] = expression.value;
  }
  for (const option of tags) {
    const source = filters[option];
    if (source === undefined || source === '') continue;
    const filter = compileTagFilter(source);
    if (!filter.ok) return err({ code: 'bad-expression', option, reason: filter.error });
    compiled[option] = filter.value;
  }
  const listed = filterNames.flatMap(([option, name]) => {
    const source = filters[option];
    return source === undefined || source === '' ? [] : [`${name}=${source}`];
  });
  return ok({ ...compiled, listed });
}
