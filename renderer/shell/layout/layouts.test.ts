import { describe, expect, test } from 'vitest';
import { layoutNames, panelNames } from '../../store/view';
import { panelsOf, type Part } from './arrangement';
import { complete, createLayout, mainPanelOf } from './layouts';

/** Size of a group in a dock, CSS pixels, by the panel in front of it. */
function sizesIn(parts: readonly Part[], width: number, height: number, isRow: boolean) {
  const sizes = new Map<string, { width: number; height: number }>();
  const sum = parts.reduce((total, { share }) => total + share, 0);
  for (const part of parts) {
    const [w, h] = isRow
      ? [(part.share / sum) * width, height]
      : [width, (part.share / sum) * height];
    if ('tabs' in part) sizes.set(part.front ?? '', { width: w, height: h });
    else sizesIn(part.parts, w, h, !isRow).forEach((size, name) => sizes.set(name, size));
  }
  return sizes;
}

describe.each(layoutNames)('layout %s', (name) => {
  const layout = createLayout(name);

  test('has every panel once, so that a change of layout closes none', () => {
    expect([...panelsOf(layout)].sort()).toEqual([...panelNames].sort());
  });

  test('shows its own panel in front, with the focus', () => {
    const sizes = sizesIn(layout.parts, 1, 1, layout.direction === 'row');
    expect([...sizes.keys()]).toContain(mainPanelOf(name));
    expect(layout.focus).toBe(mainPanelOf(name));
  });

  // The dock at 1280 × 720: without title and status bar, and beside the bars at the left.
  test('leaves its panel room to work in, also in a small window', () => {
    const hasSide = name === 'investigate' || name === 'debug';
    const width = 1280 - 48 - (hasSide ? 248 : 0);
    const sizes = sizesIn(layout.parts, width, 720 - 40 - 24, layout.direction === 'row');
    const main = sizes.get(mainPanelOf(name));
    expect(main?.height).toBeGreaterThan(300);
    expect(main?.width).toBeGreaterThan(700);
  });
});

test('a closed panel that is opened elsewhere comes along to its place', () => {
  const trace = createLayout('trace');
  const closed = { ...trace, parts: trace.parts.slice(0, 1) };
  const completed = complete('trace', closed, ['terminal', 'verdict', 'timeline']);
  expect(panelsOf(completed)).toEqual([...panelsOf(closed), 'terminal']);
});
