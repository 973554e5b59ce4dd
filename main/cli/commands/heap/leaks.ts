import type { Failure } from '../../../../app/contract/failure';
import type { HeapLeaks, WaitGroup } from '../../../../app/contract/heap-leaks';
import { ok, type Result } from '../../../../app/contract/result';
import type { AnalyzedHeap } from '../../../../app/domain/heap';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import type { Verb } from '../../verbs';
import { formatLeaks } from './format-leaks';
import { openTarget } from './run-heap-verb';

/** `trivet heap leaks FILE`: goroutines that can never wake, and why the others may. */
export const leaks: Verb = {
  options: {
    all: { type: 'boolean' },
    base: { type: 'string' },
    binary: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  async run(values, [file]) {
    const { base, binary } = values as { base?: string; binary?: string };
    const opened = await openWithBase(file!, base, binary);
    if (!opened.ok) {
      printFailure(opened.error);
      if (values['json'] === true) await printJson({ format: 1, failure: opened.error });
      return statusOf(opened.error);
    }
    const { heap, groups } = opened.value;
    const { trusted, warnings } = heap.analysis;
    const blocked = groups.filter(({ alive }) => alive?.code !== 'awake');
    const shown = values['all'] === true ? groups : blocked;
    const document: HeapLeaks = { format: 1, trusted, groups: shown, warnings };
    if (values['json'] === true) await printJson(document);
    else {
      const hidden = groups.filter((group) => !shown.includes(group));
      process.stdout.write(
        formatLeaks(
          shown,
          hidden.reduce((sum, { count }) => sum + count, 0),
        ),
      );
      for (const warning of warnings) process.stderr.write(`trivet: ${warning}\n`);
    }
    const isProven = groups.some(({ verdict }) => verdict === 'proven');
    return isProven ? exitStatus.confirmed : exitStatus.nothingConfirmed;
  },
};

async function openWithBase(
  file: string,
  base: string | undefined,
  binary: string | undefined,
): Promise<Result<{ heap: AnalyzedHeap; groups: readonly WaitGroup[] }, Failure>> {
  const earlier = base === undefined ? undefined : await openTarget(base, binary);
  if (earlier?.ok === false) return earlier;
  const heap = await openTarget(file, binary);
  if (!heap.ok) return heap;
  const groups = heap.value.waitGroupsSince(earlier?.value.analysis.waitGroups);
  return ok({ heap: heap.value, groups });
}
