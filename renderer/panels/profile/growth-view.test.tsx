// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../../app/contract/result';
import { setupI18n } from '../../i18n/setup';
import { connectSeries } from '../../store/watched-series';
import { useSelection } from '../../store/selection';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { growthFixture } from '../../testing/view-fixtures';
import { ProfilePanel } from './profile-panel';

let engine: FakeBridge;

beforeEach(async () => {
  engine = await openWindow();
  showFixture();
});

/** The Profile panel, turned to its third view. */
async function showGrowth() {
  mount(<ProfilePanel />);
  const views = await screen.findByRole('group', { name: 'Show as' });
  fireEvent.click(within(views).getByRole('button', { name: 'Growth' }));
  return screen.findByRole('grid', { name: 'Growth' });
}

const cells = (row: HTMLElement) =>
  within(row)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent);

describe('the growth view', () => {
  test('lists stacks by the line of the user, with slope, interval, error and rank test', async () => {
    const grid = await showGrowth();
    const [, first, second, third] = within(grid).getAllByRole('row');
    expect(cells(first!)).toEqual([
      '▲',
      'main.syncBatch',
      '+3.3 MiB/s',
      '+3.0 … +3.4 MiB/s',
      '60.0 ± 2.0 MiB',
      '',
      '0.0167',
      'sync.go:11',
    ]);
    expect(within(first!).getByRole('img', { name: 'grows' })).toBeTruthy();
    expect(within(first!).getByRole('img', { name: 'Trend of main.syncBatch' })).toBeTruthy();
    expect(within(second!).queryByRole('img', { name: 'grows' })).toBeNull();
    expect(cells(third!)[6]).toBe('—');
    expect(screen.getByRole('status', { name: 'Growth in short' }).textContent).toBe(
      '1 stack grows5 profiles over 17.6 s · 214 stacks, 2 tested' +
        'inuse_space 12.1 ± 0.9 MiB → 70.3 ± 2.2 MiB',
    );
  });

  test('asks for the kind and the sample type that the panel shows', async () => {
    await showGrowth();
    const asked = engine.asked.filter(({ name }) => name === 'profile.growth');
    expect(asked.map(({ input }) => input)).toEqual([
      { bundle: 'b1', profile: 'heap', sampleType: 'inuse_space' },
    ]);
    expect(screen.getByRole('combobox', { name: 'Base' })).toHaveProperty('disabled', true);
  });

  test('a choice selects the function and its line for every panel', async () => {
    const grid = await showGrowth();
    fireEvent.click(within(grid).getByText('main.syncBatch'));
    expect(useSelection.getState().selection).toMatchObject({
      function: 'main.syncBatch',
      source: { path: '/src/datasync/sync.go', line: 11 },
    });
    expect(within(grid).getAllByRole('row', { selected: true })).toHaveLength(1);
  });

  test('follows a selection made elsewhere, down the stack where no line is called so', async () => {
    const grid = await showGrowth();
    act(() => useSelection.getState().select({ function: 'bytes.growSlice' }));
    const [row] = within(grid).getAllByRole('row', { selected: true });
    expect(cells(row!)[1]).toBe('main.syncBatch');
  });

  test('asks anew when the series that is being watched has grown', async () => {
    const stop = connectSeries();
    await showGrowth();
    engine.answer('profile.growth', () => ok({ ...growthFixture, stacks: 999 }));
    const taken = { watch: 'w1', path: 'profiles/heap-0006.pb.gz', kept: 6, atSeconds: 22 };
    act(() => engine.emit('profile.taken', { ...taken, bundle: 'b1', index: 6 }));
    expect(await screen.findByText(/999 stacks/)).toBeTruthy();
    expect(engine.asked.at(-1)!.input).toMatchObject({ revision: 6 });
    stop();
  });

  test('says what too few profiles cannot show, and what a restart took away', async () => {
    const short = { ...growthFixture, atSeconds: [0, 4.4], beforeRestart: 3 };
    engine.answer('profile.growth', () => ok(short));
    await showGrowth();
    expect(screen.getByText(/started anew: 3 earlier profiles/)).toBeTruthy();
    expect(screen.getByText(/Fewer than four profiles/)).toBeTruthy();
  });

  test('speaks Chinese', async () => {
    await setupI18n('zh');
    mount(<ProfilePanel />);
    fireEvent.click(await screen.findByRole('button', { name: '增长' }));
    expect(await screen.findByText('1 个调用栈在增长')).toBeTruthy();
  });
});
