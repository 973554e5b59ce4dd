import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AbiTypes } from '.';
import { setBits } from './bitmap';
import { buildFixture, memoryOf, symbolTableOf, type GoFixture } from './testing/go-fixture';

const source = new URL('testdata/symbols/', import.meta.url);

interface TypeFact {
  readonly Address: number;
  readonly Name: string;
  readonly Size: number;
}

describe.each(['local', 'go1.22.12'])('type descriptors of Go toolchain %s', (toolchain) => {
  let fixture: GoFixture;
  let types: AbiTypes;
  let facts: ReadonlyMap<string, TypeFact>;
  beforeAll(() => {
    fixture = buildFixture(source, toolchain);
    const { program } = fixture;
    types = new AbiTypes(memoryOf(program), symbolTableOf(program).modules, (name) =>
      program.dwarf?.layoutOf(name),
    );
    const printed = JSON.parse(fixture.run()) as { types: TypeFact[] };
    facts = new Map(printed.types.map((fact) => [fact.Name, fact]));
  });
  afterAll(() => fixture.dispose());

  const wordsOf = (name: string) => {
    const mask = types.maskOf(facts.get(name)!.Address)!;
    return [...setBits(mask.bitmap, mask.words)];
  };

  test('have the name and size that reflect gives', () => {
    expect(facts.size).toBe(11);
    for (const { Address, Name, Size } of facts.values()) {
      expect([types.nameOf(Address), types.at(Address)?.sizeBytes]).toEqual([Name, Size]);
    }
  });

  test('mark the words of a struct that hold pointers', () => {
    // base.id, name{ptr,len}, tags{ptr,len,cap}, next, index, feed, notify, value{type,data}
    // The collector does not follow the type word of an interface.
    expect(wordsOf('main.record')).toEqual([1, 3, 6, 7, 8, 9, 11]);
    expect(wordsOf('main.point')).toEqual([]);
    expect(wordsOf('[16]*main.record')).toEqual([...Array(16).keys()]);
  });

  test('mark the words of a type too large for a mask in the binary', () => {
    // Go 1.22 records a program instead; later ones build the mask when first needed.
    const expected = [...Array(30000).keys()].map((i) => 4 * i + 1);
    expect(wordsOf('main.huge')).toEqual(expected);
  });

  test('are undefined where no descriptor was copied', () => {
    expect(types.at(8)).toBeUndefined();
    expect(types.maskOf(8)).toBeUndefined();
    expect(types.nameOf(8)).toBeUndefined();
  });
});
