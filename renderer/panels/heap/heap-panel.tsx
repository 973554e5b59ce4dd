import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReply } from '../../store/replies';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { Dominators } from './dominators';
import { TypeTable } from './type-table';
import { WhyAlive } from './why-alive';

/** What was in the process when it stood still, who keeps it, and why. */
export function HeapPanel() {
  const { t } = useTranslation();
  const open = useSession(getActiveBundle);
  const [view, setView] = useState<'tree' | 'types'>('tree');
  const probe = useReply('heap.types', open && { bundle: open.bundle });
  if (open === undefined || probe.state === 'idle') {
    return (
      <EmptyState icon="type-hierarchy-sub" title={t('heap.emptyTitle')} text={t('heap.empty')}>
        <button className="button" onClick={() => revealPanel('investigate')}>
          {t('investigate.setUp')}
        </button>
      </EmptyState>
    );
  }
  if (probe.state === 'failed') {
    return (
      <div className="pad">
        <FailureNote failure={probe.failure} />
      </div>
    );
  }
  if (probe.state !== 'ready') return <Busy label={t('heap.building')} />;
  return (
    <div className="heap">
      <div className="heap-main">
        <div className="table-tools">
          <div className="segmented" role="group" aria-label={t('heap.view')}>
            {(['tree', 'types'] as const).map((each) => (
              <button
                key={each}
                aria-pressed={view === each}
                className={view === each ? 'on' : ''}
                onClick={() => setView(each)}
              >
                {t(`heap.${each}`)}
              </button>
            ))}
          </div>
          <span className="dim count">
            {t('heap.coverage', { part: formatPart(probe.value.coverage) })}
          </span>
        </div>
        {view === 'tree' && <Dominators key={open.bundle} bundle={open.bundle} />}
        {view === 'types' && <TypeTable rows={probe.value.rows} />}
      </div>
      <WhyAlive bundle={open.bundle} />
    </div>
  );
}

const formatPart = (share: number) => `${(share * 100).toFixed(1)} %`;
