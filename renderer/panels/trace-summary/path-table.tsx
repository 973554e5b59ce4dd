import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Frame } from '../../../app/contract/frame';
import type { TracePathView } from '../../../app/contract/trace-summary';
import { formatPosition } from '../../store/selection';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { formatNs } from './format-time';
import { chooseSegment, stateClass } from './path-segments';
import type { TraceRange } from './use-trace-range';

interface Row {
  readonly index: number;
  readonly segment: TracePathView['segments'][number];
  readonly place: Frame | undefined;
}

/** The segments one after the other: at, for how long, who, doing what, where. */
export function PathTable({ path, range }: { path: TracePathView; range: TraceRange }) {
  const { t } = useTranslation();
  const rows = useMemo(
    () =>
      path.segments.map((segment, index): Row => ({
        index,
        segment,
        place: path.places[index]?.place,
      })),
    [path],
  );
  const columns = useMemo((): readonly TableColumn<Row>[] => {
    const state = ({ segment }: Row) => {
      const word = t(`traceSummary.states.${segment.state as 'running'}`);
      return segment.reason === '' ? word : `${word}: ${segment.reason}`;
    };
    return [
      {
        ...{ id: 'at', title: t('traceSummary.moment'), width: 90, align: 'right' },
        value: ({ segment }) => segment.beginNs,
        render: ({ segment }) => `+${formatNs(segment.beginNs - path.beginNs)}`,
      },
      {
        ...{ id: 'length', title: t('traceSummary.lasts'), width: 84, align: 'right' },
        value: ({ segment }) => segment.endNs - segment.beginNs,
        render: ({ segment }) => formatNs(segment.endNs - segment.beginNs),
      },
      {
        ...{ id: 'goid', title: 'G', width: 64, align: 'right' },
        value: ({ segment }) => segment.goid,
        render: ({ segment }) => `G${segment.goid}`,
      },
      {
        id: 'state',
        title: t('timeline.stateColumn'),
        width: 220,
        value: state,
        render: (row) => (
          <span className="key">
            <i className={stateClass(row.segment.state)} />
            {state(row)}
          </span>
        ),
      },
      {
        id: 'where',
        title: t('traceSummary.where'),
        value: ({ place }) => place?.function ?? '',
        render: ({ place, segment }) =>
          place && (
            <span className="table-place" title={segment.stack.map((f) => f.function).join('\n')}>
              <code>{place.function}</code>{' '}
              <span className="dim">{formatPosition({ path: place.file, line: place.line })}</span>
            </span>
          ),
      },
    ];
  }, [t, path.beginNs]);
  return (
    <VirtualTable
      label={t('traceSummary.pathTitle')}
      columns={columns}
      rows={rows}
      isSelected={useCallback(({ segment }: Row) => range.isChosen(segment), [range])}
      onSelect={({ index }) => chooseSegment(path, index, range)}
    />
  );
}
