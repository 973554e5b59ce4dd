import type { Finding, Findings, Refuted } from '../../contract/findings';
import type { Failure } from '../../contract/failure';
import { formatBytes, formatCount, formatMs, formatShare } from '../format/format';
import type { Evidence, LegEvidence } from './evidence';
import { judgeGoroutines } from './goroutine-leak';
import { judgeMemory } from './memory-leak';

export type Judgement = Pick<Findings, 'verdict' | 'summary' | 'findings' | 'refuted' | 'legs'>;

/** The verdict over everything a session captured. A pure function: `verify` computes it again. */
export function computeJudgement(evidence: Evidence): Judgement {
  const memory = judgeMemory(evidence);
  const goroutines = judgeGoroutines(evidence);
  const findings = [...number(memory.findings), ...number(goroutines.findings)];
  const refuted = [...memory.refuted, ...goroutines.refuted];
  return {
    verdict: overall(findings, evidence),
    summary: summarise(findings, refuted),
    findings,
    refuted,
    legs: {
      allocation: legState(
        evidence.allocation,
        (leg) =>
          leg.total.values.length >= 3
            ? undefined
            : `only ${leg.total.values.length} heap profiles: too few for a trend`,
        (leg) =>
          `${leg.total.values.length} heap profiles, ${formatCount(leg.sites.length)} allocation sites`,
      ),
      time: legState(
        evidence.time,
        (leg) => leg.warnings[0],
        (leg) => `${formatMs(leg.seconds * 1000)} of trace, ${leg.floor.values.length} collections`,
      ),
      memory: legState(
        evidence.memory,
        (leg) =>
          leg.trusted
            ? undefined
            : `the graph differs from the runtime's count by ${formatShare(leg.selfCheckError ?? 1)}`,
        (leg) =>
          `${formatCount(leg.objects)} objects, ${formatBytes(leg.reachableBytes)} reachable, target stopped ${formatMs(leg.pauseMs)}`,
      ),
    },
  };
}

function number(findings: readonly Omit<Finding, 'id'>[]): Finding[] {
  return findings.map((finding, i) => ({ id: `${finding.kind}-${i + 1}`, ...finding }));
}

/** Refuted only when every leg was there to object. */
function overall(findings: readonly Finding[], evidence: Evidence): Findings['verdict'] {
  if (findings.some((finding) => finding.verdict === 'confirmed')) return 'confirmed';
  const complete = evidence.allocation.present && evidence.time.present && evidence.memory.present;
  return findings.length > 0 || !complete ? 'inconclusive' : 'refuted';
}

function summarise(findings: readonly Finding[], refuted: readonly Refuted[]): string {
  const confirmed = findings.filter((finding) => finding.verdict === 'confirmed').length;
  const open = findings.length - confirmed;
  return [
    `${confirmed} confirmed`,
    ...(open > 0 ? [`${open} inconclusive`] : []),
    `${refuted.length} refuted`,
  ].join(' · ');
}

function legState<T>(
  leg: LegEvidence<T>,
  flaw: (leg: T) => string | undefined,
  says: (leg: T) => string,
): { state: 'complete' | 'partial' | 'missing'; says: string; failure?: Failure } {
  if (!leg.present) return { state: 'missing', says: leg.failure.message, failure: leg.failure };
  const wrong = flaw(leg);
  return wrong === undefined
    ? { state: 'complete', says: says(leg) }
    : { state: 'partial', says: `${says(leg)}; ${wrong}` };
}
