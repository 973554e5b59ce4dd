// @vitest-environment jsdom
import { act, configure, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../../app/contract/result';
import type { GdbVariable } from '../../../app/contract/gdb-views';
import { connectDebugger, useDebugger } from '../../store/debugger';
import { toggleBreakpoint } from '../../store/debugging';
import { useSelection } from '../../store/selection';
import { useSession } from '../../store/session';
import { runCommand } from '../../shell/commands';
import { findCommand } from '../../shell/keys';
import type { FakeBridge } from '../../testing/fake-bridge';
import { mount, openWindow } from '../../testing/mount';
import { projectFixture } from '../../testing/view-fixtures';
import { GdbPanel } from './gdb-panel';

configure({ asyncUtilTimeout: 20_000 });

const file = '/src/datasync/sync.go';
const frame = { level: 0, pc: '0x4a', function: 'main.syncBatch', inlined: false, file, line: 11 };
const variable = (name: string, value: string, more: Partial<GdbVariable> = {}): GdbVariable => ({
  ...{ name, value, type: 'int', children: 0, unset: false },
  ...more,
});

let engine: FakeBridge;
let disconnect: () => void;
beforeEach(async () => {
  engine = await openWindow();
  disconnect = connectDebugger();
  useSession.setState({ project: projectFixture });
  const started = { function: 'main.syncBatch', file, line: 9 };
  const place = { reason: '', thread: 0, current: false, started };
  engine.answer('gdb.goroutines', () =>
    ok({
      total: 2,
      shown: 2,
      rows: [
        { ...place, goid: 7, state: 'running', thread: 1, current: true, at: frame },
        { ...place, goid: 8, state: 'waiting', reason: 'chan receive', at: { ...frame, level: 3 } },
      ],
    }),
  );
  engine.answer('gdb.stack', ({ goid }) =>
    ok({
      goid,
      total: 2,
      user: goid === 8 ? 1 : 0,
      frames: [
        { ...frame, function: goid === 8 ? 'runtime.gopark' : 'main.syncBatch' },
        { ...frame, level: 1, function: 'main.(*Syncer).run', line: 24 },
      ],
    }),
  );
  engine.answer('gdb.variables', () =>
    ok({
      variables: [
        variable('batch', '3'),
        variable('keys', 'len 2, cap 2', { id: '1', children: 2 }),
        variable('later', '', { unset: true }),
      ],
    }),
  );
  engine.answer('gdb.children', () => ok({ total: 2, variables: [variable('[0]', '"a"')] }));
});
afterEach(() => disconnect());

const emit = (...[name, body]: Parameters<FakeBridge['emit']>) =>
  act(() => engine.emit(name, body));
async function stopAtBreakpoint() {
  fireEvent.click(screen.getByRole('button', { name: 'Start debugging' }));
  await screen.findByRole('toolbar', { name: 'Debugging' });
  await act(() => Promise.resolve());
  emit('gdb.running', { session: 'gdb-1' });
  emit('gdb.stopped', {
    session: 'gdb-1',
    stop: { reason: 'breakpoint', goid: 7, frame },
  });
}
const askedFor = (wanted: string) =>
  engine.asked.filter(({ name }) => name === wanted).map(({ input }) => input);

test('launching proposes the readable build, and takes the breakpoints along', async () => {
  await act(() => toggleBreakpoint(file, 11));
  mount(<GdbPanel />);
  expect(screen.getByRole('combobox', { name: 'Build profile' })).toHaveProperty(
    'value',
    'readable',
  );
  await stopAtBreakpoint();
  expect(askedFor('gdb.open')).toEqual([
    {
      plan: {
        kind: 'launch',
        projectDir: '/src/datasync',
        package: 'example.com/datasync',
        buildProfile: 'readable',
        args: [],
      },
      breakpoints: [
        {
          ...{ id: `${file}:11`, file, line: 11, condition: '' },
          ...{ disabled: false, ignore: 0, log: '' },
        },
      ],
    },
  ]);
});

test('a stop is said, selected, and shown with its variables', async () => {
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  const status = screen.getByRole('status', { name: 'Debug with GDB' });
  expect(status.textContent).toMatch(/Stopped at sync\.go:11.*breakpoint · G7/);
  expect(useSelection.getState().selection).toMatchObject({
    goroutine: 7,
    function: 'main.syncBatch',
    source: { path: file, line: 11 },
  });
  const tree = await screen.findByRole('tree', { name: 'Variables' });
  expect(await within(tree).findByText('not assigned yet')).toBeTruthy();
  fireEvent.click(within(tree).getByRole('treeitem', { name: /keys/ }));
  expect(await within(tree).findByRole('treeitem', { name: /\[0\].*"a"/ })).toBeTruthy();
  expect(within(tree).getByText('1 more')).toBeTruthy();
});

test('a goroutine that does not run has a stack, without what the runtime does above it', async () => {
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  const list = await screen.findByRole('listbox', { name: 'Goroutines of the stopped program' });
  await within(list).findByRole('option', { name: /G8.*chan receive/ });
  fireEvent.keyDown(list, { key: 'ArrowDown' });
  expect(useSelection.getState().selection.goroutine).toBe(8);
  // The frame of its own that was chosen is level 3; the list says where that is.
  act(() => useDebugger.setState({ level: 1 }));
  const stack = await screen.findByRole('listbox', { name: 'Stack' });
  await within(stack).findByRole('option', { name: /Syncer/ });
  expect(within(stack).queryByText('runtime.gopark')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'frames of the runtime: 1' }));
  expect(await within(stack).findByText('runtime.gopark')).toBeTruthy();
});

test('keys move the program only while it is stopped', async () => {
  expect(findCommand('F5')?.id).toBe('investigation.start');
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  expect(findCommand('F5')?.id).toBe('debug.continue');
  expect(findCommand('Shift+F5')?.id).toBe('debug.end');
  await act(() => Promise.resolve(runCommand('debug.next')));
  expect(askedFor('gdb.resume')).toEqual([{ session: 'gdb-1', goid: 7, level: 0, how: 'next' }]);
  emit('gdb.running', { session: 'gdb-1' });
  expect(runCommand('debug.next')).toBe(false);
  emit('gdb.exited', { session: 'gdb-1', status: 3 });
  expect(screen.getByText('The program ended with status 3.')).toBeTruthy();
});

test('the console completes, remembers, and prints what GDB says', async () => {
  engine.answer('gdb.console', () => ok({}));
  engine.answer('gdb.complete', ({ line }) =>
    ok({ common: `${line}ocals`, matches: [`${line}ocals`] }),
  );
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'GDB command' });
  fireEvent.change(input, { target: { value: 'info l' } });
  fireEvent.keyDown(input, { key: 'Tab' });
  await screen.findByDisplayValue('info locals');
  fireEvent.keyDown(input, { key: 'Enter' });
  emit('gdb.printed', { session: 'gdb-1', source: 'console', text: 'batch = 3\n' });
  const log = screen.getByRole('log', { name: 'GDB console' });
  expect(log.textContent).toBe('(gdb) info locals\nbatch = 3\n');
  fireEvent.keyDown(input, { key: 'ArrowUp' });
  expect(input.value).toBe('info locals');
});

test('a breakpoint that was moved says so, and takes a condition', async () => {
  await act(() => toggleBreakpoint(file, 10));
  engine.answer('gdb.break-set', ({ breakpoint: { id } }) => ok({ id, line: 11, hits: 0 }));
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  emit('gdb.placed', { session: 'gdb-1', breakpoint: { id: `${file}:10`, line: 11, hits: 2 } });
  fireEvent.click(screen.getByRole('button', { name: 'Breakpoints' }));
  const item = within(screen.getByRole('list', { name: 'Breakpoints' })).getByRole('listitem');
  expect(item.textContent).toMatch(/sync\.go:10.*moved to line 11.*hit 2×/);
  const condition = screen.getByRole('textbox', { name: 'Condition of sync.go:10' });
  fireEvent.change(condition, { target: { value: 'batch > 2' } });
  await act(() => Promise.resolve(fireEvent.blur(condition)));
  expect(askedFor('gdb.break-set')).toMatchObject([{ breakpoint: { condition: 'batch > 2' } }]);
  // Toggled at the line where it stands, it goes.
  engine.answer('gdb.break-delete', () => ok({}));
  await act(() => toggleBreakpoint(file, 11));
  expect(useDebugger.getState().breakpoints).toEqual([]);
});

test('a breakpoint is switched off, passes over hits, and prints in place of a stop', async () => {
  await act(() => toggleBreakpoint(file, 10));
  engine.answer('gdb.break-set', ({ breakpoint: { id } }) => ok({ id, line: 10, hits: 0 }));
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  fireEvent.click(screen.getByRole('button', { name: 'Breakpoints' }));
  const fill = async (name: RegExp, value: string) => {
    const field = screen.getByRole('textbox', { name });
    fireEvent.change(field, { target: { value } });
    await act(() => Promise.resolve(fireEvent.keyDown(field, { key: 'Enter' })));
  };
  const isOn = screen.getByRole('checkbox', { name: 'Breakpoint sync.go:10 is on' });
  await act(() => Promise.resolve(fireEvent.click(isOn)));
  await fill(/pass over/, '3');
  await fill(/pass over/, 'many');
  await fill(/Message of/, 'batch is {batch}');
  const last = askedFor('gdb.break-set').at(-1);
  expect(last).toMatchObject({
    breakpoint: { disabled: true, ignore: 3, log: 'batch is {batch}', condition: '' },
  });
});

test('registers that changed since the stop before are marked', async () => {
  let rax = '0x1';
  engine.answer('gdb.registers', () =>
    ok({
      registers: [
        { name: 'rax', value: rax, symbol: '' },
        { name: 'rbx', value: '0x7', symbol: '' },
      ],
    }),
  );
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  fireEvent.click(screen.getByRole('button', { name: 'Registers' }));
  await screen.findByText('0x1');
  expect(screen.queryByText('changed')).toBeNull();
  rax = '0x2';
  emit('gdb.running', { session: 'gdb-1' });
  emit('gdb.stopped', { session: 'gdb-1', stop: { reason: 'step', goid: 7, frame } });
  await screen.findByText('0x2');
  const row = screen.getByText('changed').closest('div');
  expect(row?.textContent).toContain('rax');
});

test('a variable is set where it is shown; what cannot be set says why', async () => {
  engine.answer('gdb.variables', () =>
    ok({
      variables: [variable('batch', '3', { place: '9' }), variable('gone', '(optimised out)')],
    }),
  );
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  const edit = await screen.findByRole('button', { name: 'Set batch' });
  expect(screen.queryByRole('button', { name: 'Set gone' })).toBeNull();
  fireEvent.click(edit);
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Set batch' });
  expect(field.value).toBe('3');
  engine.answer('gdb.assign', () =>
    err({ code: 'gdb-error', message: '"x" is a string, not a int' }),
  );
  fireEvent.change(field, { target: { value: '"x"' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect((await screen.findByRole('alert')).textContent).toContain('not a int');
  engine.answer('gdb.assign', () => ok({}));
  fireEvent.change(field, { target: { value: '4' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.findByRole('button', { name: 'Set batch' });
  const where = { session: 'gdb-1', goid: 7, level: 0, place: '9' };
  expect(askedFor('gdb.assign')).toEqual([
    { ...where, text: '"x"' },
    { ...where, text: '4' },
  ]);
});

test('what cannot be read is said where it would stand', async () => {
  engine.answer('gdb.variables', () =>
    err({ code: 'gdb-error', message: 'Cannot access memory.' }),
  );
  mount(<GdbPanel />);
  await stopAtBreakpoint();
  expect((await screen.findByRole('alert')).textContent).toContain('Cannot access memory.');
});
