import type { TFunction } from 'i18next';
import type { Flame } from '../../../app/contract/profile-views';
import type { Formats } from '../../i18n/format';

/** What is known of one node, in figures and in words. */
export interface FlameNodeFacts {
  readonly name: string;
  readonly place: string;
  readonly flat: number;
  readonly cum: number;
  readonly delta: number;
  readonly ofTotal: number;
  /** Undefined for the root of everything. */
  readonly ofParent: number | undefined;
}

/** @param above cum of what lies above the tree's own root: the whole, and its parent. */
export function describeNode(
  flame: Flame,
  node: number,
  above: { readonly total: number; readonly parent: number | undefined },
): FlameNodeFacts {
  const name = flame.names[flame.name[node] ?? 0] ?? '';
  const file = flame.files[flame.file[node] ?? 0] ?? '';
  const line = flame.line[node] ?? 0;
  const cum = flame.cum[node] ?? 0;
  const parent = flame.parent[node] ?? -1;
  const parentCum = parent >= 0 ? flame.cum[parent] : above.parent;
  const base = file.slice(file.lastIndexOf('/') + 1);
  return {
    name: name === '' ? 'root' : name,
    place: base === '' ? '' : line > 0 ? `${base}:${line}` : base,
    flat: flame.flat[node] ?? 0,
    cum,
    delta: flame.delta[node] ?? 0,
    ofTotal: above.total === 0 ? 0 : cum / above.total,
    ofParent: parentCum === undefined || parentCum === 0 ? undefined : cum / parentCum,
  };
}

/** One line each; what the tooltip shows and a screen reader says. */
export function formatNode(facts: FlameNodeFacts, unit: string, f: Formats, t: TFunction): string {
  const shares = [
    t('profile.ofTotal', { part: f.percent(facts.ofTotal) }),
    ...(facts.ofParent === undefined
      ? []
      : [t('profile.ofParent', { part: f.percent(facts.ofParent) })]),
  ];
  return [
    facts.name,
    ...(facts.place === '' ? [] : [facts.place]),
    `cum ${f.value(facts.cum, unit)} · ${shares.join(' · ')}`,
    `flat ${f.value(facts.flat, unit)}`,
    ...(facts.delta === 0 ? [] : [t('profile.sinceBase', { delta: f.delta(facts.delta, unit) })]),
  ].join('\n');
}
