import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allocFreeAction, AllocFreeDecoder, allocFreeMemory } from './alloc-free';
import { eventNames, eventType } from './event-type';
import { readTrace } from './read-trace';
import { GoFixtures } from './testing/go-fixtures';
import { sourceOfBytes } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

interface Row {
  readonly what: string;
  readonly address: number;
  readonly sizeBytes: number;
  readonly type: string;
  readonly goid: number;
}

function decode(file: string): Row[] {
  const rows: Row[] = [];
  const decoder = new AllocFreeDecoder((block, types) => {
    for (let i = 0; i < block.length; i++) {
      const what = `${allocFreeMemory[block.memory[i]!]} ${allocFreeAction[block.action[i]!]}`;
      const address = block.address[i]!;
      const sizeBytes = block.sizeBytes[i]!;
      const type = types[block.type[i]!]!.name;
      rows.push({ what, address, sizeBytes, type, goid: block.goid[i]! });
    }
  });
  const source = sourceOfBytes(readFileSync(file));
  const read = readTrace(source, decoder, { allocFree: true });
  expect(read).toMatchObject({ ok: true, value: { warning: undefined } });
  return rows;
}

const addresses = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').map(Number);

describe.each(['go1.23.12', 'go1.27.4'])('allocations and frees told by a program of %s', (go) => {
  let file = '';
  let rows: readonly Row[] = [];
  beforeAll(() => {
    file = fixtures.recordProgram(go, 'allocfree', 2, 'traceallocfree=1');
    rows = decode(file);
  }, 300_000);

  test('are as many of each kind, with the numbers, as in go tool trace -d=parsed', () => {
    const text = execFileSync('go', ['tool', 'trace', '-d=parsed', file], {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    });
    const theirs = [
      ...text.matchAll(/ Experimental .*? Name=(\w+) Args=\[id=Value\{Uint64\((\d+)/g),
    ];
    expect(theirs.length).toBeGreaterThan(1000);
    const ids: string[] = [];
    const sink = {
      onEvents: (block: Parameters<AllocFreeDecoder['onEvents']>[0]) => {
        for (let i = 0; i < block.length; i++) {
          const type = block.type[i]!;
          if (type < eventType.firstExperimental || type === eventType.generationSync) continue;
          ids.push(`${eventNames[type]} ${block.value[i]}`);
        }
      },
    };
    readTrace(sourceOfBytes(readFileSync(file)), sink);
    expect(ids.length).toBe(theirs.length);
    expect(ids.findIndex((id, i) => id !== `${theirs[i]![1]} ${theirs[i]![2]}`)).toBe(-1);
    expect(rows.length).toBe(theirs.length);
  }, 60_000);

  test('have the addresses, sizes and types that the program saw', () => {
    // What was dropped may have been used again, for something else.
    const markers = rows.filter(
      ({ what, type }) => what === 'object alloc' && type === 'main.marker',
    );
    const made = new Map(markers.map((row) => [row.address, row]));
    expect(markers.length).toBe(151);
    const kept = addresses(`${file}.kept`);
    const large = kept.pop()!;
    expect(kept.length).toBe(100);
    for (const address of [...kept, ...addresses(`${file}.freed`)]) {
      expect(made.get(address)).toMatchObject({ sizeBytes: 48, goid: 1 });
    }
    // An object with a span of its own: 5,000 of 48 bytes, in whole pages of 8 KB.
    expect(made.get(large)).toMatchObject({ sizeBytes: 245_760 });
  });

  test('end for what was dropped, and for nothing that was kept', () => {
    const alive = new Set<number>();
    const ended = new Set<number>();
    for (const { what, address, type } of rows) {
      if (what === 'object alloc' && type === 'main.marker') alive.add(address);
      if (what === 'object free' && alive.delete(address)) ended.add(address);
    }
    expect(addresses(`${file}.kept`).filter((address) => ended.has(address))).toEqual([]);
    const dropped = addresses(`${file}.freed`);
    // The last one made may still lie on the stack.
    expect(ended.size).toBeGreaterThanOrEqual(dropped.length - 1);
  });

  test('tell spans and stacks with sizes in whole pages and powers of two', () => {
    const stacks = rows.filter(({ what }) => what === 'stack exists' || what === 'stack alloc');
    expect(stacks.length).toBeGreaterThan(0);
    for (const { sizeBytes } of stacks) expect(Number.isInteger(Math.log2(sizeBytes))).toBe(true);
    const spans = rows.filter(({ what }) => what === 'span exists' || what === 'span alloc');
    expect(spans.length).toBeGreaterThan(0);
    for (const { sizeBytes } of spans) expect(sizeBytes % 8192).toBe(0);
  });

  test('are passed over, with their tables, by whoever does not ask', () => {
    let asked = false;
    const sink = {
      onGeneration: (generation: { allocFree: unknown }) => (asked ||= !!generation.allocFree),
      onEvents: () => undefined,
    };
    const read = readTrace(sourceOfBytes(readFileSync(file)), sink);
    expect(read).toMatchObject({ ok: true, value: { warning: undefined } });
    expect(asked).toBe(false);
  });
});
