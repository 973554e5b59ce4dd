import type { AllocationSite } from './evidence';

/** What one line, or all lines that feed a holder, allocated and still have in use. */
export type Turnover = Pick<AllocationSite, 'inUse' | 'allocated'>;

/** Part of what the line allocated between the first and last profile that is still in use. */
export function keptShare({ inUse, allocated }: Turnover): number | undefined {
  const made = change(allocated.values);
  return made > 0 ? Math.min(1, Math.max(0, change(inUse.values) / made)) : undefined;
}

/** Bytes allocated and freed again between the first and last profile. */
export const replaced = ({ inUse, allocated }: Turnover) =>
  Math.max(0, change(allocated.values) - Math.max(0, change(inUse.values)));

const change = (values: readonly number[]) => (values[values.length - 1] ?? 0) - (values[0] ?? 0);
