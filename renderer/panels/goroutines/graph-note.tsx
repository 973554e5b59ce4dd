import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/contract/failure';
import { FailureNote } from '../../widgets/failure-note';

/** Says that proofs are still to come, or why there are none. */
export function GraphNote(props: { isAwaited: boolean; failure: Failure | undefined }) {
  const { t } = useTranslation();
  if (props.failure !== undefined) return <FailureNote failure={props.failure} />;
  if (!props.isAwaited) return null;
  return (
    <div className="graph-note" role="status">
      <div className="progress indeterminate" aria-hidden>
        <div />
      </div>
      <span>{t('goroutines.graphAwaited')}</span>
    </div>
  );
}
