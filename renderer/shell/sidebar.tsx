import { useTranslation } from 'react-i18next';
import { CapturesPanel } from '../panels/captures/captures-panel';
import { CasesPanel } from '../panels/cases/cases-panel';
import { DoctorPanel } from '../panels/doctor/doctor-panel';
import { StepperPanel } from '../panels/investigate/stepper-panel';
import { WorkspacePanel } from '../panels/workspace/workspace-panel';
import { useView, type Activity } from '../store/view';

const panels: Readonly<Record<Activity, () => React.JSX.Element>> = {
  workspace: WorkspacePanel,
  investigate: StepperPanel,
  captures: CapturesPanel,
  cases: CasesPanel,
  doctor: DoctorPanel,
};

export function Sidebar() {
  const { t } = useTranslation();
  const activity = useView((state) => state.activity);
  const Panel = panels[activity];
  return (
    <aside className="sidebar" aria-label={t(`activity.${activity}`)}>
      <Panel />
    </aside>
  );
}
