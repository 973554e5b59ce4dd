import { useTranslation } from 'react-i18next';
import { chooseProject } from '../../store/actions';
import { isBusy } from '../../store/investigation';
import { useSession } from '../../store/session';
import { EmptyState } from '../../widgets/empty-state';
import { LiveCharts } from './live-charts';
import { PlanForm } from './plan-form';

/** Before: what to investigate. While it records: what the program does. */
export function InvestigatePanel() {
  const { t } = useTranslation();
  const project = useSession((state) => state.project);
  const investigation = useSession((state) => state.investigation);
  if (isBusy(investigation)) return <LiveCharts investigation={investigation} />;
  return (
    <div className="investigate">
      {project !== undefined && <PlanForm key={project.dir} project={project} />}
      {project === undefined && (
        <EmptyState icon="target" title={t('investigate.emptyTitle')} text={t('investigate.empty')}>
          <button className="button primary" onClick={() => void chooseProject()}>
            {t('start.open')}
          </button>
        </EmptyState>
      )}
    </div>
  );
}
