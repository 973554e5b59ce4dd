import { useTranslation } from 'react-i18next';
import { useSession } from '../store/session';
import { FailureNote } from '../widgets/failure-note';
import { Icon } from '../widgets/icon';

/** What went wrong or was done last; stays until it is read and closed, or something new is asked. */
export function NoticeBar() {
  const { t } = useTranslation();
  const notice = useSession((state) => state.notice);
  if (notice === undefined) return null;
  const close = (
    <button
      className="icon-button"
      aria-label={t('common.close')}
      onClick={() => useSession.setState({ notice: undefined })}
    >
      <Icon name="close" />
    </button>
  );
  return (
    <div className="notice-bar">
      {notice.kind === 'failure' ? (
        <FailureNote failure={notice.failure}>{close}</FailureNote>
      ) : (
        <div className="done-note" role="status" aria-label={t('common.done')}>
          <Icon name="check" />
          <span className="truncate">{notice.text}</span>
          {close}
        </div>
      )}
    </div>
  );
}
