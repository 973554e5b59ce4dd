import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flame } from '../../../app/contract/profile-views';
import { groupColor, readFlamePalette, type FlameColoring } from '../../widgets/flame-palette';
import { packageOf } from '../../../app/domain/format/go-name';

const shownPackages = 5;

/** What the colours mean: packages with the most flat, or growth and shrinkage. */
export function FlameLegend(props: { flame: Flame; coloring: FlameColoring; theme: string }) {
  const { flame, coloring, theme } = props;
  const { t } = useTranslation();
  const isLight = useMemo(() => theme !== '' && readFlamePalette().isLight, [theme]);
  const packages = useMemo(() => largestPackages(flame), [flame]);
  if (coloring === 'plain') return null;
  return (
    <ul className="flame-legend" aria-label={t('profile.legend')}>
      {coloring === 'difference'
        ? (['grow', 'same', 'shrink'] as const).map((each) => (
            <li key={each}>
              <i className={each} />
              {t(`profile.legend_${each}`)}
            </li>
          ))
        : packages.map((name) => (
            <li key={name}>
              <i style={{ background: groupColor(name, isLight) }} />
              <code>{name}</code>
            </li>
          ))}
    </ul>
  );
}

function largestPackages(flame: Flame): readonly string[] {
  const groups = flame.names.map((name) => packageOf(name));
  const sums = new Map<string, number>();
  flame.name.forEach((name, node) => {
    const group = groups[name] ?? '';
    if (node > 0 && group !== '') {
      sums.set(group, (sums.get(group) ?? 0) + Math.abs(flame.flat[node] ?? 0));
    }
  });
  return [...sums]
    .sort((a, b) => b[1] - a[1])
    .slice(0, shownPackages)
    .map(([name]) => name);
}
