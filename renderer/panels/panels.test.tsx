// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { err } from '../../app/contract/result';
import { useSelection } from '../store/selection';
import { useSession } from '../store/session';
import type { FakeBridge } from '../testing/fake-bridge';
import { mount, openWindow, showFixture } from '../testing/mount';
import { projectFixture } from '../testing/view-fixtures';
import { CapturesPanel } from './captures/captures-panel';
import { CasesPanel } from './cases/cases-panel';
import { DoctorPanel } from './doctor/doctor-panel';
import { HeapPanel } from './heap/heap-panel';
import { InvestigatePanel } from './investigate/investigate-panel';
import { StepperPanel } from './investigate/stepper-panel';
import { OutputPanel } from './output/output-panel';
import { ProfilePanel } from './profile/profile-panel';
import { SourcePanel } from './source/source-panel';
import { StartPanel } from './start/start-panel';
import { TerminalPanel } from './terminal/terminal-panel';
import { WorkspacePanel } from './workspace/workspace-panel';

// xterm measures glyphs, which jsdom has none of.
const view = vi.hoisted(() => ({
  size: { columns: 80, rows: 24 },
  write: vi.fn(),
  onData: vi.fn(),
  onResize: vi.fn(),
  refreshTheme: vi.fn(),
  dispose: vi.fn(),
}));
vi.mock('../terminal/terminal-view', () => ({ openTerminalView: () => view }));

let engine: FakeBridge;
beforeEach(async () => {
  vi.clearAllMocks();
  engine = await openWindow();
});
const click = (role: string, name: string | RegExp) =>
  fireEvent.click(screen.getByRole(role, { name }));
const askedNames = () => engine.asked.map(({ name }) => name);

test('start: one click opens a project, the sample or a bundle', async () => {
  useSession.setState({
    cases: [
      { id: 'c', title: 'Leak', titleZh: '', summary: '', summaryZh: '', dir: '/cases/pool-leak' },
    ],
  });
  mount(<StartPanel />);
  click('button', 'Try it on the sample');
  await waitFor(() => expect(useSession.getState().project).toEqual(projectFixture));
  expect(engine.asked[0]).toEqual({ name: 'project.open', input: { dir: '/cases/pool-leak' } });
});

test('investigate: the right command is preselected and one button starts it', async () => {
  useSession.setState({ project: projectFixture });
  mount(<InvestigatePanel />);
  const command = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Command' });
  expect(command.value).toBe('example.com/datasync');
  click('radio', /readable/);
  click('button', 'Investigate');
  await waitFor(() => expect(askedNames()).toContain('investigation.start'));
  expect(engine.asked[0]?.input).toMatchObject({
    projectDir: '/src/datasync',
    buildProfile: 'readable',
    durationSeconds: 24,
  });
  expect(await screen.findByRole('button', { name: 'Cancel investigation' })).toBeTruthy();
});

test('investigate: attaching wants a process ID first', () => {
  useSession.setState({ project: projectFixture });
  mount(<InvestigatePanel />);
  click('radio', 'Running process');
  const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Investigate' });
  expect(start.disabled).toBe(true);
  fireEvent.change(screen.getByRole('textbox', { name: 'Process ID' }), {
    target: { value: '42' },
  });
  expect(start.disabled).toBe(false);
});

test('stepper: a reopened bundle tells what each step took', () => {
  showFixture();
  mount(<StepperPanel />);
  const steps = within(screen.getByRole('list', { name: 'Steps' })).getAllByRole('listitem');
  expect(steps).toHaveLength(7);
  expect(steps[0]?.textContent).toContain('2.1 s');
  expect(screen.getByRole('button', { name: 'Export report…' })).toBeTruthy();
});

test('workspace: choosing a file selects it', async () => {
  useSession.setState({ project: projectFixture });
  mount(<WorkspacePanel />);
  fireEvent.click(await screen.findByRole('treeitem', { name: /sync\.go/ }));
  expect(useSelection.getState().selection.source?.path).toBe('/src/datasync/sync.go');
});

describe('source', () => {
  test('teaches while nothing is selected', () => {
    mount(<SourcePanel />);
    expect(screen.getByRole('heading', { name: 'No source is selected' })).toBeTruthy();
  });

  test('says why a file cannot be shown', async () => {
    engine.answer('source.read', () => err({ code: 'disk', message: 'gone.go cannot be read.' }));
    useSelection.getState().select({ source: { path: '/gone.go', line: 3 } });
    mount(<SourcePanel />);
    expect((await screen.findByRole('alert')).textContent).toContain('gone.go cannot be read.');
  });
});

test('profile: the last heap profile against the first, as a table on demand', async () => {
  showFixture();
  mount(<ProfilePanel />);
  const base = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Base' });
  expect(base.value).toBe('heap-1.pb.gz');
  click('button', 'Table');
  const grid = await screen.findByRole('grid', { name: 'Functions and their change' });
  fireEvent.click(within(grid).getByRole('row', { name: /bytes\.growSlice/ }));
  await waitFor(() => expect(useSelection.getState().selection.function).toBe('bytes.growSlice'));
  expect(screen.getByText('3 of 3 shown')).toBeTruthy();
});

test('heap: an object says why it is alive', async () => {
  showFixture();
  mount(<HeapPanel />);
  fireEvent.click(await screen.findByRole('treeitem', { name: /main\.cache/ }));
  const path = await screen.findByRole('list', { name: 'Path from the root to the objects' });
  expect(path.textContent).toContain('[2048]uint8');
  expect(await screen.findByRole('treeitem', { name: /batch-20/ })).toBeTruthy();
});

test('captures: verifying says what was compared', async () => {
  showFixture();
  mount(<CapturesPanel />);
  click('button', 'Verify bundle');
  expect(await screen.findByText('The verdict follows from the artefacts.')).toBeTruthy();
});

test('doctor: a check that fails names its remedy', async () => {
  mount(<DoctorPanel />);
  click('button', 'Check again');
  expect(await screen.findByText('GNU gdb (Debian 13.1-3) 13.1')).toBeTruthy();
});

test('cases: a case opens as a project', async () => {
  useSession.setState({
    cases: [{ id: 'c', title: 'Leak', titleZh: '', summary: '', summaryZh: '', dir: '/c' }],
  });
  mount(<CasesPanel />);
  click('button', 'Leak');
  await waitFor(() => expect(useSession.getState().project).toEqual(projectFixture));
});

test('output: the target’s words are kept apart from the build’s', () => {
  const { investigation } = useSession.getState();
  useSession.setState({
    investigation: { ...investigation, targetOutput: 'batch 1\n', buildOutput: '# sync\n' },
  });
  mount(<OutputPanel />);
  expect(screen.getByRole('log', { name: 'Target program' }).textContent).toBe('batch 1\n');
  fireEvent.change(screen.getByRole('combobox', { name: 'Output of' }), {
    target: { value: 'build' },
  });
  expect(screen.getByRole('log', { name: 'Build' }).textContent).toBe('# sync\n');
});

test('terminal: what the shell printed before it had a name is not lost', async () => {
  mount(<TerminalPanel />);
  engine.emit('terminal.printed', { terminal: 't1', data: '$ ' });
  await waitFor(() => expect(view.write).toHaveBeenCalledWith('$ '));
  engine.emit('terminal.exited', { terminal: 't1', status: 3 });
  expect(await screen.findByText(/ended with status 3/)).toBeTruthy();
});
