import { useTranslation } from 'react-i18next';
import { useSession } from '../../store/session';
import { CheckList } from '../../widgets/check-list';

/** One line: green or amber; unfolded, what to do about it. */
export function DoctorLine({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  const doctor = useSession((state) => state.doctor);
  if (doctor === undefined) {
    return (
      <p className="doctor-line dim" role="status">
        <i className="dot busy" /> {t('shell.checking')}
      </p>
    );
  }
  const worst = (['fail', 'warn'] as const).find((state) =>
    doctor.checks.some((check) => check.state === state),
  );
  return (
    <details className="doctor-line">
      <summary>
        <i className={`dot ${worst ?? 'ok'}`} /> {doctor.summary}
        <span className="dim">{t(worst === undefined ? 'doctor.fine' : 'doctor.notFine')}</span>
      </summary>
      <CheckList checks={doctor.checks} />
      <button className="button small" onClick={onRetry}>
        {t('doctor.again')}
      </button>
    </details>
  );
}
