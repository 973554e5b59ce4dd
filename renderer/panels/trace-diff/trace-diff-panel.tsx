import { useTranslation } from 'react-i18next';
import { cancelCompare, compareTraces, swapSides, useTraceDiff } from '../../store/trace-diff';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Progress } from '../../widgets/progress';
import { Comparison } from './comparison';
import { SidePicker } from './side-picker';

/** What changed between two traces or two sets of runs, and by which line. */
export function TraceDiffPanel() {
  const { t } = useTranslation();
  const { files, reading, diff, failure } = useTraceDiff();
  const isReady = files.a.length > 0 && files.b.length > 0 && reading === undefined;
  return (
    <div className="trace-diff">
      <div className="diff-sides">
        <SidePicker side="a" />
        <SidePicker side="b" />
        <div className="diff-actions">
          <button
            className="button small primary"
            disabled={!isReady}
            onClick={() => void compareTraces()}
          >
            {t('traceDiff.compare')}
          </button>
          <button className="button small" onClick={swapSides}>
            {t('traceDiff.swap')}
          </button>
        </div>
      </div>
      {failure !== undefined && <FailureNote failure={failure} />}
      {reading !== undefined && (
        <div className="diff-reading" role="status">
          <Progress label={t('traceDiff.reading')} part={reading.done / reading.of} />
          <span className="dim truncate">
            {t('traceDiff.readingOf', { index: reading.done + 1, of: reading.of })} {reading.file}
          </span>
          <button className="button small" onClick={cancelCompare}>
            {t('traceDiff.cancel')}
          </button>
        </div>
      )}
      {diff !== undefined && <Comparison diff={diff} />}
      {diff === undefined && reading === undefined && failure === undefined && (
        <EmptyState icon="diff" title={t('traceDiff.emptyTitle')} text={t('traceDiff.empty')} />
      )}
    </div>
  );
}
