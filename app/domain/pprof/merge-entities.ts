import { GrowingU32 } from './growable';
import type { FunctionTable, LineTable, LocationTable, Mapping, Profile } from './profile';

/** Tables of a merged profile. */
export interface EntityTables {
  readonly locations: LocationTable;
  readonly lines: LineTable;
  readonly functions: FunctionTable;
  readonly mappings: readonly Mapping[];
  readonly strings: readonly string[];
}

/** Unites strings, functions, mappings and locations of several profiles. */
export class EntityMerger {
  private readonly strings: string[] = [''];
  private readonly stringRows = new Map<string, number>([['', 0]]);
  private readonly functionRows = new Map<string, number>();
  private readonly functions: [number, number, number, number][] = [];
  private readonly mappingRows = new Map<string, number>();
  private readonly mappings: Mapping[] = [];
  private readonly locationRows = new Map<string, number>();
  private readonly addresses: bigint[] = [];
  private readonly mappingOf: number[] = [];
  private readonly folded: number[] = [];
  private readonly lineStart = new GrowingU32();
  private readonly lines: [func: number, line: number, column: number][] = [];

  text(text: string): number {
    const known = this.stringRows.get(text);
    if (known !== undefined) return known;
    const row = this.strings.length;
    this.strings.push(text);
    this.stringRows.set(text, row);
    return row;
  }

  /** Answers a function that maps the profile's locations, as they are met, to merged rows. */
  addProfile(profile: Profile): (location: number) => number {
    // "The first mapping represents the main binary": it must come first whatever is used.
    const main = profile.mappings[0];
    if (main && this.mappings.length === 0) this.addMapping(main);
    const rows = new Int32Array(profile.locations.length).fill(-1);
    const functionRows = new Int32Array(profile.functions.length).fill(-1);
    return (location) => {
      const known = rows[location] ?? -1;
      if (known >= 0) return known;
      const row = this.addLocation(profile, location, functionRows);
      rows[location] = row;
      return row;
    };
  }

  private addLocation(profile: Profile, location: number, functionRows: Int32Array): number {
    const { locations, lines, mappings } = profile;
    const source = mappings[locations.mapping[location] ?? -1];
    const mapping = source ? this.addMapping(source) : -1;
    const mapped = this.mappings[mapping];
    const address = locations.address[location] ?? 0n;
    // Addresses are compared relative to their mapping: the kernel randomises where it lies.
    const relative = address - (source?.start ?? 0n);
    const first = locations.lineStart[location] ?? 0;
    const end = locations.lineStart[location + 1] ?? 0;
    const merged: [number, number, number][] = [];
    for (let line = first; line < end; line++) {
      const func = this.addFunction(profile, lines.func[line] ?? -1, functionRows);
      merged.push([func, lines.line[line] ?? 0, lines.column[line] ?? 0]);
    }
    const folded = locations.isFolded[location] ?? 0;
    const key = `${relative} ${mapping} ${folded} ${merged.join('|')}`;
    const known = this.locationRows.get(key);
    if (known !== undefined) return known;
    const row = this.addresses.length;
    this.locationRows.set(key, row);
    this.addresses.push(BigInt.asUintN(64, relative + (mapped?.start ?? 0n)));
    this.mappingOf.push(mapping);
    this.folded.push(folded);
    this.lineStart.push(this.lines.length);
    this.lines.push(...merged);
    return row;
  }

  private addFunction(profile: Profile, func: number, rows: Int32Array): number {
    if (func < 0) return -1;
    const mapped = rows[func] ?? -1;
    if (mapped >= 0) return mapped;
    const { functions, strings } = profile;
    const text = (index: number | undefined): number => this.text(strings[index ?? 0] ?? '');
    const columns: [number, number, number, number] = [
      text(functions.name[func]),
      text(functions.systemName[func]),
      text(functions.filename[func]),
      functions.startLine[func] ?? 0,
    ];
    const key = columns.join(' ');
    const row = this.functionRows.get(key) ?? this.functions.push(columns) - 1;
    this.functionRows.set(key, row);
    rows[func] = row;
    return row;
  }

  /** Mappings match by size (to 4 KiB), offset and build id or file, as `Mapping.key`. */
  private addMapping(mapping: Mapping): number {
    const size = (BigInt.asUintN(64, mapping.limit - mapping.start) + 0xfffn) & ~0xfffn;
    const name = mapping.buildId === '' ? mapping.file : mapping.buildId;
    const key = `${size} ${mapping.offset} ${name}`;
    const row = this.mappingRows.get(key) ?? this.mappings.push(mapping) - 1;
    this.mappingRows.set(key, row);
    return row;
  }

  toTables(): EntityTables {
    const column = <T>(rows: readonly T[], read: (row: T) => number): Uint32Array =>
      Uint32Array.from(rows, read);
    this.lineStart.push(this.lines.length);
    return {
      strings: this.strings,
      mappings: this.mappings,
      functions: {
        length: this.functions.length,
        name: column(this.functions, (row) => row[0]),
        systemName: column(this.functions, (row) => row[1]),
        filename: column(this.functions, (row) => row[2]),
        startLine: Float64Array.from(this.functions, (row) => row[3]),
      },
      locations: {
        length: this.addresses.length,
        address: BigUint64Array.from(this.addresses),
        mapping: Int32Array.from(this.mappingOf),
        isFolded: Uint8Array.from(this.folded),
        lineStart: this.lineStart.toArray(),
      },
      lines: {
        length: this.lines.length,
        func: Int32Array.from(this.lines, (row) => row[0]),
        line: Float64Array.from(this.lines, (row) => row[1]),
        column: Float64Array.from(this.lines, (row) => row[2]),
      },
    };
  }
}
