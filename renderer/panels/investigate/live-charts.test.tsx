// @vitest-environment jsdom
import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { InvestigationEvent, TraceSecond } from '../../../app/contract/session';
import { err, ok } from '../../../app/contract/result';
import { connectEvents } from '../../store/boot';
import { useSession } from '../../store/session';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow } from '../../testing/mount';
import { projectFixture } from '../../testing/view-fixtures';
import { InvestigatePanel } from './investigate-panel';

configure({ asyncUtilTimeout: 20_000 });

let engine: FakeBridge;
beforeEach(async () => {
  engine = await openWindow();
  useSession.setState(({ investigation }) => ({
    project: projectFixture,
    investigation: { ...investigation, phase: 'running', id: 'i1' },
  }));
  connectEvents();
  mount(<InvestigatePanel />);
});
const tell = (event: InvestigationEvent) =>
  act(() => engine.emit('investigation.advanced', { investigation: 'i1', event }));
const record = () =>
  tell({ kind: 'step', progress: { step: 'record', state: 'running', elapsedMs: 0 } });
const second = (i: number, over: Partial<TraceSecond> = {}): TraceSecond => ({
  atMs: 1000 * i,
  created: 20,
  ended: 12,
  alive: 8 * i,
  schedLatencyP99Ms: 0.25,
  gcPauses: 3,
  gcPauseMaxMs: 0.12,
  heapBytes: i * 2 ** 20,
  events: 40_000,
  ...over,
});

test('a running trace is shown second by second', () => {
  const region = screen.getByRole('region', { name: 'Execution trace' });
  expect(region.textContent).toContain('covers the middle of the recording');
  tell({ kind: 'trace-window', startMs: Date.now(), endMs: Date.now() + 60_000 });
  expect(region.textContent).toContain('its first second is on its way');
  for (const i of [1, 2, 3]) tell({ kind: 'trace', second: second(i) });
  expect(region.textContent).toContain('120 k events so far');
  const figures = within(region).getAllByRole('figure');
  expect(figures.map((figure) => figure.textContent)).toEqual([
    'Goroutines alive+20 −12 24',
    'Scheduling latency, p99250 µs',
    'GC pause, longest3 × 120 µs',
    'Heap in use3.0 MiB',
  ]);
});

test('the last seconds are kept while it records, and what was kept is listed', async () => {
  expect(screen.queryByRole('button', { name: /Keep the last/ })).toBeNull();
  record();
  tell({ kind: 'flight', state: 'running', seconds: 10 });
  const kept = { atMs: 9000, path: '/s/trace/flight-01.trace', sizeBytes: 2 ** 20 } as const;
  engine.answer('investigation.keep', () => ok({ ...kept, trigger: 'asked' }));
  fireEvent.click(screen.getByRole('button', { name: 'Keep the last 10 s' }));
  await waitFor(() =>
    expect(engine.asked).toContainEqual({
      name: 'investigation.keep',
      input: { investigation: 'i1' },
    }),
  );
  tell({ kind: 'kept', kept: { ...kept, trigger: 'stalled' } });
  const list = screen.getByRole('list', { name: 'Kept traces' });
  expect(list.textContent).toContain('flight-01.trace');
  expect(list.textContent).toContain('the program stopped working');
});

test('an older Go is told what to do, and a failure is shown', async () => {
  record();
  const failure = {
    code: 'unsupported' as const,
    message: 'Built with go1.24.',
    remedy: 'Use newer.',
  };
  tell({ kind: 'flight', state: 'unsupported', failure });
  expect(screen.getByText('Built with go1.24. Use newer.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Keep the last/ })).toBeNull();
  tell({ kind: 'flight', state: 'running', seconds: 5 });
  engine.answer('investigation.keep', () => err({ code: 'disk', message: 'The disk is full.' }));
  fireEvent.click(screen.getByRole('button', { name: 'Keep the last 5 s' }));
  await waitFor(() =>
    expect(useSession.getState().notice).toMatchObject({
      failure: { message: 'The disk is full.' },
    }),
  );
});
