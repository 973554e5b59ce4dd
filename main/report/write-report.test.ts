import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findingsSchema } from '../../app/contract/findings';
import { sampleFindings, samplePictures } from '../../app/domain/report/testing/sample-report';
import { writeReport } from './write-report';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'trivet-report-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('writeReport', () => {
  test('writes the findings and their rendering, and nothing else', async () => {
    const written = await writeReport(dir, sampleFindings, samplePictures);
    expect(written).toEqual({
      ok: true,
      value: { htmlPath: join(dir, 'report.html'), jsonPath: join(dir, 'findings.json') },
    });
    expect(readdirSync(dir).sort()).toEqual(['findings.json', 'report.html']);
    const json: unknown = JSON.parse(readFileSync(join(dir, 'findings.json'), 'utf8'));
    expect(findingsSchema.parse(json)).toEqual(sampleFindings);
    expect(readFileSync(join(dir, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('replaces an older report', async () => {
    await writeReport(dir, sampleFindings, samplePictures);
    await writeReport(
      dir,
      { ...sampleFindings, summary: 'A new summary.' },
      {},
      { language: 'zh' },
    );
    expect(readFileSync(join(dir, 'report.html'), 'utf8')).toContain('A new summary.');
    expect(readdirSync(dir).length).toBe(2);
  });

  test('says where it could not write', async () => {
    const written = await writeReport(join(dir, 'missing'), sampleFindings, {});
    expect(written).toMatchObject({ ok: false, error: { code: 'disk' } });
  });
});
