import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { Segmented } from '../../widgets/segmented';
import { Comparison, firstComparison } from './comparison';
import { ObjectDetail } from './object-detail';
import { ObjectTable } from './object-table';
import { Overview } from './overview';
import { StringTable } from './string-table';
import { Suspects } from './suspects';
import { TypeTable } from './type-table';

const views = ['overview', 'suspects', 'types', 'objects', 'strings', 'compare'] as const;

/** What was in the process when it stood still, who keeps it, and why. */
export function HeapPanel() {
  const { t } = useTranslation();
  const open = useSession(getActiveBundle);
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
  return <Heap key={open.bundle} bundle={open.bundle} types={probe.value} />;
}

function Heap(props: {
  bundle: string;
  types: Extract<ReturnType<typeof useReply<'heap.types'>>, { state: 'ready' }>['value'];
}) {
  const { bundle, types } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const [view, setView] = useState<(typeof views)[number]>('overview');
  const [type, setType] = useState<string>();
  const [comparison, setComparison] = useState(firstComparison);
  const clear = useSelection((state) => state.clear);
  const showType = (chosen: string) => {
    // Why a type is alive is asked of all its objects: none of them is chosen.
    clear();
    setType(chosen);
    setView('objects');
  };
  return (
    <div className="heap">
      <div className="heap-main">
        <div className="table-tools">
          <Segmented
            label={t('heap.view')}
            options={views}
            value={view}
            textOf={(each) => t(`heap.views.${each}`)}
            onChoose={setView}
          />
          <span className="dim count">
            {t('heap.coverage', { part: f.percent(types.coverage) })}
          </span>
        </div>
        {view === 'overview' && <Overview bundle={bundle} />}
        {view === 'suspects' && <Suspects bundle={bundle} />}
        {view === 'types' && <TypeTable rows={types.rows} selected={type} onSelect={showType} />}
        {view === 'objects' && (
          <ObjectTable bundle={bundle} type={type} onAllTypes={() => setType(undefined)} />
        )}
        {view === 'strings' && <StringTable bundle={bundle} />}
        {view === 'compare' && (
          <Comparison
            bundle={bundle}
            state={comparison}
            onState={setComparison}
            onType={showType}
          />
        )}
      </div>
      <ObjectDetail bundle={bundle} type={view === 'objects' ? type : undefined} />
    </div>
  );
}
