import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timelineStates, type TimelineDetail } from '../../../app/contract/timeline';
import { useFormats } from '../../i18n/setup';
import { request } from '../../store/bridge';
import { formatPosition } from '../../store/selection';
import { placesOf, showFrame } from '../../store/show-frame';
import { Icon } from '../../widgets/icon';
import { formatDuration } from '../../widgets/timeline-canvas/axis';
import type { ViewController } from '../../widgets/timeline-canvas/view-controller';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { PlaceList } from '../../widgets/place-list';

/** Rows of the table at most. */
const maxListed = 4000;
/** After the view has come to rest. */
const restMs = 150;

interface ListedSpan {
  readonly begin: number;
  readonly end: number;
  readonly state: number;
}

/** The chosen span in words, its stack, and the spans of its lane as a table. */
export function SpanDetail(props: {
  trace: string;
  detail: TimelineDetail;
  controller: ViewController;
  onPick: (atNs: number) => void;
  onClose: () => void;
}) {
  const { detail } = props;
  const { t } = useTranslation();
  return (
    <aside className="span-detail" aria-label={t('timeline.span')}>
      <header>
        <b>{detail.goid === undefined ? t('timeline.span') : `G${detail.goid}`}</b>
        <span>{t(`timeline.state.${detail.state}`)}</span>
        <button className="icon-button" aria-label={t('timeline.close')} onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </header>
      <p>
        <SpanWords detail={detail} />
      </p>
      {detail.function !== '' && (
        <p>
          <code>{detail.function}</code>
        </p>
      )}
      {detail.createdBy !== undefined && (
        <p className="dim">
          {t('goroutines.createdBy')} <code>{detail.createdBy.function}</code>{' '}
          {formatPosition({ path: detail.createdBy.file, line: detail.createdBy.line })}
        </p>
      )}
      {detail.stack.length > 0 && (
        <PlaceList
          label={t('timeline.stack')}
          places={placesOf(detail.stack)}
          onChoose={(index) => showFrame(detail.stack[index]!, { goroutine: detail.goid })}
        />
      )}
      <LaneSpans {...props} />
    </aside>
  );
}

/** State, reason, time and who: one sentence, also for the tooltip and for screen readers. */
export function useSpanText(): (detail: TimelineDetail) => string {
  const { t } = useTranslation();
  const f = useFormats();
  return ({ reason, beginNs, endNs, proc, by }) =>
    [
      reason,
      t('timeline.from', {
        at: `${f.number(beginNs / 1e6, 3)} ms`,
        duration: formatDuration(endNs - beginNs),
      }),
      proc === undefined ? '' : t('timeline.onProc', { proc }),
      by === undefined ? '' : t('timeline.wokenBy', { by }),
    ]
      .filter((part) => part !== '')
      .join(' · ');
}

export const SpanWords = ({ detail }: { detail: TimelineDetail }) => useSpanText()(detail);

function LaneSpans(props: {
  trace: string;
  detail: TimelineDetail;
  controller: ViewController;
  onPick: (atNs: number) => void;
}) {
  const { trace, detail, controller } = props;
  const { lane } = detail;
  const { t } = useTranslation();
  const f = useFormats();
  const [spans, setSpans] = useState<readonly ListedSpan[] | undefined>([]);
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout>;
    const load = async () => {
      const { from, to } = controller.view;
      const range = { fromNs: Math.max(0, from), toNs: Math.max(1, to) };
      const input = { trace, lanes: [lane], ...range, pixels: maxListed / 2 };
      const reply = await request('trace.spans', input);
      if (!isCurrent || !reply.ok) return;
      const [data] = reply.value.lanes;
      if (data?.kind !== 'spans') return setSpans(undefined);
      const { begin, end, state } = data;
      setSpans(Array.from(begin, (at, i) => ({ begin: at, end: end[i]!, state: state[i]! })));
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void load(), restMs);
    };
    void load();
    const stop = controller.onChange(later);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      stop();
    };
  }, [trace, lane, controller]);
  const columns = useMemo(
    (): readonly TableColumn<ListedSpan>[] => [
      {
        id: 'begin',
        title: t('timeline.begin'),
        width: 90,
        align: 'right',
        value: (row) => row.begin,
        render: (row) => `${f.number(row.begin / 1e6, 3)} ms`,
      },
      {
        id: 'duration',
        title: t('timeline.duration'),
        width: 74,
        align: 'right',
        value: (row) => row.end - row.begin,
        render: (row) => formatDuration(row.end - row.begin),
      },
      {
        id: 'state',
        title: t('timeline.stateColumn'),
        width: 90,
        value: (row) => t(`timeline.state.${timelineStates[row.state - 1] ?? 'running'}`),
      },
    ],
    [t, f],
  );
  if (spans === undefined) return <p className="dim">{t('timeline.tooMany')}</p>;
  return (
    <div className="lane-spans">
      <VirtualTable
        label={t('timeline.spansOf')}
        columns={columns}
        rows={spans}
        isSelected={(row) => row.begin === detail.beginNs}
        onSelect={(row) => props.onPick(row.begin)}
      />
    </div>
  );
}
