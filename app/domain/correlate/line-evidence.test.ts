import { expect, test } from 'vitest';
import { joinGoroutines } from './join-goroutines';
import { computeLineEvidence, countAtPlaces } from './line-evidence';

const MiB = 1 << 20;
const at = (line: number, file = '/home/u/src/shop/sync.go') => ({
  function: 'main.f',
  file,
  line,
});
const series = (...values: number[]) => ({ atSeconds: values.map((_, i) => i), values });
test('puts bytes, growth and goroutines beside their lines', () => {
  const site = {
    key: 'x',
    frame: at(41),
    isUser: true,
    stack: [],
    inUse: series(2 * MiB, 60 * MiB),
    allocated: series(),
  };
  const goroutines = [
    { frame: at(47), blocked: 2, created: 0 },
    { frame: at(30), blocked: 0, created: 2 },
  ];
  expect(computeLineEvidence('/home/u/src/shop/sync.go', [site], goroutines)).toEqual([
    { line: 30, created: 2, says: '2 living goroutines were created here' },
    {
      line: 41,
      allocatedBytes: 60 * MiB,
      grownBytes: 58 * MiB,
      says: '60.0 MiB in use allocated here, +58.0 MiB while recording',
    },
    { line: 47, blocked: 2, says: '2 goroutines wait here' },
  ]);
});

test('knows a file by its last two elements: -trimpath writes module paths', () => {
  const trimmed = { frame: at(47, 'example.com/shop/sync.go'), blocked: 1, created: 0 };
  expect(computeLineEvidence('/home/u/src/shop/sync.go', [], [trimmed])).toHaveLength(1);
  expect(computeLineEvidence('/home/u/src/other/sync.go', [], [trimmed])).toHaveLength(0);
});

test('counts waiting goroutines where they wait, and all where they were created', () => {
  const dump = (goid: number, state: string) => ({
    goid,
    state,
    waitMinutes: undefined,
    lockedToThread: false,
    leaked: false,
    labels: {},
    frames: [at(47)],
    elidedFrames: 0,
    createdBy: { ...at(30), goid: 1 },
  });
  const table = joinGoroutines(
    {
      profile: [dump(8, 'chan receive'), dump(9, 'chan receive'), dump(10, 'running')],
      profileSeconds: 4,
      trace: undefined,
      traceStartSeconds: 0,
      memory: [],
    },
    () => true,
  );
  expect(countAtPlaces(table)).toEqual([
    { frame: at(47), blocked: 2, created: 0 },
    { frame: at(30), blocked: 0, created: 3 },
  ]);
});
