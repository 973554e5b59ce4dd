import type { Frame } from '../../contract/frame';
import { growthBySite } from '../pprof/growth-by-site';
import type { StackSeries } from '../pprof/stack-series';
import type { DiffTable } from './report-pictures';

/** The sites of the user's code that grew most between the first and the last profile; unchanged ones are left out. */
export function toDiffTable(
  series: StackSeries,
  isUserFrame: (frame: Frame) => boolean,
  limit = 8,
): DiffTable {
  const sites = growthBySite(series, isUserFrame);
  const last = series.atSeconds.length - 1;
  return {
    unit: series.type.unit === 'bytes' ? 'bytes' : 'count',
    rows: sites
      .filter((each) => each.growth !== 0)
      .slice(0, limit)
      .map(({ site, leaf, values }) => ({
        site,
        leaf: leaf.function,
        before: values[0] ?? 0,
        after: values[last] ?? 0,
      })),
    sites: sites.length,
  };
}
