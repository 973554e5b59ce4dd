import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../app/domain/format/format';
import type { TraceStats } from '../../../app/contract/trace-stats';
import type {
  TraceAnnotation,
  TracePathOf,
  TraceSummaryDocument,
} from '../../../app/contract/trace-summary';
import { useSelection } from '../../store/selection';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { distributionColumns } from './distribution-columns';
import { formatNs } from './format-time';
import type { TraceRange } from './use-trace-range';

type Named = TraceStats['tasks']['byName'][number] & { readonly what: TraceAnnotation['what'] };

/** Tasks and regions of runtime/trace: by name, and each of them. */
export function AnnotationsView(props: {
  summary: TraceSummaryDocument;
  range: TraceRange;
  onPath: (of: TracePathOf) => void;
}) {
  const { summary, range, onPath } = props;
  const { stats, annotations } = summary;
  const { t } = useTranslation();
  const [named, setNamed] = useState<Named>();
  const goid = useSelection(({ selection }) => selection.goroutine);
  const names = useMemo(
    (): readonly Named[] => [
      ...stats.tasks.byName.map((row) => ({ ...row, what: 'task' as const })),
      ...stats.regions.byName.map((row) => ({ ...row, what: 'region' as const })),
    ],
    [stats],
  );
  const rows = useMemo(
    () =>
      named === undefined
        ? annotations
        : annotations.filter(({ what, name }) => what === named.what && name === named.name),
    [annotations, named],
  );
  const nameColumns = useMemo(() => columnsOfNames(t), [t]);
  const columns = useMemo(() => columnsOfEach(t, stats.durationNs), [t, stats.durationNs]);
  const isSelected = useCallback(
    (row: TraceAnnotation) => row.goid === goid && range.isChosen(row),
    [goid, range],
  );
  const chosen = rows.find(isSelected);
  // Those that began before the trace are among the rows only.
  const begun = (named === undefined ? names : [named]).reduce((sum, row) => sum + row.begun, 0);
  return (
    <div className="summary-tables annotations">
      <VirtualTable
        label={t('traceSummary.byName')}
        columns={nameColumns}
        rows={names}
        isSelected={(row) => row.what === named?.what && row.name === named.name}
        onSelect={(row) =>
          setNamed(row.what === named?.what && row.name === named.name ? undefined : row)
        }
      />
      <VirtualTable
        label={t('traceSummary.eachOf', {
          name: named?.name ?? t('traceSummary.tabs.annotations'),
        })}
        columns={columns}
        rows={rows}
        total={Math.max(rows.length, begun)}
        isSelected={isSelected}
        onSelect={(row) => range.choose(row, { goroutine: row.goid })}
        initialSorting={{ column: 'length', direction: 'descending' }}
        tools={
          <button
            className="button small"
            disabled={chosen === undefined}
            title={t('traceSummary.pathHelp')}
            onClick={() => chosen !== undefined && onPath(pathOf(chosen))}
          >
            {t('traceSummary.pathOfIt')}
          </button>
        }
      />
    </div>
  );
}

function pathOf({ what, task, goid, beginNs, endNs }: TraceAnnotation): TracePathOf {
  if (what === 'task') return { task };
  return {
    fromNs: beginNs ?? 0,
    ...(goid !== undefined && { goid }),
    ...(endNs !== undefined && { toNs: endNs }),
  };
}

const columnsOfNames = (t: TFunction): readonly TableColumn<Named>[] => [
  {
    id: 'what',
    title: t('traceSummary.kind'),
    width: 56,
    value: (row) => t(`traceSummary.what.${row.what}`),
  },
  { id: 'name', title: t('traceSummary.name'), value: (row) => row.name },
  ...withOpen(t),
];

/** Half a panel: the 90th percentile says the least of them, and how many never ended the most. */
function withOpen(t: TFunction): readonly TableColumn<Named>[] {
  const [begun, ...times] = distributionColumns<Named>(
    t,
    t('traceSummary.begun'),
    (row) => row.begun,
  ).filter(({ id }) => id !== 'p90Ns');
  const open: TableColumn<Named> = {
    ...{ id: 'open', title: t('traceSummary.open'), help: t('traceSummary.openHelp') },
    ...{ width: 52, align: 'right' },
    value: (row) => Math.max(0, row.begun - row.ended),
    render: (row) => (row.begun > row.ended ? formatCount(row.begun - row.ended) : '–'),
  };
  return [...(begun === undefined ? [] : [begun]), open, ...times];
}

const columnsOfEach = (
  t: TFunction,
  durationNs: number,
): readonly TableColumn<TraceAnnotation>[] => [
  {
    id: 'what',
    title: t('traceSummary.kind'),
    width: 64,
    value: (row) => t(`traceSummary.what.${row.what}`),
  },
  { id: 'name', title: t('traceSummary.name'), value: (row) => row.name },
  {
    ...{ id: 'task', title: t('traceSummary.task'), width: 60, align: 'right' },
    value: (row) => row.task,
    render: ({ task }) => (task === 0 ? '–' : formatCount(task)),
  },
  {
    ...{ id: 'goid', title: 'G', width: 60, align: 'right' },
    value: (row) => row.goid,
    render: ({ goid }) => (goid === undefined ? '–' : `G${goid}`),
  },
  {
    ...{ id: 'at', title: t('traceSummary.moment'), width: 80, align: 'right' },
    value: (row) => row.beginNs ?? 0,
    render: ({ beginNs }) => (beginNs === undefined ? '–' : formatNs(beginNs)),
  },
  {
    ...{ id: 'length', title: t('traceSummary.lasts'), width: 80, align: 'right' },
    value: ({ beginNs = 0, endNs = durationNs }) => endNs - beginNs,
    render: ({ beginNs = 0, endNs }) =>
      `${endNs === undefined ? '> ' : ''}${formatNs((endNs ?? durationNs) - beginNs)}`,
  },
];
