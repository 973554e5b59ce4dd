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
      <label className="check" title={t('goroutines.endedHelp')}>
        <input
          type="checkbox"
          checked={view.ended ?? false}
          onChange={(event) => onView({ ...view, ended: event.target.checked })}
        />
        {t('goroutines.ended')}
      </label>
      <label className="check" title={t('goroutines.systemHelp')}>
        <input
          type="checkbox"
          checked={view.system ?? false}
          onChange={(event) => onView({ ...view, system: event.target.checked })}
        />
        {t('goroutines.system')}
      </label>
    </>
  );
}
