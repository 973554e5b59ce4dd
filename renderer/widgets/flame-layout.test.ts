import { expect, test } from 'vitest';
import { flameOf } from '../testing/view-fixtures';
import {
  computeFlameLayout,
  findByPath,
  findHotPath,
  findNode,
  findRest,
  isCutBelow,
  matchNames,
  pathTo,
} from './flame-layout';

// root ─ a(60: a1 40) ─ b(30) ─ a(10)
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
  expect(findNode(layout, 1, 65)).toBe(3);
  expect(findNode(layout, 2, 50)).toBeUndefined();
  expect(findNode(layout, 9, 0)).toBeUndefined();
});

test('what was not sent lies right of what was', () => {
  const cum = Float64Array.from(flame.cum);
  cum[1] = 75;
  cum[0] = 115;
  const cut = { ...flame, cum, isCut: Uint8Array.of(0, 1, 0, 0, 0) };
  const cutLayout = computeFlameLayout(cut);
  expect([...cutLayout.rest]).toEqual([0, 15, 0, 0, 0]);
  expect(findRest(cutLayout, 2, 45)).toBe(1);
  expect(findRest(cutLayout, 2, 56)).toBeUndefined();
  expect(findRest(cutLayout, 2, 39)).toBeUndefined();
  expect([isCutBelow(cut, 0), isCutBelow(cut, 1), isCutBelow(cut, 3)]).toEqual([true, true, false]);
});

test('children that cancel out stay inside of their parent', () => {
  const minus = { ...flame, flat: Float64Array.of(0, 0, 0, 30, -30) };
  const cum = Float64Array.of(0, 0, 0, 30, -30);
  const { width, start } = computeFlameLayout({ ...minus, cum });
  expect([...width]).toEqual([60, 0, 0, 30, 30]);
  expect([start[3], start[4]]).toEqual([0, 30]);
});

test('beside a base what is gone has the width it had', () => {
  const gone = { ...flame, cum: Float64Array.of(60, 60, 60, 0, 0), flat: new Float64Array(5) };
  const delta = Float64Array.of(20, 60, 60, -40, 0);
  expect([...computeFlameLayout({ ...gone, delta }).width]).toEqual([60, 60, 60, 0, 0]);
  const { width, start } = computeFlameLayout({ ...gone, delta }, true);
  expect([...width]).toEqual([100, 60, 60, 40, 0]);
  expect(start[3]).toBe(60);
});

test('a search is by name', () => {
  expect(matchNames(flame.names, (name) => name.startsWith('a'))).toEqual(
    Uint8Array.from(flame.names, (name) => (name.startsWith('a') ? 1 : 0)),
  );
  expect(matchNames(flame.names, undefined)).toBeUndefined();
});

test('a node is found again by the keys on its way', () => {
  const path = pathTo(flame, 2);
  expect(names(path)).toEqual(['a', 'a1']);
  const keys = path.map((node) => flame.key[node]!);
  expect(findByPath(flame, keys)).toBe(2);
  expect(findByPath(flame, [...keys, 99])).toBeUndefined();
});

test('the hot path follows the growth', () => {
  expect(names(findHotPath(flame))).toEqual(['', 'a', 'a1']);
});
