import { useTranslation } from 'react-i18next';
import type { GoroutineRow } from '../../../app/contract/goroutines';

const all: GoroutineRow['sources'] = ['profile', 'trace', 'memory'];
const letters = { profile: 'P', trace: 'T', memory: 'M' } as const;

/** Which legs know the goroutine: a letter in the leg's hue each, the others left out. */
export function LegMarks({ sources }: { sources: GoroutineRow['sources'] }) {
  const { t } = useTranslation();
  const names = sources.map((source) => t(`sources.${source}`)).join(', ');
  return (
    <span className="leg-marks" title={names}>
      <span className="visually-hidden">{names}</span>
      {all.map((source) => (
        <i key={source} aria-hidden className={sources.includes(source) ? source : 'none'}>
          {sources.includes(source) ? letters[source] : '·'}
        </i>
      ))}
    </span>
  );
}
