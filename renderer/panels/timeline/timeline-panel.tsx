import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/contract/failure';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { TimelineView } from './timeline-view';
import { chooseTrace, useTrace, useTraceFile } from '../../store/open-trace';

/** What everything in the program did, and when. */
export function TimelinePanel() {
  const { t } = useTranslation();
  const open = useSession(getActiveBundle);
  const file = useTraceFile((state) => state.path);
  const trace = useTrace(open?.bundle, file);
  const [failure, setFailure] = useState<Failure>();
  const openFile = (
    <button className="button" onClick={() => void chooseTrace().then(setFailure)}>
      {t('timeline.openFile')}
    </button>
  );
  if (trace.state === 'loading') return <Busy label={t('timeline.reading')} />;
  if (trace.state === 'open') {
    return <TimelineView key={trace.summary.trace} summary={trace.summary} />;
  }
  if (trace.state === 'failed') {
    return (
      <FailureNote failure={trace.failure}>
        {openFile}
        <button className="button" onClick={trace.retry}>
          {t('common.retry')}
        </button>
      </FailureNote>
    );
  }
  return (
    <EmptyState icon="pulse" title={t('timeline.emptyTitle')} text={t('timeline.empty')}>
      {failure !== undefined && <FailureNote failure={failure} />}
      <button className="button" onClick={() => revealPanel('investigate')}>
        {t('investigate.setUp')}
      </button>
      {openFile}
    </EmptyState>
  );
}
