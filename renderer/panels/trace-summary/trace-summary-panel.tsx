import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineSummary } from '../../../app/contract/timeline';
import { useTrace, useTraceFile } from '../../store/open-trace';
import { useReply } from '../../store/replies';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { Reading } from './reading';
import { SummaryView } from './summary-view';

/** What a trace adds up to: latency, processors, collector, tasks, who woke whom, and what its end waited for. */
export function TraceSummaryPanel() {
  const { t } = useTranslation();
  const open = useSession(getActiveBundle);
  const file = useTraceFile((state) => state.path);
  const trace = useTrace(open?.bundle, file);
  const { host, isSeen } = useSeen();
  return (
    <div className="trace-summary" ref={host}>
      {trace.state === 'loading' && <Busy label={t('timeline.reading')} />}
      {trace.state === 'failed' && (
        <FailureNote failure={trace.failure}>
          <button className="button" onClick={trace.retry}>
            {t('common.retry')}
          </button>
        </FailureNote>
      )}
      {trace.state === 'none' && (
        <EmptyState
          icon="pulse"
          title={t('traceSummary.emptyTitle')}
          text={t('traceSummary.empty')}
        >
          <button className="button" onClick={() => revealPanel('timeline')}>
            {t('traceSummary.openTimeline')}
          </button>
        </EmptyState>
      )}
      {trace.state === 'open' && isSeen && (
        <Summary key={trace.summary.trace} timeline={trace.summary} />
      )}
    </div>
  );
}

function Summary({ timeline }: { timeline: TimelineSummary }) {
  const { t } = useTranslation();
  const { trace } = timeline;
  const reply = useReply('trace.summary', { trace });
  if (reply.state === 'ready') return <SummaryView timeline={timeline} summary={reply.value} />;
  if (reply.state !== 'failed') return <Reading trace={trace} />;
  const again = (
    <button className="button" onClick={reply.retry}>
      {t('traceSummary.read')}
    </button>
  );
  if (reply.failure.code !== 'cancelled') {
    return <FailureNote failure={reply.failure}>{again}</FailureNote>;
  }
  return (
    <EmptyState
      icon="pulse"
      title={t('traceSummary.cancelledTitle')}
      text={t('traceSummary.cancelled')}
    >
      {again}
    </EmptyState>
  );
}

/** Whether the panel has been in sight: a large trace is not read for a tab that nobody looks at. */
function useSeen() {
  const host = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (isSeen || host.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    observer.observe(host.current);
    return () => observer.disconnect();
  }, [isSeen]);
  return { host, isSeen };
}
