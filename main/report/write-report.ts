import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../app/contract/failure';
import type { Findings } from '../../app/contract/findings';
import { err, ok, type Result } from '../../app/contract/result';
import { renderReport, type ReportOptions } from '../../app/domain/report/render-html';
import type { ReportPictures } from '../../app/domain/report/report-pictures';

/** Where the report lies. */
export interface WrittenReport {
  readonly htmlPath: string;
  readonly jsonPath: string;
}

/** Writes `findings.json` and `report.html`; a reader sees the old file or the new one, never half. */
export async function writeReport(
  sessionDir: string,
  findings: Findings,
  pictures: ReportPictures,
  options: ReportOptions = {},
): Promise<Result<WrittenReport, Failure<'disk'>>> {
  const jsonPath = join(sessionDir, 'findings.json');
  const htmlPath = join(sessionDir, 'report.html');
  try {
    await writeAtomically(jsonPath, `${JSON.stringify(findings, undefined, 2)}\n`);
    await writeAtomically(htmlPath, renderReport(findings, pictures, options));
  } catch (thrown) {
    return err({
      code: 'disk',
      message: `Could not write the report into ${sessionDir}.`,
      remedy: 'See that the folder exists, may be written and that the disk is not full.',
      detail: thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
  return ok({ htmlPath, jsonPath });
}

/** The temporary file lies in the same folder: a rename across file systems is not atomic. */
async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, 'utf8');
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}
