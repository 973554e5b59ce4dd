// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../../app/contract/result';
import { connectEvents } from '../../store/boot';
import { useOpenedProfile } from '../../store/opened-profile';
import { useView } from '../../store/view';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow } from '../../testing/mount';
import { ProfilePanel } from './profile-panel';

let engine: FakeBridge;
let disconnect: () => void;
beforeEach(async () => {
  useOpenedProfile.setState({ opened: undefined });
  engine = await openWindow();
  disconnect = connectEvents();
  mount(<ProfilePanel />);
});
afterEach(() => disconnect());

const last = (name: string) => engine.asked.filter((each) => each.name === name).at(-1)?.input;
const fill = (name: string | RegExp, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

test('a file is opened without a session, and its profiles are shown in the layout for them', async () => {
  useView.setState({ dock: undefined, wantedLayout: undefined });
  fill(/^File, address or PID/, '/tmp/heap.pb.gz');
  // A file has no headers and cannot be watched.
  expect(screen.queryByRole('button', { name: 'Watch' })).toBeNull();
  click('Open');
  await waitFor(() => expect(last('profile.list')).toMatchObject({ bundle: 'opened' }));
  expect(last('profile.open')).toEqual({ path: '/tmp/heap.pb.gz' });
  expect(await screen.findByText('/tmp/heap.pb.gz')).toBeTruthy();
  expect(await screen.findByRole('application', { name: /^Flame graph/ })).toBeTruthy();
  expect(useView.getState().wantedLayout).toBe('profile');
  click('Back to the profiles of the session');
  expect(await screen.findByText('No profile yet')).toBeTruthy();
});

test('an address goes with its kind, headers and token, and what refuses it is said', async () => {
  engine.answer('profile.open', () => err({ code: 'timeout', message: 'it did not answer' }));
  fill(/^File, address or PID/, 'https://shop.example:6060');
  click('Access…');
  fill('Headers', 'X-Tenant: blue\nnonsense\nAccept:  all ');
  fill('file with a token', ' /run/token ');
  fireEvent.change(screen.getByRole('combobox', { name: /^kind/ }), { target: { value: 'cpu' } });
  fill(/^over seconds/, '5');
  click('Open');
  expect(await screen.findByText('it did not answer')).toBeTruthy();
  expect(last('profile.open')).toEqual({
    address: 'https://shop.example:6060',
    kind: 'cpu',
    seconds: 5,
    headers: { 'X-Tenant': 'blue', Accept: 'all' },
    tokenFile: '/run/token',
  });
});

test('a watched address is shown from its first profile on, followed, and stopped', async () => {
  const entry = (index: number) => ({
    path: `profiles/heap-000${index}.pb.gz`,
    ...{ kind: 'heap-profile' as const, profile: 'heap', atSeconds: index },
    sampleTypes: [{ type: 'inuse_space', unit: 'bytes', nature: 'gauge' as const }],
  });
  let taken = 0;
  engine.answer('profile.list', () =>
    ok(Array.from({ length: taken }, (_, index) => entry(index + 1))),
  );
  const take = () =>
    act(() => {
      const atSeconds = ++taken;
      const series = { watch: 'watch-1', bundle: 'watched', kept: taken, atSeconds };
      engine.emit('profile.taken', { ...series, path: entry(taken).path, index: taken });
    });
  fill(/^File, address or PID/, 'localhost:6060');
  fill(/^every seconds/, '2');
  click('Watch');
  expect(await screen.findByText('Waiting for the first profile…')).toBeTruthy();
  expect(last('profile.watch')).toMatchObject({ address: 'localhost:6060', everySeconds: 2 });
  take();
  await waitFor(() => expect(last('profile.flame')).toMatchObject({ path: entry(1).path }));
  take();
  await waitFor(() =>
    expect(last('profile.flame')).toMatchObject({ path: entry(2).path, base: entry(1).path }),
  );
  expect(screen.getByText('2 profiles taken')).toBeTruthy();
  click('Stop');
  await waitFor(() => expect(last('profile.unwatch')).toEqual({ watch: 'watch-1' }));
});
