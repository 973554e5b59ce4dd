import { create } from 'zustand';
import type { EventBody } from '../../app/contract/ipc';
import type { GdbPlan } from '../../app/contract/gdb-requests';
import type { GdbBreakpoint, GdbStop } from '../../app/contract/gdb-views';
import { subscribe } from './bridge';
import { useSelection } from './selection';

/** Characters of each text kept. */
const maxText = 200_000;

/** A place where the person wants the program to stop. It outlives sessions. */
export interface LineBreakpoint {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly condition: string;
  /** Kept, but nothing stops there. */
  readonly disabled: boolean;
  /** Times it is passed over before it stops. */
  readonly ignore: number;
  /** Printed in place of a stop; empty: it stops. */
  readonly log: string;
  /** What became of it in this session; undefined without one. */
  readonly placed: GdbBreakpoint | undefined;
}

export interface Watchpoint {
  readonly id: string;
  readonly expression: string;
}

export type DebugPhase = 'idle' | 'building' | 'loading' | 'running' | 'stopped';

/** Copy of what the engine tells of its debugging session, and what the person looks at in it. */
export interface DebugState {
  readonly phase: DebugPhase;
  /** Handle; undefined before it is known and after the end. */
  readonly session: string | undefined;
  readonly kind: GdbPlan['kind'] | undefined;
  readonly stop: GdbStop | undefined;
  /** Grows with every stop: what was read before is out of date. */
  readonly stops: number;
  /** Frame that is looked at; goid 0: of a thread without a goroutine. */
  readonly goid: number;
  readonly level: number;
  readonly breakpoints: readonly LineBreakpoint[];
  readonly watchpoints: readonly Watchpoint[];
  readonly watches: readonly string[];
  readonly consoleText: string;
  readonly targetText: string;
  readonly buildText: string;
  /** How the last session ended. */
  readonly end: Omit<EventBody<'gdb.exited'>, 'session'> | undefined;
}

export const noDebugging: DebugState = {
  phase: 'idle',
  session: undefined,
  kind: undefined,
  stop: undefined,
  stops: 0,
  goid: 0,
  level: 0,
  breakpoints: [],
  watchpoints: [],
  watches: [],
  consoleText: '',
  targetText: '',
  buildText: '',
  end: undefined,
};

export const useDebugger = create<DebugState>()(() => noDebugging);

export const isStopped = ({ phase, session }: DebugState) =>
  phase === 'stopped' && session !== undefined;
/** Stopped, and no core file. */
export const canRun = (state: DebugState) => isStopped(state) && state.kind !== 'core';
export const isDebugging = ({ phase }: DebugState) => phase !== 'idle';

/** Follows the engine's events. @returns what ends that. */
export function connectDebugger(): () => void {
  const set = useDebugger.setState;
  /** Events may come before the reply that names the session: then it is the one that is being opened. */
  const ours = (session: string) => {
    const { session: known, phase } = useDebugger.getState();
    return phase !== 'idle' && (known === undefined || known === session);
  };
  const stops = [
    subscribe('gdb.advanced', ({ session, phase }) => {
      if (ours(session)) set({ phase, session });
    }),
    subscribe('gdb.running', ({ session }) => {
      if (ours(session)) set({ phase: 'running', session, stop: undefined });
    }),
    subscribe('gdb.stopped', ({ session, stop }) => {
      if (ours(session)) showStop(session, stop);
    }),
    subscribe('gdb.placed', ({ session, breakpoint }) => {
      if (ours(session)) place(breakpoint);
    }),
    subscribe('gdb.printed', ({ session, source, text }) => {
      if (!ours(session)) return;
      const key = `${source}Text` as const;
      set((state) => ({ [key]: (state[key] + text).slice(-maxText) }));
    }),
    subscribe('gdb.exited', ({ session, ...end }) => {
      if (!ours(session)) return;
      set(({ breakpoints }) => ({
        phase: 'idle',
        session: undefined,
        stop: undefined,
        watchpoints: [],
        breakpoints: breakpoints.map((each) => ({ ...each, placed: undefined })),
        end,
      }));
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** A stop is what all panels look at: its goroutine, function and line are the selection. */
function showStop(session: string, stop: GdbStop): void {
  const { frame, goid } = stop;
  useDebugger.setState(({ stops }) => ({
    phase: 'stopped',
    session,
    stop,
    stops: stops + 1,
    goid,
    level: frame?.level ?? 0,
  }));
  if (frame?.file === undefined || frame.line === undefined) return;
  useSelection.getState().select({
    ...(goid > 0 && { goroutine: goid }),
    function: frame.function,
    source: { path: frame.file, line: frame.line },
  });
}

/** What the engine made of a breakpoint. */
export function place(placed: GdbBreakpoint): void {
  useDebugger.setState(({ breakpoints }) => ({
    breakpoints: breakpoints.map((each) => (each.id === placed.id ? { ...each, placed } : each)),
  }));
}
