import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProgram } from '.';
import { parseElf } from './elf';
import { buildFixture, inflate, type GoFixture } from './testing/go-fixture';

const source = new URL('testdata/symbols/', import.meta.url);

describe.each(['local', 'go1.22.12'])('an executable of Go toolchain %s', (toolchain) => {
  let fixture: GoFixture;
  beforeAll(() => {
    fixture = buildFixture(source, toolchain);
  });
  afterAll(() => fixture.dispose());

  test('has the functions and objects that go tool nm lists, at its addresses', () => {
    const { symbols } = fixture.program.elf;
    let compared = 0;
    for (const line of fixture.go('tool', 'nm', fixture.binary).split('\n')) {
      const parts = /^ *([0-9a-f]+) ([TDBR]) (\S+)$/.exec(line);
      if (!parts) continue;
      const symbol = symbols.get(parts[3]!);
      expect(symbol?.address.toString(16), parts[3]).toBe(parts[1]);
      compared++;
    }
    expect(compared).toBeGreaterThan(2000);
  });

  test('tells the build id that go tool buildid prints', () => {
    const id = fixture.go('tool', 'buildid', fixture.binary).trim();
    expect(fixture.program.elf.goBuildId).toBe(id);
  });

  test('gives every debug section inflated to the size it declares', () => {
    const { elf } = fixture.program;
    const debug = elf.sectionNames.filter((name) => /^\.debug_(info|abbrev|line)$/.test(name));
    expect(debug).toHaveLength(3);
    for (const name of debug) expect(elf.section(name)?.length, name).toBeGreaterThan(100);
  });
});

describe('a stripped executable', () => {
  test('opens, without symbols and debug information', () => {
    const stripped = buildFixture(source, 'local', ['-ldflags=-s -w']);
    const { elf, dwarf } = stripped.program;
    stripped.dispose();
    expect(elf.hasDwarf).toBe(false);
    expect(dwarf).toBeUndefined();
    expect(elf.symbols.size).toBe(0);
    expect(elf.readonlyChunks(0).length).toBeGreaterThan(0);
    expect(elf.goBuildId).toMatch(/\//);
  });
});

describe('bytes that are no executable of ours', () => {
  test('are refused with the reason', () => {
    expect(parseElf(new Uint8Array(0), inflate)).toMatchObject({ error: { code: 'not-elf' } });
    expect(parseElf(new Uint8Array(4096), inflate)).toMatchObject({ error: { code: 'not-elf' } });
  });
});

describe('a damaged executable', () => {
  let fixture: GoFixture;
  // Compressed sections would mostly fail at inflating: plain ones let the damage reach the decoders.
  beforeAll(() => {
    fixture = buildFixture(source, 'local', ['-ldflags=-compressdwarf=false']);
  });
  afterAll(() => fixture.dispose());

  /** Asks for everything there is to decode; only whether it answers counts. */
  function probe(bytes: Uint8Array): void {
    const opened = openProgram(bytes, inflate);
    if (!opened.ok) return;
    const { elf, dwarf } = opened.value;
    void elf.symbols.size;
    void elf.goBuildId;
    elf.readonlyChunks(0x1000);
    dwarf?.layoutOf('runtime.moduledata');
    const main = fixture.program.elf.symbols.get('main.locals')!.address;
    for (let pc = main; pc < main + 64; pc += 16) dwarf?.nameStackSlot(pc, -64);
  }

  test('answers for truncations anywhere', () => {
    const { bytes } = fixture;
    for (let i = 0; i < 40; i++) probe(bytes.subarray(0, Math.floor((bytes.length * i) / 40)));
    for (let end = 0; end < 1200; end += 13) probe(bytes.subarray(0, end));
  });

  test('answers for flipped bits in headers and debug sections', () => {
    const bytes = fixture.bytes.slice();
    const info = fixture.program.elf.section('.debug_info')!;
    const abbrev = fixture.program.elf.section('.debug_abbrev')!;
    const places: number[] = [];
    for (let at = 0; at < 1024; at += 61) places.push(at);
    for (let i = 0; i < 12; i++) {
      places.push(abbrev.byteOffset - fixture.bytes.byteOffset + i * 23);
      places.push(info.byteOffset - fixture.bytes.byteOffset + Math.floor((info.length * i) / 12));
    }
    for (const at of places) {
      const before = bytes[at]!;
      bytes[at] = before ^ (1 << (at & 7));
      probe(bytes);
      bytes[at] = before;
    }
  });
});
