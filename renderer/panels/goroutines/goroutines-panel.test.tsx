// @vitest-environment jsdom
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '../../../app/contract/result';
import { manyGoroutines } from '../../../app/domain/correlate/testing/many-goroutines';
import { useSelection } from '../../store/selection';
import type { FakeBridge } from '../../testing/fake-bridge';
import { goroutineAnswers, goroutineTable } from '../../testing/goroutine-fixture';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { GoroutinesPanel } from './goroutines-panel';

// A loaded machine draws the first table slowly.
configure({ asyncUtilTimeout: 20_000 });

let engine: FakeBridge;
beforeEach(async () => {
  engine = await openWindow();
  showFixture();
});
const table = () => screen.findByRole('treegrid', { name: 'Goroutines' });
const headings = async () =>
  within(await table())
    .getAllByRole('row')
    .filter((row) => row.getAttribute('aria-expanded') !== null);

test('choosing a goroutine shows its stacks and its life', async () => {
  mount(<GoroutinesPanel />);
  fireEvent.click((await screen.findAllByRole('row', { name: /main\.syncBatch/ }))[0]!);
  const stack = await screen.findByRole('list', { name: 'Stack, by the memory snapshot' });
  const details = screen.getByRole('complementary', { name: 'Goroutine' });
  expect(within(stack).getAllByRole('listitem')).toHaveLength(2);
  expect(within(details).getByRole('list', { name: 'Created by' }).textContent).toContain(
    'main.(*Syncer).run',
  );
  expect(within(details).getByRole('img', { name: /Running 41 µs, Runnable 12 µs/ })).toBeTruthy();
  expect(useSelection.getState().selection.goroutine).toBe(20);
});

test('groups say what their goroutines have in common, and fold by keyboard', async () => {
  mount(<GoroutinesPanel />);
  await screen.findAllByRole('row', { name: /main\.syncBatch/ });
  const [first] = await headings();
  expect(first!.textContent).toMatch(
    /46.*main\.\(\*Syncer\)\.run.*sync\.go:24.*chan receive.*46 stuck/,
  );
  fireEvent.keyDown(first!, { key: 'ArrowLeft' });
  expect(screen.queryAllByRole('row', { name: /main\.syncBatch/ })).toHaveLength(0);
  fireEvent.keyDown((await headings())[0]!, { key: 'ArrowRight' });
  expect(await screen.findAllByRole('row', { name: /main\.syncBatch/ })).not.toHaveLength(0);
});

test('a goroutine chosen elsewhere is unfolded and marked', async () => {
  engine.answer('goroutine.open', goroutineAnswers(manyGoroutines(1000))['goroutine.open']!);
  engine.answer('goroutine.rows', goroutineAnswers(manyGoroutines(1000))['goroutine.rows']!);
  engine.answer('goroutine.locate', goroutineAnswers(manyGoroutines(1000))['goroutine.locate']!);
  mount(<GoroutinesPanel />);
  expect((await headings())[0]?.getAttribute('aria-expanded')).toBe('false');
  useSelection.getState().select({ goroutine: 7 });
  const row = await screen.findByRole('row', { selected: true });
  expect(within(row).getByText('7')).toBeTruthy();
});

test('is there before the object graph, which then adds its proofs', async () => {
  const { ['goroutine.open']: open, ['goroutine.rows']: rows } = goroutineAnswers(goroutineTable);
  let finishGraph = () => {};
  const graph = new Promise<void>((resolve) => (finishGraph = resolve));
  engine.answer('goroutine.open', (input) => {
    const reply = open!(input);
    if (input.withGraph) return graph.then(() => reply) as never;
    return reply.ok ? ok({ ...reply.value, memory: { kind: 'awaited' } }) : reply;
  });
  engine.answer('goroutine.rows', (input) => {
    const reply = rows!(input);
    if (input.withGraph || !reply.ok) return reply;
    return ok(reply.value.map((row) => ({ ...row, provenStuck: false })));
  });
  mount(<GoroutinesPanel />);
  const [row] = await screen.findAllByRole('row', { name: /main\.syncBatch/ });
  expect(row!.textContent).toContain('…');
  expect(screen.getByText(/^Proof of leaks is being computed/)).toBeTruthy();
  finishGraph();
  await screen.findAllByText('proven');
  expect(screen.queryByText(/^Proof of leaks is being computed/)).toBeNull();
});

test('says why the memory snapshot proves nothing, and shows what the other legs know', async () => {
  const { ['goroutine.open']: open } = goroutineAnswers(goroutineTable);
  const failure = { code: 'not-a-snapshot' as const, message: 'The memory snapshot is cut short.' };
  engine.answer('goroutine.open', (input) => {
    const reply = open!(input);
    if (!reply.ok) return reply;
    const memory = input.withGraph
      ? { kind: 'failed' as const, failure }
      : { kind: 'awaited' as const };
    return ok({ ...reply.value, memory });
  });
  mount(<GoroutinesPanel />);
  expect(await screen.findByText(failure.message)).toBeTruthy();
  expect(await screen.findAllByRole('row', { name: /main\.syncBatch/ })).not.toHaveLength(0);
});

describe('100,000 goroutines', () => {
  beforeEach(() => {
    for (const [name, answer] of Object.entries(goroutineAnswers(manyGoroutines(100_000)))) {
      engine.answer(name as 'goroutine.open', answer as never);
    }
  });

  test('start as their groups, with shown of total', async () => {
    mount(<GoroutinesPanel />);
    await waitFor(async () => expect(await headings()).toHaveLength(7));
    expect(screen.getByText('89,900 of 100,000 shown')).toBeTruthy();
    // Nothing is unfolded, so that no row was asked for.
    expect(engine.asked.filter(({ name }) => name === 'goroutine.rows')).toHaveLength(0);
  });

  test('come in pages, sorted and filtered by the engine', async () => {
    mount(<GoroutinesPanel />);
    await table();
    fireEvent.change(screen.getByRole('combobox', { name: 'Group by' }), {
      target: { value: 'none' },
    });
    const grid = await screen.findByRole('grid', { name: 'Goroutines' });
    fireEvent.click(within(grid).getByRole('button', { name: 'Created' }));
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter Goroutines' }), {
      target: { value: 'mutex' },
    });
    expect(await screen.findByText('20,000 of 100,000 shown')).toBeTruthy();
    const rows = await within(grid).findAllByRole('row', {
      name: /sync\.Mutex\.Lock.*16 min 38 s/,
    });
    expect(rows[0]?.getAttribute('aria-rowindex')).toBe('2');
    const asked = engine.asked.filter(({ name }) => name === 'goroutine.rows');
    expect(asked.at(-1)?.input).toMatchObject({
      limit: 100,
      view: { filter: 'mutex', sorting: { column: 'createdAt', direction: 'descending' } },
    });
  });

  test('are copied as a whole, as the engine prints them', async () => {
    const writeText = vi.fn((_: string) => Promise.resolve());
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    mount(<GoroutinesPanel />);
    await table();
    fireEvent.click(screen.getByRole('button', { name: 'Copy as TSV' }));
    await waitFor(() => expect(writeText).toHaveBeenCalled());
    const lines = writeText.mock.calls[0]![0].split('\n');
    expect(lines).toHaveLength(89_901);
    expect(lines[0]).toMatch(/^G\tFunction\tState\tWaits for/);
    vi.unstubAllGlobals();
  });
});
