import type { Finding } from '../../../app/contract/findings';
import type { HeldLine } from '../../editor/evidence';
import type { Formats } from '../../i18n/format';

/** Lines of `path` at which the program stores what a holder then keeps. */
export function findHeldLines(
  findings: readonly Finding[],
  path: string,
  f: Formats,
): readonly HeldLine[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return findings.flatMap(({ holder }) => {
    const place = /([^\s/(]+\.go):(\d+)/.exec(holder?.heldAs ?? '');
    if (holder === undefined || place?.[1] !== name) return [];
    return [{ line: Number(place[2]), text: `held ${f.shortCount(holder.objects)}` }];
  });
}
