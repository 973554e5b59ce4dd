import type { Failure } from '../../app/contract/failure';
import type { GdbPlan } from '../../app/contract/gdb-requests';
import type { GdbFrame } from '../../app/contract/gdb-views';
import { ask } from './actions';
import { request } from './bridge';
import {
  canRun,
  isDebugging,
  noDebugging,
  place,
  useDebugger,
  type LineBreakpoint,
} from './debugger';
import { getDefaultCommand } from './plan';
import { useSelection } from './selection';
import { useSession } from './session';
import { revealPanel } from './view';

export type Move = 'continue' | 'step' | 'next' | 'finish';

/** Begins a session; what becomes of it comes as events. */
export async function startDebugging(plan: GdbPlan): Promise<void> {
  if (isDebugging(useDebugger.getState())) return;
  const { breakpoints, watches, stops } = useDebugger.getState();
  const phase = plan.kind === 'launch' ? 'building' : 'loading';
  useDebugger.setState({
    ...noDebugging,
    breakpoints,
    watches,
    stops,
    phase,
    kind: plan.kind,
  });
  revealPanel('gdb');
  const opened = await ask('gdb.open', {
    plan,
    breakpoints: breakpoints.map(({ placed: _, ...wish }) => wish),
  });
  useDebugger.setState((state) => {
    if (opened === undefined) return { phase: 'idle' };
    // Events may have been faster than the reply, even the last one.
    return state.phase === 'idle' ? {} : { session: opened.session };
  });
}

/** What the command does when nothing was chosen in the form: every local must be there to be seen. */
export function debugProject(): void {
  const { project } = useSession.getState();
  const command = project && getDefaultCommand(project);
  if (project === undefined || command === undefined) revealPanel('gdb');
  else {
    void startDebugging({
      kind: 'launch',
      projectDir: project.dir,
      package: command,
      buildProfile: 'readable',
      args: [],
    });
  }
}

export async function moveOn(how: Move): Promise<void> {
  const state = useDebugger.getState();
  if (!canRun(state)) return;
  const { session, goid, level } = state;
  await ask('gdb.resume', { session: session!, goid, level, how });
}

export async function pauseProgram(): Promise<void> {
  const { session, phase } = useDebugger.getState();
  if (session !== undefined && phase === 'running') await ask('gdb.pause', { session });
}

export async function endDebugging(): Promise<void> {
  const { session } = useDebugger.getState();
  if (session !== undefined) await ask('gdb.end', { session });
}

/** Looks at a goroutine's frame: its variables, and its line in all panels. */
export function lookAt(goid: number, level: number, frame: GdbFrame | undefined): void {
  useDebugger.setState({ goid, level });
  if (frame === undefined) return;
  const { file, line } = frame;
  useSelection.getState().select({
    ...(goid > 0 && { goroutine: goid }),
    function: frame.function,
    ...(file !== undefined && line !== undefined && { source: { path: file, line } }),
  });
}

export async function toggleBreakpoint(file: string, line: number): Promise<void> {
  const { breakpoints } = useDebugger.getState();
  const known = breakpoints.find(
    (each) => each.file === file && (each.placed?.line ?? each.line) === line,
  );
  if (known !== undefined) return removeBreakpoint(known.id);
  await setBreakpoint(newBreakpoint(file, line));
}

/** One that stops whenever its line is reached. */
export const newBreakpoint = (file: string, line: number): LineBreakpoint => ({
  id: `${file}:${line}`,
  ...{ file, line, condition: '', disabled: false, ignore: 0, log: '', placed: undefined },
});

/** Runs a stopped program to a line, or to whatever stops it before. */
export async function runToLine(file: string, line: number): Promise<void> {
  const state = useDebugger.getState();
  if (!canRun(state)) return;
  await ask('gdb.run-to', { session: state.session!, file, line });
}

/** Writes to a variable of the frame that is looked at. @returns what failed. */
export async function assignVariable(place: string, text: string): Promise<Failure | undefined> {
  const { session, goid, level } = useDebugger.getState();
  if (session === undefined) return undefined;
  const done = await request('gdb.assign', { session, goid, level, place, text });
  if (!done.ok) return done.error;
  // All that was read is out of date, as after a stop.
  useDebugger.setState(({ stops }) => ({ stops: stops + 1 }));
  return undefined;
}

export async function setBreakpoint(breakpoint: LineBreakpoint): Promise<void> {
  const { placed: _, ...wish } = breakpoint;
  useDebugger.setState(({ breakpoints }) => ({
    breakpoints: [...breakpoints.filter((each) => each.id !== wish.id), breakpoint].sort(
      (a, b) => a.file.localeCompare(b.file) || a.line - b.line,
    ),
  }));
  const { session, phase } = useDebugger.getState();
  if (session === undefined || phase === 'building' || phase === 'loading') return;
  const placed = await ask('gdb.break-set', { session, breakpoint: wish });
  if (placed !== undefined) place(placed);
}

export async function removeBreakpoint(id: string): Promise<void> {
  const { session } = useDebugger.getState();
  useDebugger.setState(({ breakpoints, watchpoints }) => ({
    breakpoints: breakpoints.filter((each) => each.id !== id),
    watchpoints: watchpoints.filter((each) => each.id !== id),
  }));
  if (session !== undefined) await ask('gdb.break-delete', { session, breakpoint: id });
}

/** Stops whenever the variable is written to, in this session. */
export async function watchWrites(expression: string): Promise<void> {
  const { session, goid, level } = useDebugger.getState();
  if (session === undefined) return;
  const id = `watch ${expression}`;
  const set = await ask('gdb.break-watch', { session, goid, level, id, expression });
  if (set === undefined) return;
  useDebugger.setState(({ watchpoints }) => ({
    watchpoints: [...watchpoints.filter((each) => each.id !== id), { id, expression }],
  }));
}
