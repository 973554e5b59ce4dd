// @vitest-environment jsdom
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../../app/contract/result';
import { useSelection } from '../../store/selection';
import { heapDiffFixture } from '../../testing/heap-diff-fixture';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { HeapPanel } from './heap-panel';

configure({ asyncUtilTimeout: 20_000 });

let engine: FakeBridge;
beforeEach(async () => {
  engine = await openWindow();
  showFixture();
});
const show = async (name: string) =>
  fireEvent.click(await screen.findByRole('button', { name, pressed: false }));
const selected = () => useSelection.getState().selection.object;
const aside = () => screen.getByRole('complementary', { name: 'Why is it alive' });

test('the map is walked by keys and its cell is chosen by Enter', async () => {
  mount(<HeapPanel />);
  const map = await screen.findByRole('application', { name: /main\.cache .* 61\.4 MiB \(83/ });
  fireEvent.keyDown(map, { key: 'Enter' });
  expect(selected()).toEqual({ node: 1, label: 'main.cache' });
});

test('a suspect leads to why it is alive, and to the line that made it', async () => {
  mount(<HeapPanel />);
  await show('Suspects');
  const [suspect] = within(await screen.findByRole('list', { name: 'Suspects' })).getAllByRole(
    'listitem',
  );
  expect(suspect!.textContent).toMatch(/main\.cache61\.4 MiB 83/);
  const stuck = await screen.findByRole('button', { name: /^46 main\.\(\*Syncer\)\.fetch/ });
  expect(stuck.closest('li')!.textContent).toMatch(
    /proven waits in chan send sync\.go:61 · chan error/,
  );
  fireEvent.click(stuck);
  expect(useSelection.getState().selection).toMatchObject({ goroutine: 19, source: { line: 61 } });
  fireEvent.click(within(suspect!).getByRole('button', { name: /main\.cache/ }));
  expect(await within(aside()).findByText('main.cache["batch-20"]')).toBeTruthy();
  fireEvent.click(within(suspect!).getByRole('button', { name: /main\.syncBatch/ }));
  expect(useSelection.getState().selection.source?.path).toContain('sync.go');
});

test('a type leads to its objects, and those to what they hold and who refers to them', async () => {
  mount(<HeapPanel />);
  await show('Types');
  fireEvent.click(await screen.findByRole('row', { name: /^\[2048\]uint8/ }));
  const grid = await screen.findByRole('grid', { name: 'Objects' });
  // Of a type without an object chosen: all of them.
  expect(await within(aside()).findByText(/31,402 objects: \[2048\]uint8/)).toBeTruthy();
  fireEvent.click((await within(grid).findAllByRole('row', { name: /0xc0041a/ }))[0]!);
  expect(selected()?.node).toBe(5000);
  expect(screen.getByText('31,402 objects')).toBeTruthy();
  await show('Value');
  fireEvent.click(await screen.findByRole('treeitem', { name: /\["batch-20"\]/ }));
  expect(selected()?.node).toBe(120);
  await show('Referred to by');
  fireEvent.click(await within(aside()).findByRole('button', { name: /main\.cache/ }));
  expect(selected()).toEqual({ node: 1, label: 'main.cache' });
});

test('strings say what they waste, and where one of them is held', async () => {
  mount(<HeapPanel />);
  await show('Strings');
  fireEvent.click(await screen.findByRole('row', { name: /4\.0 MiB.*eu-west-1.*main\.index/ }));
  expect(selected()).toEqual({ node: 77, label: 'main.index[3].region' });
});

test('comparing asks for an earlier snapshot and says why it cannot', async () => {
  engine.answer('heap.diff', () => err({ code: 'usage', message: 'These are two processes.' }));
  mount(<HeapPanel />);
  await show('Compare');
  fireEvent.change(screen.getByRole('combobox', { name: 'Earlier snapshot' }), {
    target: { value: '/sessions/0' },
  });
  fireEvent.click(screen.getAllByRole('button', { name: 'Compare' }).at(-1)!);
  expect((await screen.findByRole('alert')).textContent).toContain('These are two processes.');
  expect(engine.asked.at(-1)?.input).toEqual({ bundle: 'b1', base: '/sessions/0' });
});

test('what grew is shown by path, root and type; one row is chosen, and a type leads to its objects', async () => {
  engine.answer('heap.choose', () => ok({ path: '/sessions/0/heap/a.trvsnap.gz' }));
  engine.answer('heap.diff', () => ok(heapDiffFixture));
  mount(<HeapPanel />);
  await show('Compare');
  fireEvent.click(screen.getByRole('button', { name: 'Choose a snapshot file…' }));
  const grid = () => screen.findByRole('grid', { name: 'What changed' });
  fireEvent.click(await within(await grid()).findByRole('row', { name: /main\.cache\[\*\]/ }));
  expect(selected()).toEqual({ node: 120, label: 'main.cache["batch-20"]' });
  expect(engine.asked.find(({ name }) => name === 'heap.diff')?.input).toMatchObject({
    base: '/sessions/0/heap/a.trvsnap.gz',
  });
  await show('Root');
  fireEvent.click(await within(await grid()).findByRole('row', { name: /main\.index/ }));
  const chosen = within(await grid()).getAllByRole('row', { selected: true });
  expect(chosen.map((row) => row.textContent)).toEqual([expect.stringContaining('main.index')]);
  await show('Type');
  const titles = within(await grid()).getAllByRole('columnheader');
  expect(titles.filter(({ textContent }) => textContent === 'Type')).toHaveLength(1);
  fireEvent.click(await within(await grid()).findByRole('row', { name: /\[2048\]uint8/ }));
  expect(await screen.findByRole('grid', { name: 'Objects' })).toBeTruthy();
  await show('Compare');
  expect((await grid()).textContent).toContain('[2048]uint8');
});

test('a holder that another panel knows by name is found', async () => {
  mount(<HeapPanel />);
  await screen.findByRole('treeitem', { name: /main\.cache/ });
  useSelection.getState().select({ object: { node: -1, label: 'main.cache' } });
  expect(await within(aside()).findByText('main.cache["batch-20"]')).toBeTruthy();
});

test('a snapshot that cannot be read says why', async () => {
  engine.answer('heap.types', () => err({ code: 'not-a-snapshot', message: 'It ends early.' }));
  mount(<HeapPanel />);
  expect((await screen.findByRole('alert')).textContent).toContain('It ends early.');
  engine.answer('heap.types', () => ok({ coverage: 1, rows: [] }));
  await waitFor(() => expect(engine.asked.length).toBeGreaterThan(0));
});
