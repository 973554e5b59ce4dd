import { beforeAll, describe, expect, test } from 'vitest';
import { analyzeHeap, decodeSnapshot, type AnalyzedHeap } from '..';
import { compareValues } from '../testing/printed-values';
import { takeSnapshot, type TakenSnapshot } from '../testing/take-snapshot';

const toolchain = process.env['TRIVET_GO'] ?? 'go1.24.10';

let taken: TakenSnapshot;
let heap: AnalyzedHeap;

beforeAll(async () => {
  taken = await takeSnapshot('values', toolchain);
  const snapshot = decodeSnapshot(taken.bytes);
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  const analyzed = analyzeHeap(snapshot.value, taken.program);
  if (!analyzed.ok) throw new Error(analyzed.error.code);
  heap = analyzed.value;
}, 240_000);

describe('values of a stopped program', () => {
  test('read as the program prints them', () => {
    const { compared, differences } = compareValues(heap, taken.output);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(85);
  });
});
