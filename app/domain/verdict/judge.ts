import type { Language } from '../../contract/language';
import type { Finding, Findings } from '../../contract/findings';
import type { Failure } from '../../contract/failure';
import type { Evidence, LegEvidence } from './evidence';
import { judgeGoroutines } from './goroutine-leak';
import { judgeMemory } from './memory-leak';
import { verdictTexts } from './texts';

export type Judgement = Pick<Findings, 'verdict' | 'summary' | 'findings' | 'refuted' | 'legs'>;

/** The verdict over everything a session captured. A pure function: `verify` computes it again. */
export function computeJudgement(evidence: Evidence, language: Language = 'en'): Judgement {
  const texts = verdictTexts[language];
  const say = texts.summary;
  const memory = judgeMemory(evidence, texts.memory);
  const goroutines = judgeGoroutines(evidence, texts.goroutine);
  const findings = [...number(memory.findings), ...number(goroutines.findings)];
  const refuted = [...memory.refuted, ...goroutines.refuted];
  const confirmed = findings.filter((finding) => finding.verdict === 'confirmed').length;
  return {
    verdict: overall(findings, evidence),
    summary: say.counts(confirmed, findings.length - confirmed, refuted.length),
    findings,
    refuted,
    legs: {
      allocation: legState(
        evidence.allocation,
        ({ total }) =>
          total.values.length >= 3 ? undefined : say.fewProfiles(total.values.length),
        say.allocation,
      ),
      time: legState(evidence.time, ({ warnings }) => warnings[0], say.time),
      memory: legState(
        evidence.memory,
        (leg) => (leg.trusted ? undefined : say.distrusted(leg.selfCheckError)),
        say.memory,
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
