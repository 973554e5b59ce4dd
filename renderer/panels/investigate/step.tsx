import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { getElapsedMs, type StepView } from '../../store/investigation';
import { CopyButton } from '../../widgets/copy-button';
import { FailureNote } from '../../widgets/failure-note';
import { Icon } from '../../widgets/icon';
import { Progress } from '../../widgets/progress';

const icons: Readonly<Record<StepView['state'], string>> = {
  waiting: 'circle-large-outline',
  running: 'loading',
  done: 'pass',
  failed: 'error',
  skipped: 'circle-slash',
  cancelled: 'stop-circle',
};

/** One step: state, time against the expected, the command to copy, what it found. */
export function Step({ step, now }: { step: StepView; now: number }) {
  const { t } = useTranslation();
  const f = useFormats();
  const name = t(`steps.${step.step}`);
  const elapsedMs = getElapsedMs(step, now);
  const isRunning = step.state === 'running';
  return (
    <li className={`step ${step.state}`} {...(isRunning && { 'aria-current': 'step' as const })}>
      <Icon name={icons[step.state]} spin={isRunning} />
      <span className="step-name">
        {name} <span className="visually-hidden">{t(`stepState.${step.state}`)}</span>
      </span>
      <span className="step-time">
        {step.state !== 'waiting' && elapsedMs > 0 && f.milliseconds(elapsedMs)}
        {isRunning && step.expectedMs !== undefined && (
          <span className="dim"> / {f.milliseconds(step.expectedMs)}</span>
        )}
      </span>
      {isRunning && step.expectedMs !== undefined && (
        <div className="step-wide">
          <Progress label={name} part={elapsedMs / step.expectedMs} />
        </div>
      )}
      {step.note !== undefined && <small title={step.note}>{step.note}</small>}
      {step.command !== undefined && (
        <div className="step-command">
          <code className="truncate" title={step.command}>
            {step.command}
          </code>
          <CopyButton
            label={t('investigate.copyCommand', { name })}
            getText={() => step.command ?? ''}
          />
        </div>
      )}
      {step.artefact !== undefined && (
        <div className="step-command">
          <code className="truncate" title={step.artefact}>
            {step.artefact.slice(step.artefact.lastIndexOf('/') + 1)}
          </code>
          <CopyButton
            label={t('investigate.copyPath', { name })}
            getText={() => step.artefact ?? ''}
          />
        </div>
      )}
      {step.failure !== undefined && (
        <div className="step-wide">
          <FailureNote failure={step.failure} />
        </div>
      )}
    </li>
  );
}
