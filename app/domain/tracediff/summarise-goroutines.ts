import type { GoroutineGroup } from '../exectrace/trace-analysis';
import { StackRows } from './stack-rows';
import type { SummaryRow } from './trace-summary';

/** Goroutines of the program: the runtime's own and those of Trivet's agent are left out. */
export function summariseGoroutines(
  groups: readonly GoroutineGroup[],
  seconds: number,
): { metrics: Readonly<Record<string, number>>; rows: readonly SummaryRow[] } {
  const names = ['goroutines.created', 'goroutines.ended', 'goroutines.alive'] as const;
  const totals: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const rows = new StackRows({ added: names, weight: 'goroutines.alive' });
  for (const group of groups) {
    if (group.agent || group.system) continue;
    const values = {
      'goroutines.created': group.created / seconds,
      'goroutines.ended': group.ended / seconds,
      'goroutines.alive': group.alive,
    };
    for (const name of names) totals[name]! += values[name];
    rows.add({ about: group.startFunction }, placeOf(group), values);
  }
  return { metrics: totals, rows: rows.toRows() };
}

/** Goroutines older than the trace are told apart by where they wait, as their creation was not seen. */
const placeOf = ({ creationStack, blocked }: GoroutineGroup) =>
  creationStack.length > 0 ? creationStack : (blocked[0]?.stack ?? []);
