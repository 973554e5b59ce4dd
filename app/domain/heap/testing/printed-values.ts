import type { AnalyzedHeap } from '../analyze';
import { ValueReader, type Place, type TextLimits } from '../values';

/** So far apart that nothing of testdata/values is cut. */
export const wholeLimits: TextLimits = {
  ...{ depth: 30, items: 100_000, values: 1_000_000, textBytes: 1 << 20 },
};

export interface PrintedValue {
  readonly name: string;
  readonly address: number;
  /** What the program printed of itself. */
  readonly text: string;
}

/** The lines of testdata/values. */
export function parsePrinted(output: string): PrintedValue[] {
  return output.split('\n').flatMap((line) => {
    const [mark, name, address, text] = line.split('\t');
    return mark === 'VALUE' && name && address && text !== undefined
      ? [{ name, address: Number(address), text }]
      : [];
  });
}

/** A package-level variable of main. */
export function placeOfGlobal({ image }: AnalyzedHeap, name: string): Place {
  const found = image.program.dwarf?.globals.find((global) => global.name === `main.${name}`);
  if (!found?.type) throw new Error(`no variable main.${name}`);
  return {
    kind: 'typed',
    type: found.type,
    address: found.address + image.snapshot.header.bias,
  };
}

/**
 * Maps whose entries lie in spans without pointers, which are not copied unless asked for; those of
 * the small one are, while there is room.
 */
const pointerFree: ReadonlySet<string> = new Set([
  ...['mediumMap', 'deletedMap', 'hugeMap', 'wideMap', 'nanMap'],
]);

/** What we read of each variable, where it is not what the program printed. `absent`: those rightly said not to be in the snapshot. */
export function compareValues(heap: AnalyzedHeap, output: string) {
  const reader = new ValueReader(heap);
  const printed = parsePrinted(output);
  let absent = 0;
  const differences = printed.flatMap(({ name, address, text }) => {
    const place = placeOfGlobal(heap, name);
    const found = reader.print(place, wholeLimits);
    if (found === text && place.address === address) return [];
    if (pointerFree.has(name) && found.includes('not in the snapshot')) {
      absent++;
      return [];
    }
    return [{ name, found: found.slice(0, 600), text: text.slice(0, 600) }];
  });
  return { compared: printed.length, absent, differences };
}
