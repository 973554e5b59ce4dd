import type { CompiledFilters } from '../filter/compile-filters';
import { formatPercentage, formatScaled, scale } from '../measurement';
import type { Profile } from '../profile';
import { formatValue, type ReportSummary } from './report';

/** The lines of pprof above a table. Times are UTC. */
export function formatHeading(
  profile: Profile,
  report: ReportSummary & { readonly rows: readonly unknown[] },
  rowCount: number,
  filters: CompiledFilters | undefined,
): string[] {
  const value = (each: number): string => formatValue(report, each);
  const { total, shown, dropped, candidates, nodeFraction } = report;
  const lines = formatProfileLines(profile, report);
  if (filters && filters.listed.length > 0) {
    lines.push('Active filters:');
    for (const each of filters.listed) {
      lines.push(`   ${each.length > 80 ? `${each.slice(0, 80)}…` : each}`);
    }
  }
  const share = formatPercentage(shown, total).trim();
  lines.push(`Showing nodes accounting for ${value(shown)}, ${share} of ${value(total)} total`);
  if (total === 0) return lines;
  if (dropped > 0) {
    const least = value(Math.abs(Math.trunc(total * nodeFraction)));
    lines.push(`Dropped ${dropped} node${dropped > 1 ? 's' : ''} (cum <= ${least})`);
  }
  if (rowCount > 0 && rowCount < candidates) {
    lines.push(`Showing top ${rowCount} nodes out of ${candidates}`);
  }
  return lines;
}

/** What the profile says of itself. */
function formatProfileLines(profile: Profile, report: ReportSummary): string[] {
  const lines: string[] = [];
  const main = profile.mappings[0];
  if (main && main.file !== '') lines.push(`File: ${main.file.replace(/^.*\/(?=[^/])/, '')}`);
  if (main && main.buildId !== '') lines.push(`Build ID: ${main.buildId}`);
  lines.push(...profile.comments.filter((each) => !each.startsWith('#')));
  if (report.type.type !== '') lines.push(`Type: ${report.type.type}`);
  if (profile.docUrl !== '') lines.push(`Doc: ${profile.docUrl}`);
  const { timeNanos, durationNanos } = profile;
  if (timeNanos !== 0n) {
    const date = new Date(Number(timeNanos / 1_000_000n));
    // A damaged file can hold a time that no calendar has.
    if (!Number.isNaN(date.getTime())) {
      lines.push(`Time: ${date.toISOString().replace('T', ' ').replace(/\..*/, ' UTC')}`);
    }
  }
  if (durationNanos !== 0n) {
    const duration = formatScaled(Number(durationNanos), 'nanoseconds', 'auto');
    const inNanos = scale(report.total, report.type.unit, 'nanoseconds');
    const isTime = inNanos.unit === 'ns' && inNanos.value !== 0;
    const ratio = isTime ? `(${formatPercentage(inNanos.value, Number(durationNanos))})` : '';
    const total = formatValue(report, report.total);
    lines.push(`Duration: ${duration}, Total samples = ${total} ${ratio}`);
  }
  return lines;
}
