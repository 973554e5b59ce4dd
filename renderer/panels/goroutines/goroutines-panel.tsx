import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoroutineRow, GoroutineViewInput } from '../../../app/contract/goroutines';
import { useFormats } from '../../i18n/setup';
import { request } from '../../store/bridge';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { PagedTable } from '../../widgets/paged-table';
import { Busy } from '../../widgets/progress';
import { nextSorting } from '../../widgets/table-model';
import { goroutineTableColumns } from './columns';
import { GroupHeading } from './group-heading';
import { GoroutineDetails } from './goroutine-details';
import { GraphNote } from './graph-note';
import { useGoroutineTable, type ShownTable } from './use-goroutine-table';
import { ViewChoice } from './view-choice';

const firstView: GoroutineViewInput = { grouping: 'created' };

/** Every goroutine as the three legs know it, grouped by who made it; 100,000 as lightly as ten. */
export function GoroutinesPanel() {
  const { t } = useTranslation();
  const open = useSession(getActiveBundle);
  if (open === undefined) {
    return (
      <EmptyState icon="layers" title={t('goroutines.emptyTitle')} text={t('goroutines.empty')}>
        <button className="button" onClick={() => revealPanel('investigate')}>
          {t('investigate.setUp')}
        </button>
      </EmptyState>
    );
  }
  return <Goroutines key={open.bundle} bundle={open.bundle} />;
}

function Goroutines({ bundle }: { bundle: string }) {
  const { t } = useTranslation();
  const [view, setView] = useState(firstView);
  const { shown, awaitsGraph, failure, graphFailure } = useGoroutineTable(bundle, view);
  const hasChoice = useSelection(({ selection }) => selection.goroutine !== undefined);
  if (failure !== undefined) return <FailureNote failure={failure} />;
  if (shown === undefined) return <Busy label={t('common.loading')} />;
  return (
    <div className={hasChoice ? 'goroutines has-choice' : 'goroutines'}>
      <div className="goroutines-table">
        <GraphNote isAwaited={awaitsGraph} failure={graphFailure} />
        <GoroutineTable
          bundle={bundle}
          shown={shown}
          awaitsGraph={awaitsGraph}
          wanted={view}
          onView={setView}
        />
      </div>
      <GoroutineDetails bundle={bundle} withGraph={shown.withGraph} awaitsGraph={awaitsGraph} />
    </div>
  );
}

function GoroutineTable(props: {
  bundle: string;
  shown: ShownTable;
  awaitsGraph: boolean;
  /** What the controls say: it may still be arranged. */
  wanted: GoroutineViewInput;
  onView: (view: GoroutineViewInput) => void;
}) {
  const { bundle, shown, awaitsGraph, wanted, onView } = props;
  const { view, opened, withGraph } = shown;
  const { t } = useTranslation();
  const f = useFormats();
  const selection = useSelection((state) => state.selection);
  const select = useSelection((state) => state.select);
  const columns = useMemo(() => goroutineTableColumns(t, f, awaitsGraph), [t, f, awaitsGraph]);
  const load = useCallback(
    (offset: number, limit: number) =>
      request('goroutine.rows', { bundle, withGraph, view, offset, limit }),
    [bundle, withGraph, view],
  );
  const { goroutine, function: name } = selection;
  const located = useReply(
    'goroutine.locate',
    goroutine === undefined && name === undefined
      ? undefined
      : {
          bundle,
          withGraph,
          view,
          ...(goroutine === undefined ? { function: name } : { goid: goroutine }),
        },
  );
  const isSelected = useCallback(
    (row: GoroutineRow) =>
      goroutine === undefined
        ? name !== undefined && row.function === name
        : row.goid === goroutine,
    [goroutine, name],
  );
  const getText = async () => {
    const titles = columns.map(({ id, title }) => ({ id, title }));
    const reply = await request('goroutine.text', {
      bundle,
      withGraph,
      view,
      columns: titles,
    });
    return reply.ok ? reply.value.text : reply.error.message;
  };
  return (
    <PagedTable
      label={t('panels.goroutines')}
      columns={columns}
      total={opened.total}
      shown={opened.shown}
      groups={opened.groups}
      renderGroup={(group) => <GroupHeading group={group} />}
      load={load}
      isSelected={isSelected}
      onSelect={(row) => {
        const place = row.blockedAt ?? row.createdBy;
        select({
          goroutine: row.goid,
          function: row.function,
          ...(place !== undefined && { source: { path: place.file, line: place.line } }),
        });
      }}
      inSight={located.state === 'ready' ? located.value.index : undefined}
      filter={wanted.filter ?? ''}
      onFilter={useCallback((filter: string) => onView({ ...wanted, filter }), [onView, wanted])}
      sorting={wanted.sorting}
      onSort={(column) => {
        const sorting = nextSorting(wanted.sorting, column) as GoroutineViewInput['sorting'];
        onView({ ...wanted, sorting });
      }}
      getText={getText}
      tools={<ViewChoice view={wanted} onView={onView} />}
    />
  );
}
