import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceStats } from '../../../app/contract/trace-stats';
import { useSelection } from '../../store/selection';
import { VirtualTable, type TableColumn } from '../../widgets/virtual-table';
import { distributionColumns } from './distribution-columns';
import { LatencyPlot } from './latency-plot';
import { Picture } from './picture';

type Row = TraceStats['schedulingLatency']['byFunction'][number];

/** How long goroutines waited for a P, by the function they start with. */
export function LatencyView({ latency }: { latency: TraceStats['schedulingLatency'] }) {
  const { t } = useTranslation();
  const selected = useSelection(({ selection }) => selection.function);
  const select = useSelection((state) => state.select);
  const columns = useMemo(
    (): readonly TableColumn<Row>[] => [
      {
        id: 'function',
        title: t('traceSummary.startFunction'),
        value: (row) => row.function,
        render: (row) => (
          <code className="mono" title={row.function}>
            {row.function || t('timeline.unknown')}
          </code>
        ),
      },
      ...distributionColumns<Row>(t, t('traceSummary.starts'), (row) => row.count),
    ],
    [t],
  );
  const isSelected = useCallback(
    (row: Row) => selected !== undefined && row.function === selected,
    [selected],
  );
  const chosen = latency.byFunction.find(isSelected);
  const of = chosen === undefined ? t('traceSummary.allFunctions') : chosen.function;
  return (
    <div className="summary-split">
      <VirtualTable
        label={t('traceSummary.latency')}
        columns={columns}
        rows={latency.byFunction}
        isSelected={isSelected}
        onSelect={(row) => select(row.function === '' ? {} : { function: row.function })}
      />
      <div className="summary-side">
        <Picture title={`${t('traceSummary.latency')}: ${of}`}>
          <LatencyPlot label={`${t('traceSummary.latency')}: ${of}`} latency={chosen ?? latency} />
        </Picture>
      </div>
    </div>
  );
}
