import { useTranslation } from 'react-i18next';
import type { GoroutineViewInput } from '../../../app/contract/goroutines';

/** How the goroutines are grouped, and which are shown at all. */
export function ViewChoice(props: {
  view: GoroutineViewInput;
  onView: (view: GoroutineViewInput) => void;
}) {
  const { view, onView } = props;
  const { t } = useTranslation();
  return (
    <>
      <select
        className="input small"
        aria-label={t('goroutines.groupBy')}
        value={view.grouping}
        onChange={(event) =>
          onView({ ...view, grouping: event.target.value as 'created' | 'state' | 'none' })
        }
      >
        <option value="created">{t('goroutines.byCreation')}</option>
        <option value="state">{t('goroutines.byState')}</option>
        <option value="none">{t('goroutines.notGrouped')}</option>
      </select>
      <button
        className="button small toggle"
        aria-pressed={view.ended ?? false}
        title={t('goroutines.endedHelp')}
        onClick={() => onView({ ...view, ended: !(view.ended ?? false) })}
      >
        {t('goroutines.ended')}
      </button>
      <button
        className="button small toggle"
        aria-pressed={view.system ?? false}
        title={t('goroutines.systemHelp')}
        onClick={() => onView({ ...view, system: !(view.system ?? false) })}
      >
        {t('goroutines.system')}
      </button>
    </>
  );
}
