import { joinedFlags, newColumns, type JoinedGoroutines } from '../joined-goroutines';

const reasons = ['chan receive', 'select', 'sync.Mutex.Lock', 'IO wait', ''];

/**
 * A table of any length whose every cell follows from its row, so that a test can tell what to expect without the code
 * it tests: goid = 3 × row + 1; seven `go` statements, the first three times as common; every 10th ended, every 1,000th
 * the runtime's own; every 50th proven stuck.
 */
export function manyGoroutines(count: number): JoinedGoroutines {
  const table = newColumns(Float64Array.from({ length: count }, (_, row) => 3 * row + 1));
  const texts = [
    '',
    'main.work',
    'main.serve',
    'waiting',
    'running',
    'ended',
    ...reasons.slice(0, 4),
  ];
  const places = [
    { function: '', file: '', line: 0 },
    ...Array.from({ length: 7 }, (_, i) => ({
      function: 'main.run',
      file: '/p/run.go',
      line: 70 - i,
    })),
    { function: 'main.work', file: '/p/work.go', line: 12 },
    { function: 'main.serve', file: '/p/serve.go', line: 9 },
  ];
  for (let row = 0; row < count; row++) {
    const ended = row % 10 === 9;
    const reason = ended ? '' : reasons[row % 5]!;
    const origin = row % 9 < 3 ? 1 : (row % 9) - 1;
    table.function[row] = 1 + (row % 2);
    table.waitReason[row] = reason === '' ? 0 : texts.indexOf(reason);
    table.state[row] = texts.indexOf(ended ? 'ended' : reason === '' ? 'running' : 'waiting');
    table.blockedAt[row] = 8 + (row % 2);
    table.createdBy[row] = origin;
    table.creation[row] = origin;
    table.createdSeconds[row] = row % 4 === 0 ? NaN : (row * 7919) % 1000;
    table.runningNs[row] = (row * 104_729) % 1_000_003;
    if (ended) table.endedSeconds[row] = 1000 + row;
    table.flags[row] =
      (ended ? joinedFlags.ended : 0) |
      (row % 1000 === 0 ? joinedFlags.system : 0) |
      (row % 50 === 1 ? joinedFlags.stuck : 0);
    table.sources[row] = 1 + (row % 3);
  }
  const creations = places.slice(0, 8).map((place, i) => (i === 0 ? [] : [place]));
  return { ...table, texts, places, creations };
}
