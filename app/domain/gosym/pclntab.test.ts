import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSymbolTable, type SymbolTable } from '.';
import { Memory } from '../heap/memory';
import { buildFixture, memoryOf, symbolTableOf, type GoFixture } from './testing/go-fixture';

const source = new URL('testdata/symbols/', import.meta.url);

interface RuntimeFrame {
  readonly PC: number;
  readonly Function: string;
  readonly File: string;
  readonly Line: number;
}

describe.each(['local', 'go1.22.12'])('the function table of Go toolchain %s', (toolchain) => {
  let fixture: GoFixture;
  let symbols: SymbolTable;
  beforeAll(() => {
    fixture = buildFixture(source, toolchain);
    symbols = symbolTableOf(fixture.program);
  });
  afterAll(() => fixture.dispose());

  test('has each function where the symbol table has it', () => {
    let compared = 0;
    for (const func of symbols.tables[0]!.all()) {
      const symbol = fixture.program.elf.symbols.get(func.name);
      if (symbol?.kind !== 'function' || symbol.address !== func.entry) continue;
      expect(symbols.find(func.entry + symbol.sizeBytes - 1)).toBe(func);
      compared++;
    }
    expect(compared).toBeGreaterThan(1500);
  });

  test('agrees with go tool addr2line on file, line and function', () => {
    const pcs: number[] = [];
    let i = 0;
    for (const { name, entry } of symbols.tables[0]!.all()) {
      const size = fixture.program.elf.symbols.get(name)?.sizeBytes ?? 0;
      if (size > 0 && i++ % 4 === 0) pcs.push(entry, entry + Math.floor(size / 2));
    }
    const input = pcs.map((pc) => `0x${pc.toString(16)}\n`).join('');
    const lines = execFileSync('go', ['tool', 'addr2line', fixture.binary], {
      input,
      env: { ...process.env, GOTOOLCHAIN: toolchain },
    })
      .toString()
      .split('\n');
    const ours = pcs.flatMap((pc) => {
      const frames = symbols.frames(pc);
      return [frames[frames.length - 1]!.function, `${frames[0]!.file}:${frames[0]!.line}`];
    });
    expect(pcs.length).toBeGreaterThan(500);
    // It says line -1 where none is recorded.
    const theirs = lines.slice(0, ours.length).map((line) => line.replace(/^:-1$/, ':0'));
    expect(ours).toEqual(theirs);
  });

  test('lists inlined calls leaf first, as runtime.CallersFrames does', () => {
    const { frames } = JSON.parse(fixture.run()) as { frames: RuntimeFrame[] };
    const expected = frames.map((f) => ({ function: f.Function, file: f.File, line: f.Line }));
    expect(expected.map((f) => f.function)).toEqual([
      ...['main.callers', 'main.inner', 'main.middle', 'main.outer', 'main.main'],
      ...['runtime.main', 'runtime.goexit'],
    ]);
    // runtime.Frame.PC is inside the call; frames inlined into one another share a physical frame.
    const outer = frames.findIndex((f) => f.Function === 'main.outer');
    const seen = frames.flatMap((f, i) => {
      if (i === 1) return symbols.frames(f.PC);
      return i < 1 || i > outer ? symbols.frames(f.PC) : [];
    });
    expect(seen).toEqual(expected);
  });

  test('finds nothing outside of the program', () => {
    expect(symbols.find(0)).toBeUndefined();
    expect(symbols.find(2 ** 47)).toBeUndefined();
    expect(symbols.frames(1)).toEqual([]);
  });

  test('answers for flipped bits of the module record and the tables', () => {
    const { program } = fixture;
    const layout = program.dwarf!.layoutOf('runtime.moduledata');
    const first = program.elf.symbols.get('runtime.firstmoduledata')!.address;
    const main = program.elf.symbols.get('main.main')!.address;
    const chunks = program.elf.segments.map(({ address, bytes }) => ({
      address,
      bytes: bytes.slice(),
    }));
    const { pctab, pclntable, ftab } = symbols.modules[0]!;
    const record = symbols.find(main)!.recordOffset;
    const places: number[] = [];
    for (let i = 0; i < layout!.size; i += 3) places.push(first + i);
    for (let i = 0; i < 64; i++)
      places.push(pclntable.address + record + i, pctab.address + i * 97);
    for (let i = 0; i < 16; i++) places.push(ftab.address + i * 61);
    for (const place of places) {
      const chunk = chunks.find((c) => place >= c.address && place < c.address + c.bytes.length)!;
      const at = place - chunk.address;
      const before = chunk.bytes[at]!;
      chunk.bytes[at] = before ^ (1 << (place & 7));
      const { architecture } = program.elf;
      const opened = openSymbolTable(new Memory(chunks), layout, first, architecture);
      if (opened.ok) for (let pc = main; pc < main + 256; pc += 64) opened.value.frames(pc);
      chunk.bytes[at] = before;
    }
    expect(memoryOf(program).u64(first)).toBeGreaterThan(0);
  });
});
