import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askGdb, buildFixture, type GoFixture } from '../testing/go-fixture';
import type { Dwarf, GoType } from './model';

const source = new URL('../testdata/symbols/', import.meta.url);

const structs = [
  ...['main.record', 'main.base', 'main.point', 'main.frame', 'main.typeFact'],
  ...['runtime.g', 'runtime.m', 'runtime.mspan', 'runtime.moduledata', 'runtime.sudog'],
  ...['runtime.hchan', 'runtime._defer', 'reflect.rtype', 'sync.Mutex', 'os.File'],
];

/** GDB's words on the same binary: its DWARF reader is the reference. */
const askLayouts = `
import gdb, json
gdb.execute('set language c')
out = {}
for name in ${JSON.stringify(structs)}:
    t = gdb.lookup_type(name).strip_typedefs()
    # To gdb a func is code, of one byte, rather than the pointer that Go means.
    size = lambda t: 8 if t.code == gdb.TYPE_CODE_FUNC else t.sizeof
    out[name] = {'size': t.sizeof, 'fields': [[f.name, f.bitpos // 8, size(f.type.strip_typedefs())] for f in t.fields()]}
print(json.dumps(out))`;

const globals = ['main.theRecord', 'main.theCache', 'main.counter', 'main.table', 'runtime.allgs'];
const askGlobals = `
import gdb, json
gdb.execute('set language c')
out = {}
for name in ${JSON.stringify(globals)}:
    v = gdb.parse_and_eval("'%s'" % name)
    out[name] = [int(v.address), v.type.strip_typedefs().sizeof]
print(json.dumps(out))`;

/** Every variable with an address, of the frames from main.seed up to main.main. */
const askLocals = `
import gdb, json
gdb.execute('set language c')
gdb.execute('set debuginfod enabled off')
gdb.execute('break main.seed', to_string=True)
gdb.execute('run', to_string=True)
out = []
f = gdb.newest_frame()
while f is not None and f.name().startswith('main.'):
    f.select()
    text = gdb.execute('info frame', to_string=True)
    cfa = int(text.split('frame at ')[1].split(':')[0], 16)
    newest = f.newer() is None
    block = f.block()
    while block is not None:
        for s in block:
            if not (s.is_variable or s.is_argument): continue
            v = s.value(f)
            if v.address is not None and not v.is_optimized_out:
                out.append([f.name(), f.pc() - (0 if newest else 1), s.name, int(v.address) - cfa, v.type.strip_typedefs().sizeof])
        if block.function is not None: break
        block = block.superblock
    f = f.older()
gdb.execute('kill', to_string=True)
print(json.dumps(out))`;

describe.each([
  ['local', []],
  ['go1.22.12', []],
  ['local', ['-gcflags=all=-N -l']],
] as const)('debug information of Go toolchain %s with %j', (toolchain, flags) => {
  let fixture: GoFixture;
  let dwarf: Dwarf;
  beforeAll(() => {
    fixture = buildFixture(source, toolchain, flags);
    dwarf = fixture.program.dwarf!;
  });
  afterAll(() => fixture.dispose());

  test('lays out structs as gdb does', () => {
    const theirs = askGdb(fixture.binary, askLayouts) as Record<string, Expected>;
    const ours: Record<string, Expected> = {};
    for (const name of structs) {
      const type = dwarf.typeByName(name)!;
      const fields = type.fields.map((f) => [f.name, f.offset, f.type.sizeBytes] as const);
      ours[name] = { size: type.sizeBytes, fields };
    }
    expect(ours).toEqual(theirs);
  });

  test('finds package-level variables where gdb does', () => {
    const theirs = askGdb(fixture.binary, askGlobals);
    const byName = new Map(dwarf.globals.map((global) => [global.name, global]));
    const ours = globals.map((name) => {
      const { address, type } = byName.get(name)!;
      return [name, [address, type?.sizeBytes]];
    });
    expect(Object.fromEntries(ours)).toEqual(theirs);
  });

  test('names every stack slot to which gdb gives a variable', () => {
    const theirs = askGdb(fixture.binary, askLocals) as [string, number, string, number, number][];
    expect(theirs.map(([, , name]) => name)).toContain('first');
    for (const [, pc, name, fromCfa, sizeBytes] of theirs) {
      for (let inside = 0; inside < sizeBytes; inside += 8) {
        const slot = dwarf.nameStackSlot(pc, fromCfa + inside);
        expect(slot).toMatchObject({ name, offsetInside: inside, certainty: 'here' });
      }
    }
  });

  test('describes the shapes of Go', () => {
    const record = dwarf.typeByName('main.record')!;
    const field = (name: string): GoType => record.fields.find((f) => f.name === name)!.type;
    expect(record.fields.map((f) => [f.name, f.type.kind, f.embedded])).toEqual([
      ['base', 'struct', true],
      ['name', 'string', false],
      ['tags', 'slice', false],
      ['next', 'pointer', false],
      ['index', 'map', false],
      ['feed', 'chan', false],
      ['notify', 'func', false],
      ['value', 'interface', false],
      ['grid', 'array', false],
      ['flags', 'struct', false],
    ]);
    expect(field('next').elem).toBe(record);
    expect(field('tags').elem?.kind).toBe('string');
    expect([field('index').key?.name, field('index').elem?.elem]).toEqual(['string', record]);
    expect(field('index').representation?.name).toMatch(/^(hash|map)<string,\*main\.record>$/);
    expect(field('feed').elem?.name).toBe('main.point');
    expect(field('feed').representation?.fields.map((f) => f.name)).toContain('qcount');
    expect([field('grid').count, field('grid').elem?.count]).toEqual([3, 2]);
    expect(field('grid').sizeBytes).toBe(24);
    expect(field('value').fields.map((f) => f.name)).toEqual(['_type', 'data']);
  });

  test('finds a type by the address the running program gives it', () => {
    const { types } = JSON.parse(fixture.run()) as { types: TypeFact[] };
    for (const { Address, Name, Size } of types) {
      const type = dwarf.typeByRuntimeAddress(Address);
      expect(type?.sizeBytes, Name).toBe(Size);
      expect(type?.name).toBe(Name);
    }
  });
});

interface Expected {
  readonly size: number;
  readonly fields: readonly (readonly [string, number, number])[];
}

interface TypeFact {
  readonly Address: number;
  readonly Name: string;
  readonly Size: number;
}
