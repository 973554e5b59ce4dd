// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { err, ok } from '../../../app/contract/result';
import { canRunAction, runAction, type PanelActions } from '../../store/panel-actions';
import { useSelection } from '../../store/selection';
import { useSession } from '../../store/session';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { timelineSummaryFixture } from '../../testing/timeline-fixture';
import { TimelinePanel } from './timeline-panel';
import { usePendingLink, useTraceFile } from '../../store/open-trace';

let engine: FakeBridge;
beforeEach(async () => {
  engine = await openWindow();
  useTraceFile.setState({ path: undefined });
  usePendingLink.setState({ link: undefined });
});

const open = async () => {
  showFixture();
  mount(<TimelinePanel />);
  return screen.findByRole('application', { name: /^Timeline/ });
};
const lanes = () => within(screen.getByRole('list', { name: 'Lanes' })).queryAllByRole('listitem');
const says = () => screen.getByRole('status', { name: 'Timeline' });
const choose = (mode: string) =>
  fireEvent.change(screen.getByRole('combobox', { name: 'Lanes by' }), { target: { value: mode } });
const find = (text: string) => {
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: text } });
  fireEvent.submit(screen.getByRole('search'));
};

test('teaches while there is no trace, and opens a file', async () => {
  mount(<TimelinePanel />);
  expect(screen.getByRole('heading', { name: 'No execution trace yet' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Open a trace file…' }));
  await screen.findByRole('application', { name: /^Timeline/ });
  expect(engine.asked.at(0)?.name).toBe('trace.choose');
});

test('says why a trace cannot be shown', async () => {
  const message = 'This is not a Go execution trace.';
  engine.answer('trace.open', () => err({ code: 'not-a-trace', message }));
  showFixture();
  mount(<TimelinePanel />);
  expect((await screen.findByRole('alert')).textContent).toContain(message);
});

test('lanes are Ps at first; groups unfold into their goroutines', async () => {
  await open();
  expect(lanes().map((lane) => lane.textContent)).toEqual(['P 0', 'P 1']);
  choose('groups');
  expect(lanes()).toHaveLength(3);
  fireEvent.click(lanes()[0]!);
  await waitFor(() => expect(lanes()[1]?.textContent).toContain('G20'));
  expect(lanes()).toHaveLength(3 + 5);
  fireEvent.click(lanes()[0]!);
  expect(lanes()).toHaveLength(3);
});

test('choosing a lane selects its goroutine everywhere, and says what it does', async () => {
  await open();
  choose('goroutines');
  await waitFor(() => expect(lanes()[2]?.textContent).toContain('G22'));
  fireEvent.click(lanes()[2]!);
  const detail = await screen.findByRole('complementary', { name: 'Span' });
  expect(detail.textContent).toContain('chan receive');
  const { selection } = useSelection.getState();
  expect(selection).toMatchObject({ goroutine: 22, function: 'main.syncBatch' });
  // Two seconds into the trace, which began three seconds into the recording.
  expect(selection.range).toEqual({ start: 5, end: 7.2 });
  expect(says().textContent).toContain('G22 waiting');
  const table = await screen.findByRole('grid', { name: 'Spans of this lane in sight' });
  expect(within(table).getAllByRole('row').length).toBeGreaterThan(1);
});

test('a goroutine chosen elsewhere is shown here', async () => {
  await open();
  act(() => useSelection.getState().select({ goroutine: 20 }));
  await waitFor(() => expect(says().textContent).toContain('G20'));
  await waitFor(() => expect(lanes()[1]?.textContent).toContain('G20'));
  expect(useSelection.getState().selection.goroutine).toBe(20);
});

test('finds, says when there is nothing, and goes to the next of a kind', async () => {
  await open();
  find('no such thing');
  await waitFor(() => expect(says().textContent).toBe('Nothing found.'));
  find('chan receive');
  await waitFor(() => expect(useSelection.getState().selection.goroutine).toBe(21));
  fireEvent.click(screen.getByRole('button', { name: 'Next' }));
  await waitFor(() =>
    expect(engine.asked.filter(({ name }) => name === 'trace.next').at(-1)?.input).toMatchObject({
      kind: 'gc',
      afterNs: 2e9,
    }),
  );
});

test('a search that gave up goes on where it did, and ends when all was searched', async () => {
  await open();
  const after: number[] = [];
  const answers = [{ searchedToNs: 5e8 }, { searchedToNs: 2e9 }, {}, {}];
  engine.answer('trace.find', ({ afterNs }) => {
    after.push(afterNs);
    return ok(answers[after.length - 1] ?? {});
  });
  find('rare');
  await waitFor(() => expect(says().textContent).toMatch(/^Nothing found up to 500/));
  find('rare');
  await waitFor(() => expect(says().textContent).toMatch(/^Nothing found up to 2/));
  find('rare');
  await waitFor(() => expect(says().textContent).toBe('Nothing found.'));
  expect(after).toEqual([-1, 5e8, 2e9]);
  // What is searched next begins anew.
  find('other');
  await waitFor(() => expect(after).toHaveLength(4));
  expect(after[3]).toBe(-1);
});

test('the search box takes a link to a place', async () => {
  await open();
  find('trivet://timeline?from=1000000000&to=1500000000&goid=23');
  await waitFor(() => expect(useSelection.getState().selection.goroutine).toBe(23));
});

test('the arrows walk the lanes and their spans', async () => {
  const timeline = await open();
  choose('goroutines');
  await waitFor(() => expect(lanes()[0]?.textContent).toContain('G20'));
  fireEvent.keyDown(timeline, { key: 'ArrowDown' });
  await waitFor(() => expect(says().textContent).toContain('G20 waiting'));
  fireEvent.keyDown(timeline, { key: 'ArrowDown' });
  await waitFor(() => expect(says().textContent).toContain('G21 waiting'));
  fireEvent.keyDown(timeline, { key: 'ArrowLeft' });
  await waitFor(() => expect(says().textContent).toContain('G21 running'));
});

test('shows more of a trace as more of it is read', async () => {
  let share = 0.2;
  engine.answer('trace.open', () => ok({ ...timelineSummaryFixture, share }));
  await open();
  expect(screen.getByText(/^reading 20/)).toBeTruthy();
  share = 1;
  const { trace, endNs } = timelineSummaryFixture;
  act(() => engine.emit('trace.advanced', { trace, endNs, share }));
  expect(await screen.findByText(/^12 k spans · 8 goroutines · 4\.20 s/)).toBeTruthy();
});

test('a range chosen elsewhere is brought into sight, and stays selected with its goroutine', async () => {
  await open();
  const range = { start: 5.5, end: 6 };
  act(() => useSelection.getState().select({ goroutine: 23, range }));
  // The span of the goroutine at the beginning of the range: 2.5 s into the trace.
  await waitFor(() => expect(says().textContent).toContain('G23 waiting'));
  expect(engine.asked.filter(({ name }) => name === 'trace.at').at(-1)?.input).toMatchObject({
    atNs: 2.5e9,
  });
  expect(useSelection.getState().selection).toMatchObject({ goroutine: 23, range });
  expect(useSelection.getState().selection.function).toBeUndefined();
});

/** As the palette does it. */
const run = (action: PanelActions['timeline']) => act(() => runAction('timeline', action));
const measured = () => screen.queryByRole('status', { name: 'Measured range' })?.textContent;

test('measures by keys, from one span to another', async () => {
  const timeline = await open();
  choose('goroutines');
  await waitFor(() => expect(lanes()[0]?.textContent).toContain('G20'));
  fireEvent.keyDown(timeline, { key: 'ArrowDown' });
  await waitFor(() => expect(says().textContent).toContain('G20 waiting'));
  fireEvent.keyDown(timeline, { key: 'm' });
  expect(measured()).toMatch(/^Measuring 2\.20 s/);
  fireEvent.keyDown(timeline, { key: 'ArrowLeft' });
  // From the begin of the earlier span to the end of the later one.
  await waitFor(() => expect(says().textContent).toContain('running'));
  expect(measured()).toMatch(/^Measuring /);
  expect(measured()).not.toMatch(/^Measuring 2\.20 s/);
  fireEvent.keyDown(timeline, { key: 'm' });
  expect(measured()).toMatch(/^Measured /);
  run('clearMeasure');
  expect(measured()).toBeUndefined();
});

test('the palette zooms, finds, jumps and changes the lanes', async () => {
  const timeline = await open();
  await waitFor(() => expect(canRunAction('timeline', 'measure')).toBe(true));
  expect(canRunAction('timeline', 'zoomToSpan')).toBe(false);
  expect(canRunAction('timeline', 'block')).toBe(false);
  run('measure');
  expect(measured()).toBe('Measured 4.20 s');
  run('zoomIn');
  run('measure');
  expect(measured()).toBe('Measured 2.10 s');
  expect(document.activeElement).toBe(timeline);
  run('fit');
  run('measure');
  expect(measured()).toBe('Measured 4.20 s');
  run('find');
  expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  run('groups');
  expect(lanes()).toHaveLength(3);
  run('stw');
  await waitFor(() =>
    expect(engine.asked.filter(({ name }) => name === 'trace.next').at(-1)?.input).toMatchObject({
      kind: 'stw',
    }),
  );
  await waitFor(() => expect(canRunAction('timeline', 'zoomToSpan')).toBe(true));
  cleanup();
  expect(canRunAction('timeline', 'zoomIn')).toBe(false);
});

describe('a link to a place', () => {
  const place = 'from=1000000000&to=1500000000&goid=23';
  const elsewhere = `trivet://timeline?session=s2&at=%2Fsessions%2F2&${place}`;

  test('says which session it is of, and is followed there', async () => {
    await open();
    let copied = '';
    const writeText = (text: string) => Promise.resolve(void (copied = text));
    Object.assign(navigator, { clipboard: { writeText } });
    fireEvent.click(screen.getByRole('button', { name: 'Copy a link to this place' }));
    await waitFor(() => expect(copied).toContain('session=s1&at=%2Fsessions%2F1&from=0&to='));
    find(`trivet://timeline?session=s1&at=%2Fmoved&${place}`);
    await waitFor(() => expect(useSelection.getState().selection.goroutine).toBe(23));
  });

  test('of another session opens that one and goes to its place', async () => {
    await open();
    const { findings } = useSession.getState().bundles[0]!;
    const other = { ...findings, session: { ...findings.session, id: 's2' } };
    engine.answer('bundle.open', () => ok({ bundle: 'b2', findings: other }));
    find(elsewhere);
    await waitFor(() => expect(useSession.getState().activeBundle).toBe('b2'));
    expect(engine.asked.filter(({ name }) => name === 'bundle.open').at(-1)?.input).toMatchObject({
      dir: '/sessions/2',
    });
    await waitFor(() => expect(useSelection.getState().selection.goroutine).toBe(23));
    expect(usePendingLink.getState().link).toBeUndefined();
  });

  test('of a session that is not here says so, and changes nothing', async () => {
    await open();
    const message = 'no manifest.json';
    engine.answer('bundle.open', () => err({ code: 'not-a-bundle', message }));
    find(elsewhere);
    await waitFor(() => expect(says().textContent).toContain('belongs to another trace, s2'));
    await waitFor(() => expect(says().textContent).toContain('not at /sessions/2'));
    expect(useSession.getState().activeBundle).toBe('b1');
    expect(useSelection.getState().selection.goroutine).toBeUndefined();
  });

  test('of a trace by itself opens its file', async () => {
    await open();
    find(`trivet://timeline?at=%2Ftmp%2Fone.trace&${place}`);
    await waitFor(() => expect(useTraceFile.getState().path).toBe('/tmp/one.trace'));
    await waitFor(() => expect(useSelection.getState().selection.goroutine).toBe(23));
  });
});
