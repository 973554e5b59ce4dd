import { useTranslation } from 'react-i18next';
import { runDoctor } from '../../store/actions';
import { useSession } from '../../store/session';
import { CheckList } from '../../widgets/check-list';
import { Busy } from '../../widgets/progress';

/** What works on this machine, why not, and what to do. */
export function DoctorPanel() {
  const { t } = useTranslation();
  const doctor = useSession((state) => state.doctor);
  const isRunning = useSession((state) => state.pending.includes('doctor.run'));
  return (
    <div className="side-panel">
      <h2 className="section-title">{t('activity.doctor')}</h2>
      {isRunning && <Busy label={t('shell.checking')} />}
      {doctor !== undefined && (
        <>
          <p>{doctor.summary}</p>
          <CheckList checks={doctor.checks} />
        </>
      )}
      <button className="button" disabled={isRunning} onClick={() => void runDoctor()}>
        {t('doctor.again')}
      </button>
    </div>
  );
}
