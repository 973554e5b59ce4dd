// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import type { TraceGateOutcome } from '../../contract/trace-diff';
import { diffTraces } from './diff-traces';
import { formatDiff } from './format-diff';
import { parseGate } from './gate';
import { judgeGates } from './judge-gates';
import { formatJunit } from './junit';
import { toSarif } from './sarif';
import { row, run } from './testing/summaries';

const side = (leaked: number, p99: number) => [
  run(
    { 'sched.p99': p99, 'goroutines.alive': 3 + leaked, 'gc.cpu': 0.1, 'heap.floor': 2 ** 20 },
    {
      goroutines: [
        row('main.serve', 12, { 'goroutines.alive': 3 }, 'main.handle'),
        row('main.leak', 41, { 'goroutines.alive': leaked }, 'main.leak.func1'),
      ],
    },
  ),
];
const diff = diffTraces(side(0, 90_000), side(50, 30_000));
const texts = [
  'goroutines.alive[main.leak]>+20',
  'goroutines.alive>+20',
  'sched.p99>+20%',
  'gc.pause.max>5ms',
];
const gates = judgeGates(
  diff,
  texts.map((text) => {
    const gate = parseGate(text);
    if (!gate.ok) throw new Error(gate.error);
    return gate.value;
  }),
  { any: false },
);

test('text: the largest regression first, a word beside each arrow, columns in line', () => {
  const text = formatDiff({ ...diff, gates }, (word) => word);
  const lines = text.split('\n');
  const metrics = lines.slice(lines.indexOf('Metrics') + 1);
  expect(metrics[0]).toMatch(/^ {2}▲ worse {6}goroutines\.alive +3 +→ +53 +×17\.7$/);
  expect(metrics[1]).toMatch(/^ {2}▼ better {5}sched\.p99 +90\.0 µs +→ +30\.0 µs +−67 %$/);
  const column = (line: string | undefined) => line?.indexOf('→');
  expect(column(metrics[0])).toBe(column(metrics[1]));
  expect(text).toContain('nothing is tested, differences may be chance');
  expect(text).toMatch(/▲ worse .*0 +→ +50 .*main\.leak\.func1 in main\.leak \(main\.go:41\)/);
  expect(text).toMatch(/✗ failed {3}goroutines\.alive>\+20: .*3 → 53/);
});

test('text: what five runs do not show is neither the same nor left out', () => {
  const runs = (leaked: number, waits: readonly number[]) =>
    waits.map((wait, i) =>
      run(
        { 'goroutines.alive': 3 + leaked + i, 'blocked.chan': wait, 'blocked.sync': wait },
        {
          goroutines: 'abcdefgh'
            .split('')
            .map((name, k) =>
              row(`main.${name}`, 9, { 'goroutines.alive': k === 0 ? leaked + i : 50 + wait }),
            ),
        },
      ),
    );
  const compared = diffTraces(runs(20, [1, 9, 2, 8, 3]), runs(300, [4, 7, 5, 6, 10]));
  const text = formatDiff({ ...compared, gates: [] }, (word) => word);
  expect(text).toMatch(/▲ worse {6}goroutines\.alive/);
  expect(text).toMatch(/~ not shown {2}blocked\.chan/);
  expect(text).toContain('rows, none is shown to differ');
  expect(text).toMatch(/1 that the runs do not show to differ; \d a side could show one of them:/);
  expect(text).toMatch(/~ not shown {2}goroutines\.alive .*22 .*→ .*302 .*main\.a/);
});

describe('JUnit', () => {
  const parse = (xml: string) => {
    const document = new DOMParser().parseFromString(xml, 'application/xml');
    expect(document.querySelector('parsererror')?.textContent).toBe(undefined);
    return document;
  };

  test('has one case a gate, with the figures', () => {
    const document = parse(formatJunit(gates));
    const cases = [...document.querySelectorAll('testsuites > testsuite > testcase')];
    expect(cases.map((each) => each.getAttribute('name'))).toEqual(texts);
    const suite = document.querySelector('testsuite')!;
    expect(
      ['tests', 'failures', 'errors', 'skipped'].map((name) => suite.getAttribute(name)),
    ).toEqual(['4', '2', '0', '1']);
    expect(cases[0]!.querySelector('failure')?.textContent).toContain('/src/shop/main.go:41');
    expect(cases[2]!.querySelector('failure')).toBe(null);
    expect(cases[3]!.querySelector('skipped')).not.toBe(null);
  });

  test('stays well formed whatever a function is called', () => {
    const gate = 'x"<>&\u0000\u0007\ud800]]>\ufffe😀';
    const odd: TraceGateOutcome = { gate, metric: 'a&b', state: 'failed', says: gate };
    const name = parse(formatJunit([odd]))
      .querySelector('testcase')!
      .getAttribute('name');
    expect(name).toContain('x"<>&');
    expect(name).toContain('😀');
  });
});

describe('SARIF 2.1.0', () => {
  interface Location {
    physicalLocation: { artifactLocation: object; region?: { startLine: number } };
  }
  interface Log {
    version: string;
    $schema: string;
    runs: {
      tool: { driver: { name: string; rules: { id: string; shortDescription: object }[] } };
      originalUriBaseIds: Record<string, { uri: string }>;
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        message: { text: string };
        locations: Location[];
        relatedLocations?: (Location & { id: number })[];
      }[];
    }[];
  }
  const sarif = (sourceRoot: string) =>
    JSON.parse(JSON.stringify(toSarif(gates, { version: '0.1.0', sourceRoot }))) as Log;

  test('has the fields that the specification requires', () => {
    const log = sarif('/src/shop');
    // 3.13: version and runs; 3.14: tool; 3.18: driver; 3.19: name; 3.27: message; 3.49: rule id.
    expect(log.version).toBe('2.1.0');
    expect(log.runs).toHaveLength(1);
    const { tool, results, originalUriBaseIds } = log.runs[0]!;
    expect(tool.driver.name).toBe('trivet');
    expect(results).toHaveLength(2);
    for (const result of results) {
      expect(result.message.text.length).toBeGreaterThan(0);
      expect(['none', 'note', 'warning', 'error']).toContain(result.level);
      // 3.27.6: the index leads to the rule of that id.
      expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(Array.isArray(result.locations)).toBe(true);
    }
    // 3.14.14: a base ends in a slash.
    expect(originalUriBaseIds['SRCROOT']?.uri).toBe('file:///src/shop/');
  });

  test('points at the statement that the gate names', () => {
    const [result] = sarif('/src/shop').runs[0]!.results;
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'main.go', uriBaseId: 'SRCROOT' },
      region: { startLine: 41 },
    });
    const elsewhere = sarif('/home/me').runs[0]!.results[0];
    expect(elsewhere?.locations[0]?.physicalLocation.artifactLocation).toEqual({
      uri: 'file:///src/shop/main.go',
    });
  });

  test('has no location for a total, and relates what adds most to it', () => {
    const total = sarif('/src/shop').runs[0]!.results[1];
    expect(total?.locations).toEqual([]);
    expect(total?.relatedLocations?.[0]?.physicalLocation.region?.startLine).toBe(41);
  });
});
