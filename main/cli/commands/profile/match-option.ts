import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import { compileGoRegexp } from '../../../../app/domain/regexp/go-regexp';
import type { Values } from '../../verbs';

/** `--match RE`; without it everything matches. */
export function compileMatch(values: Values): Result<(name: string) => boolean, Failure> {
  const source = values['match'];
  if (typeof source !== 'string') return ok(() => true);
  const expression = compileGoRegexp(source);
  if (expression.ok) return ok((name) => expression.value.test(name));
  const message = `The expression of --match cannot be used: ${expression.error}.`;
  return err({ code: 'usage', message });
}
