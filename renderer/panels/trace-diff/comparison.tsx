import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceDiff, TraceDiffRow } from '../../../app/contract/trace-diff';
import { placeOf } from '../../../app/domain/tracediff/place';
import { otherMetrics, reachOf } from '../../../app/domain/tracediff/reach';
import { useFormats } from '../../i18n/setup';
import { useSelection } from '../../store/selection';
import { firstMetricOf, rowsOfTab, type Tab } from './diff-rows';
import { DiffTable } from './diff-table';
import { RowStack } from './row-stack';
import { ViewBar } from './view-bar';

/** A comparison as tables; a row with a stack leads to its line and shows all of its frames. */
export function Comparison({ diff }: { diff: TraceDiff }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [tab, setTab] = useState<Tab>('metrics');
  const [metrics, setMetrics] = useState<Partial<Record<Tab, string>>>({});
  const [chosen, setChosen] = useState<TraceDiffRow>();
  const select = useSelection((state) => state.select);
  const metric = metrics[tab] ?? firstMetricOf(tab);
  const rows = useMemo(() => rowsOfTab(diff, tab, metric), [diff, tab, metric]);
  const reach = useMemo(() => reachOf(diff, otherMetrics(diff)), [diff]);
  const show = (next: Tab, metricOfNext?: string) => {
    setTab(next);
    if (metricOfNext !== undefined) setMetrics({ ...metrics, [next]: metricOfNext });
    setChosen(undefined);
  };
  const choose = (row: TraceDiffRow) => {
    setChosen(row);
    const place = placeOf(row.stack);
    if (place !== undefined) {
      select({ function: place.function, source: { path: place.file, line: place.line } });
    } else if (tab === 'functions' && row.key !== undefined) select({ function: row.key });
  };
  const hasStack = chosen?.stack !== undefined;
  return (
    <>
      <p className="diff-note dim">
        {t(diff.tested ? 'traceDiff.tested' : 'traceDiff.untested', {
          a: diff.a.length,
          b: diff.b.length,
        })}
        {tab === 'metrics' &&
          reach !== undefined &&
          ` ${t('traceDiff.reach', { tests: reach.tests, q: f.number(reach.leastQ, 2), runs: reach.runsNeeded })}`}
      </p>
      <ViewBar tab={tab} metric={metric} rows={rows} onShow={show} />
      <div className={hasStack ? 'diff-body has-stack' : 'diff-body'}>
        <DiffTable key={tab} tab={tab} rows={rows} chosen={chosen} onChoose={choose} />
        {chosen !== undefined && hasStack && <RowStack row={chosen} />}
      </div>
    </>
  );
}
