import type { Finding, Findings } from '../../app/contract/findings';
import { formatMs } from '../../app/domain/format/format';

const shapes = { confirmed: '■', inconclusive: '◧', refuted: '□' } as const;

/** The verdict as a person reads it on a terminal. */
export function formatSummary(findings: Findings, dir: string): string {
  const { findings: list, refuted, measures } = findings;
  const lines = [
    '',
    ...list.flatMap(formatFinding),
    ...refuted.map(({ subject, reason }) => `□ refuted: ${subject}. ${reason}`),
  ];
  if (list.length === 0) lines.push('Nothing is confirmed and nothing is suspected.');
  for (const [name, leg] of Object.entries(findings.legs)) {
    if (leg.state === 'complete') continue;
    lines.push(`! ${name} leg ${leg.state}: ${leg.says}`);
    if (leg.failure?.remedy !== undefined) lines.push(`  → ${leg.failure.remedy}`);
  }
  if (measures.snapshotPauseMs !== undefined) {
    lines.push('', `The target was stopped for ${formatMs(measures.snapshotPauseMs)}.`);
  }
  lines.push(`Evidence: ${dir}`, `Report:   ${dir}/report.html`, '');
  return lines.join('\n');
}

function formatFinding(finding: Finding): string[] {
  const { allocation, time, memory } = finding.legs;
  return [
    `${shapes[finding.verdict]} ${finding.verdict}: ${finding.sentence}`,
    `  ${finding.detail}`,
    `  allocation  ${allocation.says}`,
    `  time        ${time.says}`,
    `  memory      ${memory.says}`,
    ...finding.joins.map((join) => `  join        ${join.says}`),
    ...finding.contradictions.map((text) => `  but         ${text}`),
    ...finding.missing.map((text) => `  missing     ${text}`),
    ...(finding.remedy === undefined ? [] : [`  remedy      ${finding.remedy}`]),
    '',
  ];
}
