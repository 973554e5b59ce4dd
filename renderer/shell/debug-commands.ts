import { canRun, isDebugging, useDebugger } from '../store/debugger';
import {
  debugProject,
  endDebugging,
  moveOn,
  pauseProgram,
  toggleBreakpoint,
  type Move,
} from '../store/debugging';
import { useSelection } from '../store/selection';
import { useSession } from '../store/session';
import type { Command, CommandTitle } from './commands';

const canMove = () => canRun(useDebugger.getState());

const move = (how: Move, title: CommandTitle, key: string): Command => ({
  id: `debug.${how}`,
  title: `commands.${title}`,
  key,
  isEnabled: canMove,
  run: () => void moveOn(how),
});

/** Keys as every debugger has them. Where a key has another meaning, it has that while nothing is being debugged. */
export const debugCommands: readonly Command[] = [
  move('continue', 'debugContinue', 'F5'),
  move('next', 'debugNext', 'F10'),
  move('step', 'debugStep', 'F11'),
  move('finish', 'debugFinish', 'Shift+F11'),
  {
    id: 'debug.pause',
    title: 'commands.debugPause',
    key: 'F6',
    isEnabled: () => useDebugger.getState().phase === 'running',
    run: () => void pauseProgram(),
  },
  {
    id: 'debug.end',
    title: 'commands.debugEnd',
    key: 'Shift+F5',
    isEnabled: () => useDebugger.getState().session !== undefined,
    run: () => void endDebugging(),
  },
  {
    id: 'debug.start',
    title: 'commands.debugStart',
    key: 'Ctrl+F5',
    isEnabled: () =>
      useSession.getState().project !== undefined && !isDebugging(useDebugger.getState()),
    run: debugProject,
  },
  {
    id: 'debug.breakpoint',
    title: 'commands.breakpoint',
    key: 'F9',
    isEnabled: () => useSelection.getState().selection.source !== undefined,
    run: () => {
      const { source } = useSelection.getState().selection;
      if (source !== undefined && source.line > 0) void toggleBreakpoint(source.path, source.line);
    },
  },
];
