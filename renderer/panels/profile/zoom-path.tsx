import { useTranslation } from 'react-i18next';
import type { ZoomStep } from './use-flame';

/** Steps of a long way that are named: the outermost and the last ones. */
const namedAtEnd = 3;

/** Where a flame graph is zoomed to; each step leads back to itself. */
export function ZoomPath(props: {
  steps: readonly ZoomStep[];
  onChange: (steps: readonly ZoomStep[]) => void;
}) {
  const { t } = useTranslation();
  const { steps, onChange } = props;
  const from = Math.max(0, steps.length - namedAtEnd);
  return (
    <nav className="zoom-path" aria-label={t('profile.zoomPath')}>
      <button disabled={steps.length === 0} onClick={() => onChange([])}>
        {t('profile.all')}
      </button>
      {from > 0 && <span className="dim">› … {t('profile.levels', { count: from })}</span>}
      {steps.slice(from).map((step, index) => (
        <span key={from + index}>
          <span className="dim" aria-hidden="true">
            ›{' '}
          </span>
          <button
            className="mono"
            title={step.name}
            aria-current={from + index === steps.length - 1 ? 'location' : undefined}
            onClick={() => onChange(steps.slice(0, from + index + 1))}
          >
            {step.name.slice(step.name.lastIndexOf('/') + 1)}
          </button>
        </span>
      ))}
    </nav>
  );
}
