import { goroutineViewSchema, type GoroutineViewInput } from '../../app/contract/goroutines';
import { ok } from '../../app/contract/result';
import { arrangeGoroutines } from '../../app/domain/correlate/arrange-goroutines';
import {
  describeGoroutine,
  findGoroutine,
  printGoroutines,
} from '../../app/domain/correlate/describe-goroutine';
import {
  joinedFlags,
  newColumns,
  type JoinedGoroutines,
} from '../../app/domain/correlate/joined-goroutines';
import type { Answers } from './fake-bridge';
import { sourceFile } from './findings-fixture';

const stuckCount = 46;

/** `main.main` in a select, and 46 `main.syncBatch` that can never wake. */
export const goroutineTable: JoinedGoroutines = (() => {
  const goids = [1, ...Array.from({ length: stuckCount }, (_, i) => 20 + i)];
  const table = newColumns(Float64Array.from(goids));
  for (let row = 0; row < goids.length; row++) {
    const isStuck = row > 0;
    table.function[row] = isStuck ? 2 : 1;
    table.state[row] = 3;
    table.waitReason[row] = isStuck ? 5 : 4;
    table.blockedAt[row] = isStuck ? 2 : 1;
    table.createdBy[row] = isStuck ? 3 : 0;
    table.creation[row] = isStuck ? 1 : 0;
    table.flags[row] = isStuck ? joinedFlags.stuck : 0;
    table.sources[row] = 7;
    if (isStuck) {
      table.createdSeconds[row] = 0.05 + row * 0.45;
      table.waitingSeconds[row] = 0.06 + row * 0.45;
      table.runningNs[row] = 40_000 + row * 700;
      table.runnableNs[row] = 12_000;
      table.waitingNs[row] = 8e9 - row * 1e8;
      table.syscallNs[row] = 0;
    }
  }
  const go = { function: 'main.(*Syncer).run', file: sourceFile, line: 24 };
  return {
    ...table,
    texts: ['', 'main.main', 'main.syncBatch', 'waiting', 'select', 'chan receive'],
    places: [
      { function: '', file: '', line: 0 },
      { function: 'main.main', file: sourceFile, line: 40 },
      { function: 'main.syncBatch', file: sourceFile, line: 16 },
      go,
    ],
    creations: [[], [go, { function: 'main.main', file: sourceFile, line: 38 }]],
  };
})();

/** What the engine answers about the goroutines of a table. */
export function goroutineAnswers(table: JoinedGoroutines): Partial<Answers> {
  const arrange = (view: GoroutineViewInput) =>
    arrangeGoroutines(table, goroutineViewSchema.parse(view));
  return {
    'goroutine.open': ({ view }) => {
      const { order, groups } = arrange(view);
      return ok({
        total: table.count,
        shown: order.length,
        groups: [...groups],
        memory: { kind: 'joined' },
      });
    },
    'goroutine.rows': ({ view, offset, limit }) =>
      ok(
        Array.from(arrange(view).order.subarray(offset, offset + limit), (row) =>
          describeGoroutine(table, row),
        ),
      ),
    'goroutine.locate': ({ view, goid, function: name }) => {
      const wanted =
        goid === undefined
          ? table.function.indexOf(table.texts.indexOf(name ?? ''))
          : findGoroutine(table, goid);
      const index = arrange(view).order.indexOf(wanted);
      return ok(index < 0 ? {} : { index });
    },
    'goroutine.detail': ({ goid }) => {
      const row = findGoroutine(table, goid);
      if (row < 0) return ok({});
      const described = describeGoroutine(table, row);
      const stack = [
        ...(described.blockedAt ? [described.blockedAt] : []),
        { function: 'main.(*Syncer).run.gowrap1', file: sourceFile, line: 24 },
      ];
      return ok({
        detail: {
          row: described,
          stack,
          stackSource: 'memory',
          traceStack: stack.slice(0, 1),
          creationStack: [...table.creations[table.creation[row]!]!],
          ...(described.provenStuck && { waitsOn: 'chan 0xc000112340' }),
        },
      });
    },
    'goroutine.text': ({ view, columns }) =>
      ok({ text: printGoroutines(table, arrange(view).order, columns) }),
  };
}
