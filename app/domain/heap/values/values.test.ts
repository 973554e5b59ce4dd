import { beforeAll, describe, expect, test } from 'vitest';
import { analyzeHeap, decodeSnapshot, HeapViews, type AnalyzedHeap } from '..';
import { heapPartSchema, heapValueSchema, type HeapPart } from '../../../contract/heap-views';
import { compareValues, parsePrinted, placeOfGlobal, wholeLimits } from '../testing/printed-values';
import { takeSnapshot, type TakenSnapshot } from '../testing/take-snapshot';
import { ValueReader } from '.';

const page = { offset: 0, limit: 1000 };

let taken: TakenSnapshot;
let heap: AnalyzedHeap;
let reader: ValueReader;

function open(bytes: Uint8Array): AnalyzedHeap | undefined {
  const snapshot = decodeSnapshot(bytes);
  const analyzed = snapshot.ok ? analyzeHeap(snapshot.value, taken.program) : undefined;
  return analyzed?.ok ? analyzed.value : undefined;
}

beforeAll(async () => {
  taken = await takeSnapshot('values', 'go1.24.10');
  heap = open(taken.bytes)!;
  reader = new ValueReader(heap);
});

const describeGlobal = (name: string) =>
  heapValueSchema.parse(reader.describe(placeOfGlobal(heap, name)));

function partsOf(ref: string | undefined, at = page): readonly HeapPart[] {
  const found = reader.parts(ref ?? '', at);
  if (!found) throw new Error(`no parts at ${ref}`);
  return found.parts.map((part) => heapPartSchema.parse(part));
}

describe('values of a stopped program', () => {
  test('read as the program prints them', () => {
    const { compared, differences } = compareValues(heap, taken.output);
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(85);
  });

  test('say so where their contents were not copied', () => {
    expect(describeGlobal('hugeMap').text).toBe('map[uint32]uint32{len 3000, not in the snapshot}');
    expect(describeGlobal('hugeMap').notes).toEqual([
      'contents were not copied: take the snapshot with --contents',
    ]);
    expect(describeGlobal('largeMap').notes).toEqual([]);
  });

  test('are looked into step by step', () => {
    const record = describeGlobal('rec');
    const fields = partsOf(record.ref);
    expect(fields.length).toBe(record.parts! - 0);
    const part = (name: string) => fields.find((each) => each.name === name)!;
    expect(part('.name').text).toBe('"rec"');
    expect(part('.nested').type).toMatch(/^struct \{/);
    expect(partsOf(part('.nested').ref).map(({ name }) => name)).toEqual(['.a', '.b']);
    expect(partsOf(part('.point').ref).map(({ name, text }) => name + text)).toEqual([
      '.x1',
      '.y2',
    ]);
    expect(partsOf(part('.any').ref).map(({ name, text }) => name + text)).toEqual(['.x8', '.y9']);
    expect(partsOf(part('.m').ref).map(({ name, text }) => name + text)).toEqual(['["k"]3']);
    expect(part('.next').node).toBeGreaterThanOrEqual(0);
    // From here on by the node, as a panel does.
    const next = reader.describe(reader.placeOfNode(part('.next').node!)!);
    expect(next.text).toMatch(
      /^main\.record\{base: main\.base\{id: 0, tags: nil\}, point: nil, name: "next"/,
    );
  });

  test('come in pages, each part once', () => {
    const { ref, parts } = describeGlobal('largeMap');
    expect(parts).toBe(3000);
    const names = new Set<string>();
    for (let offset = 0; offset < 3000; offset += 700) {
      const found = reader.parts(ref!, { offset, limit: 700 })!;
      expect(found.more).toBe(offset + 700 < 3000);
      for (const { name } of found.parts) names.add(name);
    }
    expect(names.size).toBe(3000);
    expect(names).toContain('["key-2999"]');
    expect(reader.parts(ref!, { offset: 1e12, limit: 5 })).toEqual({
      parts: [],
      more: false,
      notes: [],
    });
  });

  test('of slices tell length, capacity and who else uses the array', () => {
    expect(describeGlobal('idList').notes).toEqual(['len 3, cap 3']);
    expect(describeGlobal('window').notes[0]).toBe('len 3, cap 4');
    expect(partsOf(describeGlobal('window').ref).map(({ text }) => text)).toEqual(['2', '3', '4']);
    expect(describeGlobal('sharedA').notes).toEqual([
      'len 4, cap 6',
      '2 slices share its backing array',
    ]);
  });

  test('of channels show the buffer, oldest first, and who waits', () => {
    const texts = partsOf(describeGlobal('texts').ref);
    expect(texts.map(({ name }) => name)).toEqual(['[0]']);
    // They have no pointers, nor has what the channel's record lies in.
    const numbers = partsOf(describeGlobal('buffered').ref);
    expect(numbers.map(({ name, text }) => `${name} ${text}`)).toEqual(['[0] 3', '[1] 4', '[2] 5']);
    expect(describeGlobal('closedCh').text).toMatch(
      /^\(chan int\)\(0xc[0-9a-f]+, len 1, cap 2, closed\)$/,
    );
    for (const [name, last] of [
      ['roomy', '[39]6'],
      ['vast', '[299]7'],
    ] as const) {
      const [oldest, ...later] = partsOf(describeGlobal(name).ref);
      expect(later).toEqual([]);
      expect(partsOf(oldest!.ref).map((part) => part.name + part.text)).toContain(last);
    }
    const [sender, ...others] = partsOf(describeGlobal('sending').ref);
    expect(others).toEqual([]);
    expect(sender!.name).toMatch(/^sender goroutine \d+$/);
    expect(sender!.text).toBe('main.point{x: 11, y: 12}');
    const receivers = partsOf(describeGlobal('receiving').ref);
    expect(receivers.map(({ text }) => text)).toEqual(['waits to receive', 'waits to receive']);
  });

  test('of closures name what they captured', () => {
    const captured = partsOf(describeGlobal('closure').ref);
    expect(captured.map(({ name }) => name).sort()).toEqual(['label', 'total']);
    expect(captured.find(({ name }) => name === 'label')!.text).toBe('"captured"');
  });

  test('of sync.Map are its entries', () => {
    const entries = partsOf(describeGlobal('syncMap').ref);
    expect(entries.map(({ name, text }) => `${name} ${text}`).sort()).toEqual(
      [35, 36, 37, 38, 39].map((i) => `[int(${i})] "s${i}"`),
    );
  });

  test('refuse handles that name nothing', () => {
    for (const ref of ['', 't:1', 't:99999999999:c000', 'm:1:0', 'e:1:2', 'x:1', 't:0:zz', 's:1']) {
      expect(reader.parts(ref, page)?.parts ?? []).toEqual([]);
    }
    for (const node of [-1, 0.5, 1e9, heap.graph.virtualRoot]) {
      expect(reader.placeOfNode(node)).toBeUndefined();
    }
  });

  test('are there for every object and root', () => {
    const views = new HeapViews(heap);
    for (let node = 0; node < heap.graph.virtualRoot; node++) {
      const value = views.value(node);
      if (node < heap.graph.objectCount) expect(value!.text.length).toBeGreaterThan(0);
      if (value?.ref) reader.parts(value.ref, { offset: 0, limit: 20 });
    }
  });
});

describe('damaged memory', () => {
  test('gives values all the same, within the limits', () => {
    const view = new DataView(taken.bytes.buffer, taken.bytes.byteOffset);
    const data = 16 + Number(view.getBigUint64(8, true));
    const globals = parsePrinted(taken.output).map(({ name }) => name);
    for (let seed = 1; seed <= 4; seed++) {
      const damaged = new Uint8Array(taken.bytes);
      for (let i = 0; i < 20_000; i++) {
        const at =
          data + ((Math.imul(i + seed * 7919, 2654435761) >>> 0) % (damaged.length - data));
        damaged[at] = seed % 2 === 0 ? 0xff : (damaged[at]! + 37 * seed + i) & 255;
      }
      const other = open(damaged);
      if (!other) continue;
      const values = new ValueReader(other);
      for (const name of globals) {
        const place = placeOfGlobal(other, name);
        expect(values.print(place, wholeLimits).length).toBeGreaterThan(0);
        const { ref } = values.describe(place);
        if (ref) values.parts(ref, { offset: 0, limit: 50 });
      }
    }
  });

  test('with a huge length in every header neither hangs nor invents', () => {
    const { image } = heap;
    const other = open(new Uint8Array(taken.bytes))!;
    const values = new ValueReader(other);
    for (const name of [
      'strs',
      'window',
      'text',
      'anys',
      'texts',
      'largeMap',
      'growingMap',
      'named',
    ]) {
      const place = placeOfGlobal(heap, name);
      const bytes = other.image.memory.bytes(place.address, 16)!;
      const words = new DataView(bytes.buffer, bytes.byteOffset, 16);
      const kind = place.kind === 'typed' ? place.type.kind : '';
      // Of a string or slice the length, of a map or channel its own count and size.
      const at = kind === 'string' || kind === 'slice' ? undefined : words.getBigUint64(0, true);
      const target = at === undefined ? words : headerAt(other, Number(at));
      target.setBigUint64(at === undefined ? 8 : 0, 0x7fff_ffff_ffff_fff0n, true);
      const { text } = values.describe(place);
      expect(text.length).toBeLessThan(300);
      const printed = values.print(place, { ...wholeLimits, values: 10_000 });
      if (kind === 'slice' || kind === 'string') expect(printed).toMatch(/damaged: a length of/);
      expect(printed.length).toBeLessThan(1e6);
    }
    expect(image.memory).not.toBe(other.image.memory);
  });
});

function headerAt({ image }: AnalyzedHeap, address: number): DataView {
  const bytes = image.memory.bytes(address, 16)!;
  return new DataView(bytes.buffer, bytes.byteOffset, 16);
}
