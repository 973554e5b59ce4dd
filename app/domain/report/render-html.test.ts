import { describe, expect, test } from 'vitest';
import { findingsSchema, type Findings } from '../../contract/findings';
import { messagesEn } from './messages.en';
import { messagesZh } from './messages.zh';
import { renderReport } from './render-html';
import type { ReportPictures } from './report-pictures';
import { sampleFindings, samplePictures } from './testing/sample-report';

const page = renderReport(sampleFindings, samplePictures);
const bodyText = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<title>[^<]*<\/title>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\u00a0/g, ' ')
    .replace(/&amp;/g, '&');

/** Every text of the findings and pictures replaced by markup that would run if it were not escaped. */
function poison<T>(value: T): T {
  const hostile = `"><script>alert(1)</script><img src=x onerror='alert(1)'>\u202e`;
  if (typeof value === 'string') return hostile as T;
  if (Array.isArray(value)) return value.map(poison) as T;
  if (typeof value !== 'object' || value === null) return value;
  const kept = new Set([
    'id',
    'kind',
    'verdict',
    'stance',
    'state',
    'unit',
    'name',
    'between',
    'legs',
  ]);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) =>
      typeof each === 'string' && kept.has(key)
        ? [key, key === 'id' || (key === 'name' && !(each in messagesEn.step)) ? hostile : each]
        : [key, key === 'between' || (key === 'legs' && Array.isArray(each)) ? each : poison(each)],
    ),
  ) as T;
}

describe('renderReport', () => {
  test('the sample is a valid findings document', () => {
    expect(findingsSchema.safeParse(sampleFindings).success).toBe(true);
  });

  test('puts the verdict before everything else', () => {
    const text = bodyText(page);
    expect(text.indexOf('confirmed')).toBeLessThan(text.indexOf('main.cache keeps 61.4 MiB'));
    expect(page).toContain('<span class="badge confirmed"><i></i>confirmed</span>');
  });

  test('says all that a finding says', () => {
    const text = bodyText(page);
    for (const finding of sampleFindings.findings) {
      const { legs, joins, contradictions, missing } = finding;
      const says = [...Object.values(legs), ...joins].map((each) => each.says);
      for (const each of [finding.sentence, ...says, ...contradictions])
        expect(text).toContain(each);
      for (const each of missing) expect(text).toContain(each.replace(/`/g, ''));
    }
    for (const { subject, reason } of sampleFindings.refuted)
      expect(text).toContain(`${subject} ${reason}`);
    for (const { path, sha256 } of sampleFindings.session.artefacts) {
      expect(text).toContain(path);
      expect(text).toContain(sha256);
    }
  });

  test('draws every picture that there is data for', () => {
    expect(page.match(/<svg\s+class="flame"/g)?.length).toBe(1);
    expect(page.match(/<svg\s+class="strip"/g)?.length).toBe(2);
    expect(page.match(/<svg class="path"/g)?.length).toBe(2);
    expect(page.match(/<svg\s+class="growth"/g)?.length).toBe(2);
  });

  test('needs nothing from outside and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|javascript:/i);
    expect(page.replace(/href="#[^"]*"/g, '')).not.toMatch(/\b(?:href|src|action)=/);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('escapes hostile names wherever they stand', () => {
    const findings = poison(sampleFindings);
    const [first] = findings.findings;
    const pictures = {
      [first?.id ?? '']: poison(samplePictures['memory-leak-1']),
    } as ReportPictures;
    const hostile = renderReport(findings, pictures);
    expect(hostile).not.toMatch(/<script|<img|\u202e/);
    // With the values of attributes taken away, no tag has a handler: no name ended its quote.
    expect(hostile.replace(/="[^"]*"/g, '')).not.toMatch(/<[^>]*\sonerror/);
    expect(hostile).toContain('&lt;script&gt;');
  });

  test('prints commands that a shell takes as they are', () => {
    const bundle = "/home/li/it's here";
    const quoted = bodyText(renderReport({ ...sampleFindings, bundle }, {}));
    expect(quoted).toContain(`trivet verify &#39;/home/li/it&#39;\\&#39;&#39;s here&#39;`);
  });

  test('stands without findings, pictures or artefacts', () => {
    const empty: Findings = {
      ...sampleFindings,
      verdict: 'refuted',
      summary: 'Nothing grows.',
      findings: [],
      refuted: [],
      session: { ...sampleFindings.session, artefacts: [], steps: [] },
    };
    const text = bodyText(renderReport(empty, {}));
    expect(text).toContain('Nothing in this recording looks like a leak.');
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    expect(bodyText(page)).not.toMatch(/undefined|NaN|\[object/);
  });

  test('speaks Chinese when asked, with the same structure', () => {
    const chinese = renderReport(sampleFindings, samplePictures, { language: 'zh' });
    expect(chinese).toContain('<html lang="zh-CN">');
    expect(bodyText(chinese)).toContain('已证实');
    expect(Object.keys(messagesZh)).toEqual(Object.keys(messagesEn));
    const tags = (html: string) => html.match(/<(?:section|article|table|svg|h2)\b/g)?.length;
    expect(tags(chinese)).toBe(tags(page));
  });
});
