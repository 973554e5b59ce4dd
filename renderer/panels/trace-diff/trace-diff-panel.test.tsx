// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../../app/contract/result';
import { formatDiff } from '../../../app/domain/tracediff/format-diff';
import { metrics } from '../../../app/domain/tracediff/metrics';
import { en } from '../../i18n/en';
import { zh } from '../../i18n/zh';
import { useSelection } from '../../store/selection';
import { useTraceDiff } from '../../store/trace-diff';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { traceDiffFixture } from '../../testing/trace-diff-fixture';
import { TraceDiffPanel } from './trace-diff-panel';

let engine: FakeBridge;
beforeEach(async () => {
  engine = await openWindow();
});
const side = (name: string) => within(screen.getByRole('region', { name }));
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const grid = (name: string) => screen.findByRole('grid', { name });

/** Both sides filled by the dialog, and compared. */
async function compare(): Promise<void> {
  mount(<TraceDiffPanel />);
  for (const [name, list] of [
    ['A · before', 'Traces of A · before'],
    ['B · after', 'Traces of B · after'],
  ] as const) {
    fireEvent.click(side(name).getByRole('button', { name: 'Add folder…' }));
    await screen.findByRole('list', { name: list });
  }
  click('Compare');
  await grid('Metrics');
}

test('teaches while there is nothing to compare', () => {
  mount(<TraceDiffPanel />);
  expect(
    screen.getByRole('heading', { name: 'Compare two traces, or two sets of runs' }),
  ).toBeTruthy();
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Compare' });
  expect(button.disabled).toBe(true);
});

test('tells what got worse first, with words beside the arrows', async () => {
  await compare();
  const rows = within(await grid('Metrics')).getAllByRole('row');
  expect(rows[1]?.textContent).toContain('▲ worse');
  expect(rows[1]?.textContent).toContain('blocked.sync');
  expect(rows[2]?.textContent).toContain('goroutines.alive');
  expect(screen.getByText('2 worse · 2 better · 1 changed')).toBeTruthy();
  expect(screen.getByText(/Mann–Whitney/)).toBeTruthy();
});

test('a row with a stack moves the one selection to its line', async () => {
  await compare();
  click('Blocked stacks');
  fireEvent.click(within(await grid('Blocked stacks')).getByRole('row', { name: /syncBatch/ }));
  expect(useSelection.getState().selection).toMatchObject({
    function: 'main.syncBatch',
    source: { path: '/src/datasync/sync.go', line: 12 },
  });
  const frames = within(screen.getByRole('list', { name: 'Stack' })).getAllByRole('listitem');
  expect(frames).toHaveLength(2);

  click('Goroutines by creation');
  fireEvent.click(within(await grid('Goroutines by creation')).getByRole('row', { name: /run/ }));
  expect(useSelection.getState().selection.source?.line).toBe(24);
});

test('a function is selected by its name, for the metric of choice', async () => {
  await compare();
  click('Functions');
  const table = await grid('Functions');
  fireEvent.click(within(table).getByRole('row', { name: /main\.syncBatch/ }));
  expect(useSelection.getState().selection.function).toBe('main.syncBatch');
  fireEvent.change(screen.getByRole('combobox', { name: 'Metric' }), {
    target: { value: 'sched.max' },
  });
  await waitFor(() => expect(screen.getByText('0 of 0 shown')).toBeTruthy());
});

test('sides can be investigations, be swapped, and lose a trace; then nothing old is shown', async () => {
  await compare();
  showFixture();
  const choice = await side('A · before').findByRole('combobox', {
    name: 'Add an investigation to A · before',
  });
  fireEvent.change(choice, { target: { value: 'b1' } });
  await waitFor(() => expect(useTraceDiff.getState().files.a).toHaveLength(12));
  expect(screen.queryByRole('grid')).toBe(null);
  click('Swap A and B');
  expect(useTraceDiff.getState().files.b).toHaveLength(12);
  click('Remove b1/run-3.trace');
  expect(useTraceDiff.getState().files.b).toHaveLength(11);
});

test('says why a trace cannot be read, and reads no other', async () => {
  engine.answer('trace.read-run', ({ file }) =>
    err({ code: 'not-a-trace', message: `${file}: this is not a Go execution trace.` }),
  );
  useTraceDiff.setState({ files: { a: ['/x'], b: ['/y'] } });
  mount(<TraceDiffPanel />);
  click('Compare');
  expect((await screen.findByRole('alert')).textContent).toContain('/x: this is not');
  expect(engine.asked.map(({ name }) => name)).toEqual(['trace.read-run']);
});

test('a cancelled comparison shows nothing, even when its answer comes', async () => {
  const answers: (() => Promise<unknown>)[] = [];
  const { request } = engine;
  engine.request = ((name: never, input: never) =>
    new Promise((done) => {
      answers.push(() => {
        const reply = request(name, input);
        done(reply);
        return reply;
      });
    })) as never;
  useTraceDiff.setState({ files: { a: ['/x'], b: ['/y'] } });
  mount(<TraceDiffPanel />);
  click('Compare');
  expect(await screen.findByText(/Reading trace 1 of 2/)).toBeTruthy();
  click('Cancel');
  await act(() => answers[0]!());
  expect(screen.queryByRole('progressbar')).toBe(null);
  expect(answers).toHaveLength(1);
  expect(useTraceDiff.getState().diff).toBe(undefined);
});

test('without five runs a side it does not claim a test', async () => {
  engine.answer('trace.diff', () => ok({ ...traceDiffFixture, tested: false }));
  await compare();
  expect(screen.getByText(/nothing is tested, differences may be chance/)).toBeTruthy();
});

test.each([
  ['en', en],
  ['zh', zh],
])('every metric has its meaning in %s', (_, texts) => {
  for (const { name } of metrics) {
    const meaning = name
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], texts.traceMetrics);
    expect(meaning, name).toEqual(expect.any(String));
  }
});

test('a figure reads as the command line prints it', async () => {
  await compare();
  const printed = formatDiff({ ...traceDiffFixture, gates: [] }, (text) => text);
  const [, table = ''] = /^Metrics\n([^]*?)\n\n/m.exec(printed) ?? [];
  const rows = within(await grid('Metrics'))
    .getAllByRole('row')
    .slice(1);
  let compared = 0;
  for (const row of rows) {
    const [, metric, , a, b, change] = within(row)
      .getAllByRole('gridcell')
      .map((cell) => cell.textContent ?? '');
    // Those of one kind of pause stand in a table of their own there.
    if (metric === undefined || metric.includes('[')) continue;
    compared++;
    const line = table.split('\n').find((each) => each.includes(` ${metric} `)) ?? '';
    for (const figure of [a, b, change]) expect(line).toContain(figure);
  }
  expect(compared).toBe(traceDiffFixture.metrics.length);
});
