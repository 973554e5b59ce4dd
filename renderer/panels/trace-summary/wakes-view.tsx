import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Frame } from '../../../app/contract/frame';
import { formatCount } from '../../../app/domain/format/format';
import type { TraceStats } from '../../../app/contract/trace-stats';
import type { TraceSummaryDocument } from '../../../app/contract/trace-summary';
import { formatPosition, useSelection } from '../../store/selection';
import { placesOf, showFrame } from '../../store/show-frame';
import { PlaceList } from '../../widgets/place-list';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { formatNs } from './format-time';

interface Row {
  readonly wake: TraceStats['wakes'][number];
  readonly waker: Frame | undefined;
  readonly woken: Frame | undefined;
}

/** Who ended whose waits: by pair of places, with both stacks of the chosen pair. */
export function WakesView({ summary }: { summary: TraceSummaryDocument }) {
  const { t } = useTranslation();
  const selected = useSelection(({ selection }) => selection.function);
  const select = useSelection((state) => state.select);
  const [chosen, setChosen] = useState<Row>();
  const rows = useMemo(
    () =>
      summary.stats.wakes.map((wake, i): Row => {
        const { waker, woken } = summary.wakePlaces[i] ?? {};
        return { wake, waker, woken };
      }),
    [summary],
  );
  const columns = useMemo((): readonly TableColumn<Row>[] => {
    const time = (id: 'totalNs' | 'maxNs', title: string): TableColumn<Row> => ({
      ...{ id, title, width: 72, align: 'right' },
      value: ({ wake }) => wake[id],
      render: ({ wake }) => formatNs(wake[id]),
    });
    return [
      {
        id: 'waker',
        title: t('traceSummary.waker'),
        width: 232,
        value: ({ waker }) => waker?.function ?? t('traceSummary.nobody'),
        render: ({ waker }) => <Place frame={waker} none={t('traceSummary.nobody')} />,
      },
      {
        id: 'woken',
        title: t('traceSummary.woken'),
        value: ({ woken }) => woken?.function ?? '',
        render: ({ woken }) => <Place frame={woken} none="?" arrow />,
      },
      { id: 'reason', title: t('traceSummary.from'), width: 112, value: ({ wake }) => wake.reason },
      {
        ...{ id: 'wakes', title: t('traceSummary.wakes'), width: 60, align: 'right' },
        value: ({ wake }) => wake.wakes,
        render: ({ wake }) => formatCount(wake.wakes),
      },
      time('totalNs', t('traceSummary.waited')),
      time('maxNs', t('traceSummary.max')),
    ];
  }, [t]);
  // The chosen pair as long as it is what is selected; else the first that the selection names.
  const isOf = useCallback(
    (row: Row) =>
      selected !== undefined &&
      (row.woken?.function === selected || row.waker?.function === selected),
    [selected],
  );
  const shown = chosen !== undefined && isOf(chosen) ? chosen : rows.find(isOf);
  return (
    <div className="summary-split">
      <VirtualTable
        label={t('traceSummary.tabs.wakes')}
        columns={columns}
        rows={rows}
        isSelected={(row) => row === shown}
        onSelect={(row) => {
          setChosen(row);
          const place = row.woken ?? row.waker;
          if (place === undefined) return;
          select({ function: place.function, source: { path: place.file, line: place.line } });
        }}
      />
      {shown !== undefined && (
        <aside className="stack-detail summary-side" aria-label={t('traceSummary.bothStacks')}>
          <Stack title={t('traceSummary.waker')} stack={shown.wake.waker} />
          <Stack title={t('traceSummary.woken')} stack={shown.wake.woken} />
        </aside>
      )}
    </div>
  );
}

function Place(props: { frame: Frame | undefined; none: string; arrow?: boolean }) {
  const { frame, none, arrow } = props;
  return (
    <span className="table-place" title={frame && `${frame.file}:${frame.line}`}>
      {arrow === true && '→ '}
      {frame === undefined ? (
        <span className="dim">{none}</span>
      ) : (
        <>
          <code>{frame.function}</code>{' '}
          <span className="dim">{formatPosition({ path: frame.file, line: frame.line })}</span>
        </>
      )}
    </span>
  );
}

function Stack({ title, stack }: { title: string; stack: readonly Frame[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <header>
        <b>{title}</b>
      </header>
      {stack.length === 0 && <p className="dim">{t('traceSummary.noStack')}</p>}
      <PlaceList
        label={title}
        places={placesOf(stack)}
        onChoose={(index) => showFrame(stack[index]!)}
      />
    </section>
  );
}
