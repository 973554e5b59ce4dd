import type { GrowthTable } from '../../app/contract/profile-growth';
import type { StackGrowthTable } from '../../app/domain/pprof/stack-growth';
import type { TimedProfile } from '../../app/domain/pprof/stack-series';

/** The table as the contract carries it: its first rows, and how many there are. */
export function toGrowthTable(
  table: StackGrowthTable,
  profile: string,
  series: readonly TimedProfile[],
  limit: number,
): GrowthTable {
  const { type, total, samplingPeriod, rows } = table;
  const sampleTypes = series[series.length - 1]?.profile.sampleTypes ?? [];
  return {
    profile,
    type: type.type,
    unit: type.unit,
    nature: table.nature,
    isRate: table.isRate,
    atSeconds: [...table.atSeconds],
    total: {
      values: [...total.values],
      ...(total.standardErrors && { standardErrors: [...total.standardErrors] }),
    },
    ...(samplingPeriod !== undefined && { samplingPeriod }),
    tested: table.tested,
    beforeRestart: table.beforeRestart,
    stacks: table.stacks,
    rows: rows.slice(0, limit).map(({ values, frames, standardError, q, ...row }) => ({
      ...row,
      frames: [...frames],
      values: [...values],
      ...(standardError !== undefined && { standardError }),
      ...(q !== undefined && { q }),
    })),
    sampleTypes: sampleTypes.map(({ type: name, unit }) => ({ type: name, unit })),
  };
}
