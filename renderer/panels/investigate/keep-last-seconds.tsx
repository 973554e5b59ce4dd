import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { keepLastSeconds } from '../../store/actions';
import type { Investigation } from '../../store/investigation';
import { useSession } from '../../store/session';
import { Icon } from '../../widgets/icon';

/** Keeps what just happened: the flight recorder's window becomes a trace of the session. */
export function KeepLastSeconds({ investigation }: { investigation: Investigation }) {
  const { t } = useTranslation();
  const isPending = useSession((state) => state.pending.includes('investigation.keep'));
  const { flight, steps } = investigation;
  if (flight?.state !== 'running' || steps.record.state !== 'running') return null;
  return (
    <button
      className="button"
      disabled={isPending}
      title={t('investigate.keepHelp')}
      onClick={() => void keepLastSeconds()}
    >
      <Icon name={isPending ? 'loading' : 'save'} spin={isPending} />
      {t('investigate.keep', { seconds: flight.seconds })}
    </button>
  );
}

/** What was kept so far; or why nothing can be. */
export function KeptTraces({ investigation }: { investigation: Investigation }) {
  const { t } = useTranslation();
  const f = useFormats();
  const { flight, kept, recordingSinceMs } = investigation;
  if (flight?.state === 'unsupported') {
    return (
      <p className="dim flight-note">
        {flight.failure?.message} {flight.failure?.remedy}
      </p>
    );
  }
  if (kept.length === 0) return null;
  return (
    <ul className="kept" aria-label={t('investigate.kept')}>
      {kept.map(({ path, atMs, sizeBytes, trigger }) => (
        <li key={path} title={path}>
          <Icon name="pass" /> <code>{path.slice(path.lastIndexOf('/') + 1)}</code>{' '}
          <span className="dim">
            {[
              recordingSinceMs !== undefined && f.seconds((atMs - recordingSinceMs) / 1000),
              f.bytes(sizeBytes),
              trigger === 'stalled' && t('investigate.keptStalled'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
