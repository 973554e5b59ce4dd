import { expect, test } from 'vitest';
import { flameOf } from '../testing/view-fixtures';
import { computeFlameLayout, findHotPath, findNode, searchFlame } from './flame-layout';

// root ─ a(60: a1 40) ─ b(30) ─ c(10)
const flame = flameOf({
  name: '',
  flat: 0,
  delta: 50,
  children: [
    { name: 'a', flat: 20, delta: 45, children: [{ name: 'a1', flat: 40, delta: 44 }] },
    { name: 'b', flat: 30, delta: 5, children: [] },
    { name: 'a', flat: 10, delta: 0 },
  ],
});
const layout = computeFlameLayout(flame);
const names = (nodes: readonly number[]) => nodes.map((node) => flame.names[flame.name[node] ?? 0]);

test('siblings lie side by side, children under their parent', () => {
  expect([...layout.start]).toEqual([0, 0, 0, 60, 90]);
  expect(layout.rows.map((row) => [...row])).toEqual([[0], [1, 3, 4], [2]]);
});

test('a point finds its node, and the space beside it none', () => {
  expect(findNode(flame, layout, 1, 65)).toBe(3);
  expect(findNode(flame, layout, 2, 50)).toBeUndefined();
  expect(findNode(flame, layout, 9, 0)).toBeUndefined();
});

test('a search counts nested matches once', () => {
  expect(searchFlame(flame, 'A')?.total).toBe(70);
  expect(searchFlame(flame, ' ')).toBeUndefined();
});

test('the hot path follows the growth', () => {
  expect(names(findHotPath(flame))).toEqual(['', 'a', 'a1']);
});
