import type { TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceDiffRow } from '../../../app/contract/trace-diff';
import { formatChange, formatMetricValue } from '../../../app/domain/tracediff/format-value';
import { formatPlace, placeOf } from '../../../app/domain/tracediff/place';
import { useFormats } from '../../i18n/setup';
import { GoName } from '../../widgets/go-name';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { ChangeBar } from './change-bar';
import type { Tab } from './diff-rows';

const rowKey = ({ metric, key = '' }: TraceDiffRow) => `${metric} ${key}`;

/** `▲` more, `▼` less, `=` the same, `~` apart but not shown: the word beside it says whether that is good. */
function arrowOf({ verdict, delta = 0 }: TraceDiffRow): string {
  if (verdict === 'unknown') return '?';
  if (verdict === 'same') return '=';
  if (verdict === 'not-shown') return '~';
  return delta > 0 ? '▲' : '▼';
}

/** Differences as a table: what got worse first, until another order is wanted. */
export function DiffTable(props: {
  tab: Tab;
  rows: readonly TraceDiffRow[];
  chosen: TraceDiffRow | undefined;
  onChoose: (row: TraceDiffRow) => void;
}) {
  const { tab, rows, chosen, onChoose } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const columns = useMemo((): readonly TableColumn<TraceDiffRow>[] => {
    const value = (id: 'a' | 'b', title: string): TableColumn<TraceDiffRow> => ({
      id,
      title,
      help: t('traceDiff.medianHelp'),
      width: 76,
      align: 'right',
      value: (row) => row[id],
      render: (row) => (row[id] === undefined ? '–' : formatMetricValue(row[id], row.unit)),
    });
    return [
      {
        id: 'verdict',
        title: t('traceDiff.verdict'),
        width: 88,
        help: t('traceDiff.verdictHelp'),
        value: (row) => t(`traceDiff.verdicts.${row.verdict}`),
        render: (row) => (
          <span className={`diff-verdict ${row.verdict}`}>
            {arrowOf(row)} {t(`traceDiff.verdicts.${row.verdict}`)}
          </span>
        ),
      },
      ...(tab === 'metrics' ? metricColumns(t) : subjectColumns(t, tab)),
      value('a', 'A'),
      value('b', 'B'),
      {
        id: 'change',
        title: t('traceDiff.change'),
        width: 84,
        align: 'right',
        value: (row) => row.ratio ?? row.delta,
        render: (row) => formatChange(row),
      },
      {
        id: 'bar',
        title: t('traceDiff.lessMore'),
        help: t('traceDiff.barHelp'),
        width: 90,
        value: () => undefined,
        render: (row) => <ChangeBar row={row} />,
      },
      {
        id: 'q',
        title: 'q',
        help: t('traceDiff.qHelp'),
        width: 54,
        align: 'right',
        value: (row) => row.q,
        render: ({ q }) => (q === undefined ? '' : q < 0.001 ? '< 0.001' : f.number(q, 3)),
      },
    ];
  }, [t, f, tab]);
  const isSelected = useCallback(
    (row: TraceDiffRow) => chosen !== undefined && rowKey(row) === rowKey(chosen),
    [chosen],
  );
  return (
    <VirtualTable
      label={t(`traceDiff.tabs.${tab}`)}
      columns={columns}
      rows={rows}
      isSelected={isSelected}
      onSelect={onChoose}
    />
  );
}

const metricColumns = (t: TFunction): readonly TableColumn<TraceDiffRow>[] => [
  {
    id: 'metric',
    title: t('traceDiff.metric'),
    width: 240,
    value: ({ metric, key }) => (key === undefined ? metric : `${metric}[${key}]`),
    render: ({ metric, key }) => (
      <code className="mono">{key === undefined ? metric : `${metric}[${key}]`}</code>
    ),
  },
  {
    id: 'meaning',
    title: t('traceDiff.meaning'),
    // Metrics nest in the language files as their names do: more keys than the compiler will compare.
    value: ({ metric }) => (t as unknown as (key: string) => string)(`traceMetrics.${metric}`),
  },
];

const subjectColumns = (t: TFunction, tab: Tab): readonly TableColumn<TraceDiffRow>[] => [
  ...(tab === 'functions'
    ? []
    : [
        {
          id: 'about',
          title: t(tab === 'blocked' ? 'traceDiff.reason' : 'traceDiff.starts'),
          width: 144,
          value: (row: TraceDiffRow) => row.about,
          render: (row: TraceDiffRow) =>
            tab === 'blocked' ? row.about : <GoName name={row.about ?? ''} />,
        },
      ]),
  {
    id: 'function',
    title: t(tab === 'goroutines' ? 'traceDiff.createdIn' : 'table.function'),
    value: (row) => placeOf(row.stack)?.function ?? row.key ?? '',
    render: (row) => (
      <span title={row.key}>
        <GoName className="mono" name={placeOf(row.stack)?.function ?? row.key ?? ''} />
      </span>
    ),
  },
  ...(tab === 'functions'
    ? []
    : [
        {
          id: 'place',
          title: t('table.place'),
          width: 88,
          value: ({ stack }: TraceDiffRow) => {
            const place = placeOf(stack);
            return place && formatPlace(place);
          },
        },
      ]),
];
