import { expect, test } from 'vitest';
import type { GoroutineRow } from '../../contract/views';
import { computeLineEvidence } from './line-evidence';

const MiB = 1 << 20;
const at = (line: number, file = '/home/u/src/shop/sync.go') => ({
  function: 'main.f',
  file,
  line,
});
const series = (...values: number[]) => ({ atSeconds: values.map((_, i) => i), values });
const row = (goid: number, over: Partial<GoroutineRow> = {}): GoroutineRow => ({
  goid,
  function: 'main.f',
  state: 'chan receive',
  waitReason: 'chan receive',
  stack: [],
  blockedAt: at(47),
  createdBy: at(30),
  provenStuck: false,
  sources: ['profile'],
  ...over,
});

test('puts bytes, growth and goroutines beside their lines', () => {
  const site = {
    key: 'x',
    frame: at(41),
    isUser: true,
    stack: [],
    inUse: series(2 * MiB, 60 * MiB),
    allocated: series(),
  };
  const goroutines = [row(8), row(9), row(10, { endedAtSeconds: 3 })];
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
  const trimmed = row(8, { blockedAt: at(47, 'example.com/shop/sync.go') });
  expect(computeLineEvidence('/home/u/src/shop/sync.go', [], [trimmed])).toHaveLength(2);
  expect(computeLineEvidence('/home/u/src/other/sync.go', [], [trimmed])).toHaveLength(0);
});
