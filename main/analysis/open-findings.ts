import type { Failure } from '../../app/contract/failure';
import type { Findings } from '../../app/contract/findings';
import type { Language } from '../../app/contract/language';
import { err, ok, type Result } from '../../app/contract/result';
import { readManifest } from '../capture/open-session';
import type { Analyst } from './client';
import { readFindings } from './verify-bundle';

/** Opens a bundle: its recorded findings, or, when it has none in this language, the ones derived from its artefacts. */
export async function openBundle(
  dir: string,
  analysis: Analyst,
  language?: Language,
): Promise<Result<{ bundle: string; findings: Findings }, Failure<'not-a-bundle'>>> {
  const manifest = await readManifest(dir);
  if (!manifest.ok) return manifest;
  const recorded = readFindings(dir);
  if (recorded && (language ?? recorded.language) === recorded.language) {
    return ok({ bundle: dir, findings: { ...recorded, bundle: dir } });
  }
  const derived = await analysis.ask('judge', { dir, language: language ?? 'en' });
  if (!derived.ok) return err({ ...derived.error, code: 'not-a-bundle' });
  return ok({ bundle: dir, findings: { ...derived.value, bundle: dir } });
}
