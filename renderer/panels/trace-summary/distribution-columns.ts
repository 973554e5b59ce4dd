import type { TFunction } from 'i18next';
import { formatCount } from '../../../app/domain/format/format';
import type { DistributionStats } from '../../../app/contract/trace-stats';
import type { TableColumn } from '../../widgets/virtual-table';
import { formatNs } from './format-time';

/** How often, and how long: median, tail, longest and all together. */
export function distributionColumns<Row extends DistributionStats>(
  t: TFunction,
  countTitle: string,
  count: (row: Row) => number,
): readonly TableColumn<Row>[] {
  const time = (id: 'p50Ns' | 'p90Ns' | 'p99Ns' | 'maxNs' | 'totalNs', title: string) => ({
    ...{ id, title, width: 72, align: 'right' as const },
    value: (row: Row) => row[id],
    render: (row: Row) => (row.count === 0 ? '–' : formatNs(row[id])),
  });
  return [
    {
      ...{ id: 'count', title: countTitle, width: 64, align: 'right' },
      value: count,
      render: (row) => formatCount(count(row)),
    },
    time('p50Ns', 'p50'),
    time('p90Ns', 'p90'),
    time('p99Ns', 'p99'),
    time('maxNs', t('traceSummary.max')),
    time('totalNs', t('traceSummary.total')),
  ];
}
