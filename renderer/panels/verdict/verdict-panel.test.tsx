// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { useSelection } from '../../store/selection';
import { useView } from '../../store/view';
import { mount, openWindow, showFixture } from '../../testing/mount';
import { VerdictPanel } from './verdict-panel';

beforeEach(async () => {
  await openWindow();
});

describe('the verdict board', () => {
  test('teaches while there is no verdict', () => {
    mount(<VerdictPanel />);
    expect(screen.getByRole('heading', { name: 'No verdict yet' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Open a Go project' })).toBeTruthy();
  });

  test('says the sentence, the three legs and where they meet', async () => {
    showFixture();
    mount(<VerdictPanel />);
    const sentence =
      'main.cache keeps 61.4 MiB alive and grows 3.1 MiB/s. Nothing removes its entries.';
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(sentence);
    for (const name of ['Allocation', 'Time', 'Memory']) {
      expect(screen.getByRole('region', { name })).toBeTruthy();
    }
    const joins = screen.getByRole('list', { name: 'Where the legs meet' });
    expect(within(joins).getAllByRole('listitem')).toHaveLength(3);
    expect(await screen.findByRole('img', { name: 'Flame graph of the growth' })).toBeTruthy();
  });

  test('a name in the sentence selects its line', () => {
    showFixture();
    mount(<VerdictPanel />);
    fireEvent.click(screen.getByRole('button', { name: 'sync.go:11' }));
    expect(useSelection.getState().selection.source).toEqual({
      path: '/src/datasync/sync.go',
      line: 11,
    });
    expect(useView.getState().wanted).toBe('source');
  });

  test('the next suspect is one click away', () => {
    showFixture();
    mount(<VerdictPanel />);
    fireEvent.click(screen.getByRole('button', { name: 'Next suspect' }));
    expect(screen.getByText('suspect 2 of 2')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('46 goroutines');
  });
});
