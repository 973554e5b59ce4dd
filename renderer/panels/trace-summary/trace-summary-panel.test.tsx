// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { traceSummarySchema, tracePathViewSchema } from '../../../app/contract/trace-summary';
import { err, ok } from '../../../app/contract/result';
import { useTraceFile } from '../../store/open-trace';
import { useSelection } from '../../store/selection';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { timelineSummaryFixture } from '../../testing/timeline-fixture';
import { tracePathFixture, traceSummaryFixture } from '../../testing/trace-summary-fixture';
import { TraceSummaryPanel } from './trace-summary-panel';

let engine: FakeBridge;
beforeEach(async () => {
  engine = await openWindow();
  useTraceFile.setState({ path: undefined });
});

/** Where the trace begins in the recording of the fixture. */
const startSeconds = timelineSummaryFixture.startSeconds;

async function open(tab?: string): Promise<void> {
  showFixture();
  mount(<TraceSummaryPanel />);
  await screen.findByRole('img', { name: 'Ps at work' });
  if (tab !== undefined) fireEvent.click(screen.getByRole('button', { name: tab, pressed: false }));
}
const grid = (name: string | RegExp) => within(screen.getByRole('grid', { name }));
const selection = () => useSelection.getState().selection;
const asked = (name: string) => engine.asked.filter((each) => each.name === name);

test('the fixtures are what the contract says', () => {
  expect(traceSummarySchema.parse(traceSummaryFixture)).toEqual(traceSummaryFixture);
  expect(tracePathViewSchema.parse(tracePathFixture)).toEqual(tracePathFixture);
});

test('teaches while there is no trace', () => {
  mount(<TraceSummaryPanel />);
  expect(screen.getByRole('heading', { name: 'No execution trace yet' })).toBeTruthy();
  expect(asked('trace.summary')).toEqual([]);
});

test('tells the figures of the trace as the command line does', async () => {
  await open();
  const figures = screen.getByText('53 alive').closest('dl');
  expect(figures?.textContent).toContain('61 created · 12 ended');
  expect(figures?.textContent).toContain('50 %of 2 Ps');
  expect(figures?.textContent).toContain('4.0 msp99 · longest 8.0 ms');
  expect(figures?.textContent).toContain('30.0 MiB+7.0 MiB/s');
  expect(asked('trace.summary')[0]?.input).toEqual({ trace: timelineSummaryFixture.trace });
});

test('a place where goroutines wait is selected everywhere', async () => {
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'main.syncBatch' }));
  expect(selection()).toMatchObject({ function: 'main.syncBatch', source: { line: 16 } });
});

test('latency follows the selected function, and selects one', async () => {
  await open('Latency');
  expect(screen.getByRole('img', { name: 'Scheduling latency: all functions' })).toBeTruthy();
  act(() => useSelection.getState().select({ function: 'main.run' }));
  expect(screen.getByRole('img', { name: 'Scheduling latency: main.run' })).toBeTruthy();
  fireEvent.click(grid('Scheduling latency').getByRole('row', { name: /main\.syncBatch/ }));
  expect(selection().function).toBe('main.syncBatch');
});

test('a collection is a range in every panel, and the range chosen elsewhere is marked', async () => {
  await open('Collector');
  fireEvent.click(grid('Collections').getByRole('row', { name: /1\.0 s/ }));
  expect(selection().range).toEqual({ start: startSeconds + 1, end: startSeconds + 1.1 });
  const range = { start: startSeconds + 3, end: startSeconds + 3.1 };
  act(() => useSelection.getState().select({ range }));
  const row = grid('Collections').getByRole('row', { name: /3\.0 s/ });
  expect(row.getAttribute('aria-selected')).toBe('true');
});

test('a stretch dragged over a picture is the range; a click takes the collection there', async () => {
  await open();
  const plot = screen.getByRole('img', { name: 'Heap' });
  // Without a layout it is 400 pixels wide, with 332 of them for the 4.2 seconds.
  const at = (seconds: number) => ({
    clientX: 56 + (332 * seconds) / 4.2,
    button: 0,
    pointerId: 1,
  });
  fireEvent.pointerDown(plot, at(1));
  fireEvent.pointerMove(plot, at(1.5));
  fireEvent.pointerUp(plot, at(2));
  expect(selection().range?.start).toBeCloseTo(startSeconds + 1);
  expect(selection().range?.end).toBeCloseTo(startSeconds + 2);
  fireEvent.pointerDown(plot, at(2.8));
  fireEvent.pointerUp(plot, at(2.8));
  expect(selection().range).toEqual({ start: startSeconds + 3, end: startSeconds + 3.1 });
});

test('a region leads to its goroutine and time, and to its critical path', async () => {
  await open('Tasks and regions');
  const path = screen.getByRole<HTMLButtonElement>('button', { name: 'Its critical path' });
  expect(path.disabled).toBe(true);
  fireEvent.click(grid('By name').getByRole('row', { name: /store/ }));
  expect(grid('Each: store').getAllByRole('row')).toHaveLength(1 + 2);
  fireEvent.click(grid('Each: store').getByRole('row', { name: /G20/ }));
  expect(selection()).toMatchObject({
    goroutine: 20,
    range: { start: startSeconds + 1.2, end: startSeconds + 1.7 },
  });
  fireEvent.click(path);
  await screen.findByRole('grid', { name: 'Critical path' });
  expect(asked('trace.path')[0]?.input).toMatchObject({
    of: { goid: 20, fromNs: 1.2e9, toNs: 1.7e9 },
  });
});

test('the path of the selected goroutine names who held it up, and leads there', async () => {
  await open('Critical path');
  expect(screen.getByRole('heading', { name: 'Critical path' })).toBeTruthy();
  act(() => useSelection.getState().select({ goroutine: 20 }));
  fireEvent.click(screen.getByRole('button', { name: 'G20' }));
  const table = within(await screen.findByRole('grid', { name: 'Critical path' }));
  expect(asked('trace.path')[0]?.input).toMatchObject({ of: { goid: 20, fromNs: 0 } });
  fireEvent.click(table.getByRole('row', { name: /G7/ }));
  expect(selection()).toMatchObject({
    ...{ goroutine: 7, function: 'main.run' },
    range: { start: startSeconds + 1, end: startSeconds + 1.7 },
  });
});

test('a pair of waker and woken shows both stacks, and who has none is told', async () => {
  await open('Who woke whom');
  fireEvent.click(grid('Who woke whom').getByRole('row', { name: /chan receive/ }));
  const stacks = screen.getByRole('complementary', { name: 'Stacks of the chosen pair' });
  expect(within(stacks).getByRole('list', { name: 'Who woke' }).textContent).toContain('main.run');
  expect(selection().function).toBe('main.syncBatch');
  fireEvent.click(grid('Who woke whom').getByRole('row', { name: /a timer/ }));
  await waitFor(() => expect(stacks.textContent).toContain('The trace tells no stack.'));
});

test('views of what a trace does not have cannot be chosen, and say why', async () => {
  const { stats } = traceSummaryFixture;
  const none = { begun: 0, ended: 0, byName: [] };
  engine.answer('trace.summary', () =>
    ok({
      ...traceSummaryFixture,
      annotations: [],
      stats: { ...stats, tasks: none, regions: none },
    }),
  );
  await open();
  const tab = screen.getByRole<HTMLButtonElement>('button', { name: 'Tasks and regions' });
  expect(tab.disabled).toBe(true);
  expect(tab.title).toContain('runtime/trace.NewTask');
});

test('reading shows how far it is and can be ended', async () => {
  let answer: (() => void) | undefined;
  const cancelled = err({ code: 'cancelled' as const, message: 'The analysis was cancelled.' });
  const request = engine.request.bind(engine);
  engine.request = ((name: 'trace.summary', input: never) =>
    name === 'trace.summary'
      ? new Promise((resolve) => (answer = () => resolve(cancelled)))
      : request(name, input)) as FakeBridge['request'];
  showFixture();
  mount(<TraceSummaryPanel />);
  const { trace } = timelineSummaryFixture;
  await screen.findByText(/^Reading the trace: 0/);
  act(() => engine.emit('trace.summarising', { trace, share: 0.5 }));
  await screen.findByText(/^Reading the trace: 50/);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(asked('trace.stop-summary')).toHaveLength(1);
  answer?.();
  await screen.findByRole('heading', { name: 'The trace was not read to its end' });
  expect(screen.getByRole('button', { name: 'Read the trace' })).toBeTruthy();
});

test('says why a trace cannot be summed up', async () => {
  const message = 'This is not a Go execution trace.';
  engine.answer('trace.summary', () => err({ code: 'not-a-trace', message }));
  showFixture();
  mount(<TraceSummaryPanel />);
  expect((await screen.findByRole('alert')).textContent).toContain(message);
});
