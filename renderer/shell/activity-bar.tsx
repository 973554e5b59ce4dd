import { useTranslation } from 'react-i18next';
import { useSession } from '../store/session';
import { showActivity, useView, type Activity } from '../store/view';
import { Icon } from '../widgets/icon';

const activities: readonly (readonly [Activity, string])[] = [
  ['workspace', 'files'],
  ['investigate', 'target'],
  ['captures', 'archive'],
  ['cases', 'book'],
  ['doctor', 'pulse'],
];

/** What the side bar shows. The one in use, chosen again, folds it away. */
export function ActivityBar() {
  const { t } = useTranslation();
  const activity = useView((state) => state.activity);
  const isShown = useView((state) => state.screen === 'work' && state.sidebarOpen);
  const isIll = useSession((state) => state.doctor?.checks.some(({ state: s }) => s === 'fail'));
  return (
    <nav className="activity-bar" aria-label={t('shell.activities')}>
      {activities.map(([id, icon]) => (
        <button
          key={id}
          className={activity === id && isShown ? 'on' : ''}
          aria-label={t(`activity.${id}`)}
          aria-pressed={activity === id && isShown}
          title={t(`activity.${id}`)}
          onClick={() => showActivity(id)}
        >
          <Icon name={icon} />
          {id === 'doctor' && isIll === true && <i className="dot fail" />}
        </button>
      ))}
    </nav>
  );
}
