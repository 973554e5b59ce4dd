import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceDiff, TraceDiffRow } from '../../../app/contract/trace-diff';
import { placeOf } from '../../../app/domain/tracediff/place';
import { useSelection } from '../../store/selection';
import { cancelCompare, compareTraces, swapSides, useTraceDiff } from '../../store/trace-diff';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Progress } from '../../widgets/progress';
import { countVerdicts, firstMetricOf, metricsOfTab, rowsOfTab, tabs, type Tab } from './diff-rows';
import { DiffTable } from './diff-table';
import { RowStack } from './row-stack';
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

function Comparison({ diff }: { diff: TraceDiff }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>('metrics');
  const [metrics, setMetrics] = useState<Partial<Record<Tab, string>>>({});
  const [chosen, setChosen] = useState<TraceDiffRow>();
  const select = useSelection((state) => state.select);
  const metric = metrics[tab] ?? firstMetricOf(tab);
  const rows = useMemo(() => rowsOfTab(diff, tab, metric), [diff, tab, metric]);
  const counts = useMemo(() => countVerdicts(rows), [rows]);
  const choose = (row: TraceDiffRow) => {
    setChosen(row);
    const place = placeOf(row.stack);
    if (place !== undefined) {
      select({ function: place.function, source: { path: place.file, line: place.line } });
    } else if (tab === 'functions' && row.key !== undefined) select({ function: row.key });
  };
  const tools = (
    <>
      <div className="segmented" role="group" aria-label={t('profile.view')}>
        {tabs.map((each) => (
          <button
            key={each}
            aria-pressed={tab === each}
            className={tab === each ? 'on' : ''}
            onClick={() => {
              setTab(each);
              setChosen(undefined);
            }}
          >
            {t(`traceDiff.tabs.${each}`)}
          </button>
        ))}
      </div>
      {tab !== 'metrics' && (
        <select
          className="input small mono"
          aria-label={t('traceDiff.metric')}
          value={metric}
          onChange={(event) => setMetrics({ ...metrics, [tab]: event.target.value })}
        >
          {metricsOfTab(tab).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      <span className="dim diff-counts">
        {(['worse', 'better', 'changed'] as const)
          .filter((verdict) => counts[verdict] > 0)
          .map((verdict) => `${counts[verdict]} ${t(`traceDiff.verdicts.${verdict}`)}`)
          .join(' · ')}
      </span>
    </>
  );
  const hasStack = chosen?.stack !== undefined;
  return (
    <>
      <p className="diff-note dim">
        {t(diff.tested ? 'traceDiff.tested' : 'traceDiff.untested', {
          a: diff.a.length,
          b: diff.b.length,
        })}
      </p>
      <div className={hasStack ? 'diff-body has-stack' : 'diff-body'}>
        <DiffTable
          key={tab}
          tab={tab}
          rows={rows}
          chosen={chosen}
          onChoose={choose}
          tools={tools}
        />
        {chosen !== undefined && hasStack && <RowStack row={chosen} />}
      </div>
    </>
  );
}
