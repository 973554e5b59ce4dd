// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { err } from '../../../app/contract/result';
import { canRunAction, runAction, type PanelActions } from '../../store/panel-actions';
import { useShownProfile } from '../../store/profile-query';
import { useSelection } from '../../store/selection';
import { sourceFile } from '../../testing/findings-fixture';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { ProfilePanel } from './profile-panel';

let engine: FakeBridge;
beforeEach(async () => {
  engine = await openWindow();
  showFixture();
  mount(<ProfilePanel />);
});

const asked = (name: string) =>
  engine.asked.filter((each) => each.name === name).map(({ input }) => input);
const last = (name: string) => asked(name).at(-1);
const flame = (name: string | RegExp = /^Flame graph/) =>
  screen.findByRole('application', { name });
const click = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole('button', { name }));
const press = async (...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(await flame(), { key });
};

test('the node with attention is described in words, and the keyboard walks the tree', async () => {
  expect((await flame()).getAttribute('aria-label')).toContain('root');
  await press('ArrowDown', 'ArrowDown');
  expect((await flame()).getAttribute('aria-label')).toMatch(
    /bytes\.\(\*Buffer\)\.Write.*buffer\.go:179.*cum .* of total .* of its caller/s,
  );
  await press('ArrowUp', 'Enter');
  await waitFor(() =>
    expect(useSelection.getState().selection).toMatchObject({
      function: 'main.syncBatch',
      source: { path: sourceFile, line: 11 },
    }),
  );
});

test('only what can be seen is asked for, and a zoom leads back by its way', async () => {
  await flame();
  expect(last('profile.flame')).toMatchObject({ granularity: 'functions', base: 'heap-1.pb.gz' });
  const { minShare } = last('profile.flame') as { minShare: number };
  expect(minShare).toBeGreaterThan(0);
  expect(minShare).toBeLessThan(0.001);
  await press('ArrowDown', '+');
  const way = await screen.findByRole('navigation', { name: 'Zoomed to' });
  expect(within(way).getByRole('button', { name: 'main.syncBatch' })).toBeTruthy();
  await press('-');
  expect(within(way).queryByRole('button', { name: 'main.syncBatch' })).toBeNull();
});

test('a search says how much it matches, as the engine counts it', async () => {
  await flame();
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'grow' } });
  expect(await screen.findByText(/matched 60\.0 MiB \(85 %\) in 2 functions/)).toBeTruthy();
  expect(last('profile.search')).toMatchObject({ search: 'grow' });
});

test('inverted and sandwich ask for trees of callers', async () => {
  await press('ArrowDown');
  await click('Inverted');
  expect(await flame(/^Flame graph of callers/)).toBeTruthy();
  expect(last('profile.flame')).toMatchObject({ direction: 'callers' });
  await click('Calls');
  const shapes = screen.getByRole('group', { name: 'Call tree from' });
  fireEvent.click(within(shapes).getByRole('button', { name: 'Sandwich' }));
  expect(await flame(/^Callers of main\.syncBatch/)).toBeTruthy();
  expect(await flame(/^Calls of main\.syncBatch/)).toBeTruthy();
  const sides = asked('profile.flame').filter(
    (input) => (input as { center?: string }).center === 'main.syncBatch',
  );
  expect(sides).toHaveLength(2);
});

test('focus and ignore become filters that every view obeys', async () => {
  await press('ArrowDown');
  await click('Focus');
  await waitFor(() => expect(last('profile.flame')).toMatchObject({ focus: '^main\\.syncBatch$' }));
  expect(useShownProfile.getState().query).toMatchObject({ focus: '^main\\.syncBatch$' });
  fireEvent.change(screen.getByRole('textbox', { name: 'ignore' }), { target: { value: 'gc' } });
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'ignore' }), { key: 'Enter' });
  await click('Table');
  await waitFor(() => expect(last('profile.top')).toMatchObject({ ignore: 'gc' }));
});

test('actions are also in a menu that the keyboard opens', async () => {
  await press('ArrowDown', 'ContextMenu');
  const menu = await screen.findByRole('menu', { name: 'Function in focus' });
  expect(
    within(menu)
      .getAllByRole('menuitem')
      .map((each) => each.textContent),
  ).toEqual([...['Zoom', 'Sandwich', 'Focus', 'Ignore', 'Source']]);
  fireEvent.keyDown(menu, { key: 'Escape' });
  expect(screen.queryByRole('menu')).toBeNull();
});

test('the table shows the change since the base, and beneath it the calls of the chosen function', async () => {
  await click('Table');
  const grid = await screen.findByRole('grid', { name: 'Functions and their change' });
  expect(within(grid).getByRole('columnheader', { name: /Δ flat/ })).toBeTruthy();
  fireEvent.click(within(grid).getByText('main.syncBatch'));
  const peek = await screen.findByRole('region', { name: 'Callers and callees' });
  expect(peek.textContent).toMatch(/Callers.*61\.0 MiB.*main\.\(\*Syncer\)\.run.*Callees/s);
  fireEvent.click(within(peek).getByRole('button', { name: 'bytes.(*Buffer).Write' }));
  await waitFor(() =>
    expect(useSelection.getState().selection.function).toBe('bytes.(*Buffer).Write'),
  );
});

test('without a base the table has the running sum', async () => {
  await flame();
  fireEvent.change(screen.getByRole('combobox', { name: 'Base' }), { target: { value: '' } });
  await click('Table');
  const grid = await screen.findByRole('grid', { name: 'Functions' });
  expect(within(grid).getByRole('columnheader', { name: /sum%/ })).toBeTruthy();
});

test('labels: keys, values and totals; a value becomes a filter', async () => {
  await click('Labels');
  const region = await screen.findByRole('region', { name: 'Labels' });
  expect(region.textContent).toContain('2.0 KiB');
  fireEvent.click(within(region).getByRole('button', { name: '2.0 KiB' }));
  await waitFor(() => expect(last('profile.tags')).toMatchObject({ tagFocus: 'bytes=2048bytes' }));
});

test('the graph says what it leaves out, and a box can be chosen', async () => {
  await click('Graph');
  expect(await screen.findByText(/3 of 7.*left out: 4 functions with 1\.4 MiB/)).toBeTruthy();
  fireEvent.keyDown(screen.getByRole('button', { name: /^bytes\.growSlice/ }), { key: 'Enter' });
  await waitFor(() => expect(useSelection.getState().selection.function).toBe('bytes.growSlice'));
});

test('an expression that is none says so', async () => {
  engine.answer('profile.flame', () => err({ code: 'usage', message: 'focus: missing ]' }));
  await click(/^Filters/);
  const focus = screen.getByRole('textbox', { name: 'focus' });
  fireEvent.change(focus, { target: { value: '[' } });
  fireEvent.blur(focus);
  expect(await screen.findByText('focus: missing ]')).toBeTruthy();
});

test('words of the trade explain themselves', async () => {
  await flame();
  await waitFor(() => {
    const words = screen.getAllByRole('tooltip', { hidden: true }).map((each) => each.textContent);
    expect(words.join(' ')).toMatch(/A gauge: .*In the function itself.*all it called/);
  });
});

/** As the palette does it. */
const run = (action: PanelActions['flame']) => act(() => runAction('flame', action));

test('the palette searches, inverts, zooms and puts a function in the middle', async () => {
  const picture = await flame();
  await waitFor(() => expect(canRunAction('flame', 'search')).toBe(true));
  expect(canRunAction('flame', 'sandwich')).toBe(false);
  run('search');
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  run('callers');
  expect(await flame(/^Flame graph of callers/)).toBeTruthy();
  run('callers');
  await press('ArrowDown');
  run('zoomIn');
  const way = await screen.findByRole('navigation', { name: 'Zoomed to' });
  await waitFor(() => expect(way.textContent).toContain('main.syncBatch'));
  expect(document.activeElement).toBe(await flame());
  run('resetZoom');
  await waitFor(() => expect(way.textContent).not.toContain('main.syncBatch'));
  run('oneColor');
  expect(screen.getByRole('combobox', { name: 'Colour by' })).toHaveProperty('value', 'plain');
  await press('ArrowDown');
  run('sandwich');
  expect(await flame(/^Callers of /)).toBeTruthy();
  expect(picture).toBeTruthy();
});

test('the keys of the picture do the same', async () => {
  await press('ArrowDown', 'i');
  expect(await flame(/^Flame graph of callers/)).toBeTruthy();
  fireEvent.keyDown(await flame(), { key: '/' });
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  // Typed into the search they are letters.
  fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'i' });
  expect(await flame(/^Flame graph of callers/)).toBeTruthy();
});

test('from another view of the profile, an action of the flame graph turns to it first', async () => {
  await click('Table');
  await screen.findByRole('grid', { name: 'Functions and their change' });
  expect(canRunAction('flame', 'callers')).toBe(true);
  run('callers');
  expect(await flame(/^Flame graph of callers/)).toBeTruthy();
});

test('a sample type says whether it is of a moment or counts since the start', async () => {
  await flame();
  expect(await screen.findByText('gauge')).toBeTruthy();
  fireEvent.change(screen.getByRole('combobox', { name: 'Sample type' }), {
    target: { value: 'alloc_space' },
  });
  const word = await screen.findByText('counter');
  expect(word.textContent).toMatch(/Only the difference to an earlier profile/);
});
