import { describe, expect, test } from 'vitest';
import { callTree } from '../pprof/call-tree';
import { stackSeries } from '../pprof/stack-series';
import { profileFromText } from '../pprof/testing/profile-from-text';
import { toDiffTable } from './diff-table';
import { renderFlame } from './flame-svg';
import { toFlamePicture } from './flame-picture';
import type { FlameNode } from './report-pictures';

const before = profileFromText(`
  bytes 10          5
        main.main   main.main
        main.sync@4 main.old@9
        bytes.grow  -`);
const after = profileFromText(`
  bytes 100         1
        main.main   main.main
        main.sync@4 main.tiny@7
        bytes.grow  -`);
const draw = (node: FlameNode, depth = 0): string[] => [
  `${'  '.repeat(depth)}${node.name} ${node.place ?? ''} ${node.before} ${node.after}`,
  ...node.children.flatMap((child) => draw(child, depth + 1)),
];

describe('toFlamePicture', () => {
  const tree = callTree(after, { sampleType: 0, granularity: 'lines' }, before);

  test('carries both profiles, the widest child first', () => {
    const picture = toFlamePicture(tree, { caption: 'difference' });
    expect(picture.unit).toBe('bytes');
    expect(draw(picture.root)).toEqual([
      'root  15 101',
      '  main.main  15 101',
      '    main.sync main.go:4 10 100',
      '      bytes.grow  10 100',
      '    main.old main.go:9 5 0',
      '    main.tiny main.go:7 0 1',
    ]);
  });

  test('keeps what differs most, with its callers, when it has to prune', () => {
    const { root } = toFlamePicture(tree, { caption: '', maxNodes: 4 });
    expect(draw(root).map((line) => line.trim().split(' ')[0])).toEqual([
      'root',
      'main.main',
      'main.sync',
      'bytes.grow',
    ]);
  });

  test('draws bars that stay inside their caller', () => {
    const svg = renderFlame(toFlamePicture(tree, { caption: '' }), 'flame').text;
    const bars = [...svg.matchAll(/x="([\d.]+)"\s+y="(\d+)"\s+width="([\d.]+)"/g)].map((match) => ({
      x: Number(match[1]),
      end: Number(match[1]) + Number(match[3]),
      y: Number(match[2]),
    }));
    expect(bars.length).toBeGreaterThan(3);
    for (const bar of bars) expect(bar.end).toBeLessThanOrEqual(312);
    for (const row of new Set(bars.map((bar) => bar.y))) {
      const inRow = bars.filter((bar) => bar.y === row).sort((l, r) => l.x - r.x);
      inRow.slice(1).forEach((bar, i) => expect(bar.x).toBeGreaterThanOrEqual(inRow[i]?.end ?? 0));
    }
  });
});

describe('toDiffTable', () => {
  test('names the site of the user and who allocates for it', () => {
    const series = stackSeries(
      [
        { atSeconds: 0, profile: before },
        { atSeconds: 10, profile: after },
      ],
      { sampleType: 0 },
    );
    const table =
      series.ok && toDiffTable(series.value, (frame) => frame.function.startsWith('main.'), 2);
    expect(table).toMatchObject({
      sites: 3,
      rows: [
        { site: { function: 'main.sync', line: 4 }, leaf: 'bytes.grow', before: 10, after: 100 },
        { site: { function: 'main.tiny' }, leaf: 'main.tiny', before: 0, after: 1 },
      ],
    });
  });
});
