import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { closeProfile, stopWatching, type OpenedProfile } from '../../store/opened-profile';
import { Icon } from '../../widgets/icon';

/** What is shown instead of the session's profiles, how its watch goes, and the way back. */
export function OpenedBar({ opened }: { opened: OpenedProfile }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { name, watch, failure } = opened;
  return (
    <div className="table-tools opened-bar" role="status">
      <Icon name={watch === undefined ? 'file' : 'eye'} />
      <code title={name}>{name}</code>
      {watch !== undefined && (
        <>
          <span className="dim">
            {t('profile.taken', { count: watch.taken })}
            {watch.missed > 0 && ` · ${t('profile.missed', { missed: f.count(watch.missed) })}`}
          </span>
          <button className="button small" onClick={stopWatching}>
            {t('profile.stopWatching')}
          </button>
        </>
      )}
      {failure !== undefined && <span className="warning">{failure.message}</span>}
      <button
        className="button small"
        aria-label={t('profile.closeOpened')}
        title={t('profile.closeOpened')}
        onClick={closeProfile}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
