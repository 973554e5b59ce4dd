// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ok } from '../../../app/contract/result';
import { noDebugging, useDebugger } from '../../store/debugger';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow } from '../../testing/mount';
import { BreakpointMenu } from './breakpoint-menu';

const file = '/src/datasync/sync.go';
let engine: FakeBridge;
const onClose = vi.fn();

beforeEach(async () => {
  engine = await openWindow();
  useDebugger.setState(noDebugging);
  onClose.mockReset();
  mount(<BreakpointMenu file={file} at={{ line: 11, x: 10, y: 10 }} onClose={onClose} />);
});

test('makes a breakpoint of a line, changes it and takes it away again', async () => {
  fireEvent.click(screen.getByRole('button', { name: 'Add a breakpoint' }));
  const condition = screen.getByRole('textbox', { name: 'Condition of sync.go:11' });
  fireEvent.change(condition, { target: { value: 'n > 3' } });
  await act(() => Promise.resolve(fireEvent.blur(condition)));
  expect(useDebugger.getState().breakpoints).toMatchObject([{ line: 11, condition: 'n > 3' }]);
  expect(onClose).not.toHaveBeenCalled();
  await act(() =>
    Promise.resolve(fireEvent.click(screen.getByRole('button', { name: 'Remove the breakpoint' }))),
  );
  expect(useDebugger.getState().breakpoints).toEqual([]);
  expect(onClose).toHaveBeenCalledOnce();
});

test('runs a stopped program to the line, and only a stopped one', async () => {
  const run = screen.getByRole<HTMLButtonElement>('button', { name: 'Run to line 11' });
  expect(run.disabled).toBe(true);
  engine.answer('gdb.run-to', () => ok({}));
  act(() => useDebugger.setState({ phase: 'stopped', session: 'gdb-1', kind: 'attach' }));
  expect(run.disabled).toBe(false);
  await act(() => Promise.resolve(fireEvent.click(run)));
  expect(engine.asked.filter(({ name }) => name === 'gdb.run-to')).toMatchObject([
    { input: { session: 'gdb-1', file, line: 11 } },
  ]);
});

test('closes at Escape and at a click elsewhere', () => {
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  fireEvent.pointerDown(document.body);
  expect(onClose).toHaveBeenCalledTimes(2);
});
