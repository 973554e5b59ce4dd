import { getStack } from '../exectrace/analysis-access';
import { flagsOfFunction } from '../exectrace/analysis/function-flags';
import { blockingKinds, type BlockingTable } from '../exectrace/time-analysis';
import type { StackTable } from '../exectrace/trace-analysis';
import { StackRows } from './stack-rows';
import type { SummaryRow } from './trace-summary';

/**
 * Time not spent running: in all, by kind, and by reason and stack. Idle goroutines of the runtime
 * and of Trivet's agent wait all the time; they are left out by their stack. So are waits of which
 * the trace tells neither reason nor stack: goroutines, mostly of the runtime, that never moved.
 */
export function summariseBlocking(
  blocking: BlockingTable,
  stacks: StackTable,
  seconds: number,
): { metrics: Readonly<Record<string, number>>; rows: readonly SummaryRow[] } {
  const metrics: Record<string, number> = {
    'blocked.waits': 0,
    'blocked.time': 0,
    'blocked.max': 0,
  };
  for (const kind of blockingKinds) metrics[`blocked.${kind}`] = 0;
  const rows = new StackRows({ added: ['blocked.waits', 'blocked.time'], weight: 'blocked.time' });
  for (let i = 0; i < blocking.count; i++) {
    const stack = getStack(stacks, blocking.stack[i]!);
    const about = blocking.reasons[blocking.reason[i]!] ?? '';
    const root = stack[stack.length - 1];
    if (root === undefined ? about === '' : flagsOfFunction(root.function) !== 0) continue;
    const waits = blocking.waits[i]! / seconds;
    const time = blocking.totalNs[i]! / seconds;
    const max = blocking.maxNs[i]!;
    metrics['blocked.waits']! += waits;
    metrics['blocked.time']! += time;
    metrics['blocked.max'] = Math.max(metrics['blocked.max']!, max);
    const kind = blockingKinds[blocking.kind[i]!] ?? 'other';
    metrics[`blocked.${kind}`]! += time;
    rows.add({ about, kind }, stack, {
      'blocked.waits': waits,
      'blocked.time': time,
      'blocked.max': max,
    });
  }
  return { metrics, rows: rows.toRows() };
}
