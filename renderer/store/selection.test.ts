import { beforeEach, expect, test } from 'vitest';
import { emptySelection, getCrumbs, useSelection } from './selection';

const state = () => useSelection.getState();
const line = (number: number) => ({ path: '/p/sync.go', line: number });

beforeEach(() => useSelection.setState({ selection: emptySelection, history: [] }));

test('a new selection replaces the old one as a whole', () => {
  state().select({ goroutine: 7, function: 'main.work' });
  state().select({ source: line(3) });
  expect(state().selection).toEqual({ ...emptySelection, source: line(3) });
});

test('going back walks the history, a clear included', () => {
  state().select({ function: 'main.a' });
  state().select({ function: 'main.b' });
  state().clear();
  state().back();
  expect(state().selection.function).toBe('main.b');
  state().back();
  expect(state().selection.function).toBe('main.a');
});

test('choosing the same thing again adds nothing to the history', () => {
  state().select({ source: line(3) });
  state().select({ source: line(3) });
  expect(state().history).toHaveLength(1);
});

test('the history keeps a hundred steps', () => {
  for (let i = 1; i <= 150; i++) state().select({ goroutine: i });
  expect(state().history).toHaveLength(100);
});

test('crumbs go from the broadest to the line', () => {
  const selection = { ...emptySelection, goroutine: 7, function: 'main.work', source: line(41) };
  expect(getCrumbs(selection)).toEqual(['G7', 'main.work', 'sync.go:41']);
});
