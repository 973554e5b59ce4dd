import type { AllocationSite } from './evidence';

/** Part of what the line allocated between the first and last profile that is still in use. */
export function keptShare({ inUse, allocated }: AllocationSite): number | undefined {
  const made = change(allocated.values);
  return made > 0 ? Math.min(1, Math.max(0, change(inUse.values) / made)) : undefined;
}

/** Bytes allocated and freed again between the first and last profile. */
export const replaced = ({ inUse, allocated }: AllocationSite) =>
  Math.max(0, change(allocated.values) - Math.max(0, change(inUse.values)));

const change = (values: readonly number[]) => (values[values.length - 1] ?? 0) - (values[0] ?? 0);
