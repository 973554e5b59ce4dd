import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatShare } from '../../../app/domain/format/format';
import type { TracePathOf, TracePathView } from '../../../app/contract/trace-summary';
import { useReply } from '../../store/replies';
import { useSelection } from '../../store/selection';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { formatNs } from './format-time';
import { stateClass } from './path-segments';
import { PathStrip } from './path-strip';
import { PathTable } from './path-table';
import { Reading } from './reading';
import type { TraceRange } from './use-trace-range';

/** What the end of a task, a goroutine or a stretch of time waited for, back to its begin. */
export function PathView(props: {
  trace: string;
  of: TracePathOf | undefined;
  range: TraceRange;
  onAsk: (of: TracePathOf) => void;
}) {
  const { trace, of, range, onAsk } = props;
  const { t } = useTranslation();
  const goid = useSelection(({ selection }) => selection.goroutine);
  const reply = useReply('trace.path', of && { trace, of });
  const { range: selected } = range;
  const stretch = selected && { fromNs: Math.max(0, selected.from), toNs: selected.to };
  return (
    <div className="summary-path">
      <div className="table-tools">
        <span className="dim">{t('traceSummary.pathOf')}</span>
        <button
          className="button small"
          disabled={goid === undefined}
          onClick={() => goid !== undefined && onAsk({ goid, fromNs: 0 })}
        >
          {goid === undefined ? t('traceSummary.noGoroutine') : `G${goid}`}
        </button>
        <button
          className="button small"
          disabled={goid === undefined || stretch === undefined}
          onClick={() => goid !== undefined && stretch && onAsk({ goid, ...stretch })}
        >
          {goid === undefined || selected === undefined
            ? t('traceSummary.noGoroutineInRange')
            : t('traceSummary.goroutineInRange', {
                goid,
                length: formatNs(selected.to - selected.from),
              })}
        </button>
        <button
          className="button small"
          disabled={stretch === undefined}
          onClick={() => stretch && onAsk(stretch)}
        >
          {selected === undefined
            ? t('traceSummary.noRange')
            : t('traceSummary.rangeAlone', { length: formatNs(selected.to - selected.from) })}
        </button>
        <button className="button small" onClick={() => onAsk({ fromNs: 0 })}>
          {t('traceSummary.wholeTrace')}
        </button>
      </div>
      {reply.state === 'idle' && (
        <EmptyState
          icon="pulse"
          title={t('traceSummary.pathTitle')}
          text={t('traceSummary.pathText')}
        />
      )}
      {reply.state === 'loading' && <Reading trace={trace} />}
      {reply.state === 'failed' && (
        <FailureNote failure={reply.failure}>
          <button className="button" onClick={reply.retry}>
            {t('common.retry')}
          </button>
        </FailureNote>
      )}
      {reply.state === 'ready' && of !== undefined && (
        <Path path={reply.value} of={of} range={range} />
      )}
    </div>
  );
}

function Path(props: { path: TracePathView; of: TracePathOf; range: TraceRange }) {
  const { path, of, range } = props;
  const { t } = useTranslation();
  const whole = path.endNs - path.beginNs;
  const sums = useMemo(
    () => Object.entries(path.timeIn).sort((a, b) => b[1] - a[1]),
    [path.timeIn],
  );
  const asked =
    'task' in of
      ? t('traceSummary.taskNumber', { task: of.task })
      : of.goid === undefined
        ? t('traceSummary.range')
        : `G${of.goid}`;
  return (
    <>
      <p className="summary-line">
        <b>
          {asked}: {formatNs(whole)}
        </b>
        {sums.map(([state, ns]) => (
          <span key={state} className="key">
            <i className={stateClass(state)} />
            {t(`traceSummary.states.${state as 'running'}`)} {formatNs(ns)}{' '}
            <span className="dim">{ns / whole < 0.0005 ? '< 0.1 %' : formatShare(ns / whole)}</span>
          </span>
        ))}
        {!path.isComplete && <span>{t('traceSummary.pathCut')}</span>}
        {path.omitted > 0 && (
          <span className="dim">{t('traceSummary.pathOmitted', { count: path.omitted })}</span>
        )}
        {path.warning !== undefined && <span>{path.warning}</span>}
      </p>
      <PathStrip path={path} range={range} />
      <PathTable path={path} range={range} />
    </>
  );
}
