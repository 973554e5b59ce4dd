import { goroutineFlags } from '../trace-analysis';

/**
 * Whose goroutine starts with this function. The runtime's own start in package runtime, except
 * main's (as `runtime.isSystemGoroutine` has it); runtime/trace has the one that writes the trace.
 */
export function flagsOfFunction(name: string): number {
  if (name.startsWith('main.trivetAgent')) return goroutineFlags.agent;
  const runtime = name.startsWith('runtime.') && name !== 'runtime.main';
  return runtime || name.startsWith('runtime/trace.') ? goroutineFlags.system : 0;
}

/** Whether a goroutine that starts with this function is the agent's. */
export const isAgentStart = (name: string): boolean =>
  (flagsOfFunction(name) & goroutineFlags.agent) !== 0;
