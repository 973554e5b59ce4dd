import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import { findingsSchema, type Findings } from '../../app/contract/findings';
import { ok, type Result } from '../../app/contract/result';
import { readManifest, verifyArtefacts } from '../capture/open-session';
import type { Analyst } from './client';

export interface Verification {
  /** Every artefact is what the manifest says. */
  readonly hashes: boolean;
  /** The verdict derived anew equals the one in findings.json. */
  readonly verdict: boolean;
  /** One line each, differences first. */
  readonly says: readonly string[];
}

/** Recomputes the hashes and the verdict of a bundle from its artefacts. Changes nothing. */
export async function verifyBundle(
  dir: string,
  analysis: Analyst,
): Promise<Result<Verification, Failure>> {
  const manifest = await readManifest(dir);
  if (!manifest.ok) return manifest;
  const checks = await verifyArtefacts(dir, manifest.value.artefacts);
  const differences = checks.filter(({ state }) => state !== 'same');
  const recorded = readFindings(dir);
  const derived = await analysis.ask('judge', { dir, language: recorded?.language ?? 'en' });
  if (!derived.ok) return derived;
  const changes = recorded
    ? compareFindings(recorded, derived.value)
    : ['findings.json is missing'];
  const counts = derived.value.summary;
  return ok({
    hashes: differences.length === 0,
    verdict: changes.length === 0,
    says: [
      ...differences.map(({ path, state }) => `${path} is ${state}`),
      ...changes,
      ...(differences.length === 0
        ? [`${manifest.value.artefacts.length} artefacts, SHA-256 as recorded`]
        : []),
      ...(changes.length === 0 ? [`verdict derived anew: ${counts}`] : []),
    ],
  });
}

/** The recorded findings; undefined when they are missing or malformed. */
export function readFindings(dir: string): Findings | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(join(dir, 'findings.json'), 'utf8'));
    const findings = findingsSchema.safeParse(json);
    return findings.success ? findings.data : undefined;
  } catch {
    return undefined; // said by the caller: "findings.json is missing"
  }
}

/** What differs between two derivations, in words. Only what rests on artefacts is compared. */
export function compareFindings(recorded: Findings, derived: Findings): string[] {
  const differences: string[] = [];
  const compare = (what: string, before: unknown, after: unknown) => {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    differences.push(`${what}: recorded ${brief(before)}, derived ${brief(after)}`);
  };
  compare('verdict', recorded.verdict, derived.verdict);
  compare('number of findings', recorded.findings.length, derived.findings.length);
  recorded.findings.forEach((finding, i) => {
    const other = derived.findings[i];
    compare(`${finding.id} verdict`, finding.verdict, other?.verdict);
    compare(`${finding.id} sentence`, finding.sentence, other?.sentence);
    compare(`${finding.id} holder`, finding.holder, other?.holder);
    compare(`${finding.id} growth`, finding.growth, other?.growth);
    compare(`${finding.id} joins`, finding.joins, other?.joins);
  });
  compare('refuted', recorded.refuted, derived.refuted);
  return differences;
}

const brief = (value: unknown) => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
};
