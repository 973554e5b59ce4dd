import { GrowingU32, GrowingU64, type Reading } from './growable';
import { checkId, IdIndex } from './id-index';
import type { FunctionTable, LineTable, LocationTable, Mapping } from './profile';
import { wire, type WireReader } from './wire-reader';

/** String indices are int64 in the file; what passes 32 bits cannot be in any table. */
const stringIndex = (reader: WireReader): number => Math.min(reader.index, 0xffffffff);

/** Collects `Location` messages with their `Line`s. */
export class LocationDecoder {
  private readonly ids: GrowingU64;
  private readonly mappingIds: GrowingU64;
  private readonly addresses: GrowingU64;
  private readonly folded: GrowingU32;
  private readonly lineStart: GrowingU32;
  private readonly functionIds: GrowingU64;
  private readonly lineNumbers: GrowingU64;
  private readonly columns: GrowingU64;

  constructor(
    private readonly reader: WireReader,
    reading: Reading,
  ) {
    this.ids = new GrowingU64(reading);
    this.mappingIds = new GrowingU64(reading);
    this.addresses = new GrowingU64(reading);
    this.folded = new GrowingU32(reading);
    this.lineStart = new GrowingU32(reading);
    this.functionIds = new GrowingU64(reading);
    this.lineNumbers = new GrowingU64(reading);
    this.columns = new GrowingU64(reading);
  }

  /** `message Location { uint64 id = 1; uint64 mapping_id = 2; uint64 address = 3; repeated Line line = 4; bool is_folded = 5; }` */
  decode(): void {
    const { reader } = this;
    this.lineStart.push(this.functionIds.length);
    const outer = reader.enter();
    const words = [0, 0, 0, 0, 0, 0];
    let folded = 0;
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if (field >= 1 && field <= 3) {
        reader.varintField(tag);
        words[field * 2 - 2] = reader.lo;
        words[field * 2 - 1] = reader.hi;
      } else if (field === 4) {
        reader.expect(tag, wire.bytes);
        this.decodeLine();
      } else if (field === 5) {
        reader.varintField(tag);
        folded = reader.lo !== 0 || reader.hi !== 0 ? 1 : 0;
      } else reader.skip(tag);
    }
    reader.leave(outer);
    checkId('location', words[0] ?? 0, words[1] ?? 0);
    this.ids.push(words[0] ?? 0, words[1] ?? 0);
    this.mappingIds.push(words[2] ?? 0, words[3] ?? 0);
    this.addresses.push(words[4] ?? 0, words[5] ?? 0);
    this.folded.push(folded);
  }

  /** `message Line { uint64 function_id = 1; int64 line = 2; int64 column = 3; }` */
  private decodeLine(): void {
    const { reader } = this;
    const outer = reader.enter();
    const words = [0, 0, 0, 0, 0, 0];
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if (field >= 1 && field <= 3) {
        reader.varintField(tag);
        words[field * 2 - 2] = reader.lo;
        words[field * 2 - 1] = reader.hi;
      } else reader.skip(tag);
    }
    reader.leave(outer);
    this.functionIds.push(words[0] ?? 0, words[1] ?? 0);
    this.lineNumbers.push(words[2] ?? 0, words[3] ?? 0);
    this.columns.push(words[4] ?? 0, words[5] ?? 0);
  }

  toIndex(): IdIndex {
    return new IdIndex('location', this.ids);
  }

  /** An unknown mapping is left out, as Go does; an unknown function is damage, as in Go. */
  toTables(mappings: IdIndex, functions: IdIndex): { locations: LocationTable; lines: LineTable } {
    const mapping = new Int32Array(this.ids.length);
    for (let row = 0; row < mapping.length; row++) {
      mapping[row] = mappings.find(this.mappingIds.lo(row), this.mappingIds.hi(row));
    }
    const func = new Int32Array(this.functionIds.length);
    for (let row = 0; row < func.length; row++) {
      const lo = this.functionIds.lo(row);
      const hi = this.functionIds.hi(row);
      func[row] = lo === 0 && hi === 0 ? -1 : functions.resolve(lo, hi, 'line');
    }
    this.lineStart.push(func.length);
    return {
      locations: {
        length: mapping.length,
        address: this.addresses.toUnsigned(),
        mapping,
        isFolded: new Uint8Array(this.folded.toArray()),
        lineStart: this.lineStart.toArray(),
      },
      lines: {
        length: func.length,
        func,
        line: this.lineNumbers.toNumbers(),
        column: this.columns.toNumbers(),
      },
    };
  }
}

/** Collects `Function` messages. */
export class FunctionDecoder {
  private readonly ids: GrowingU64;
  private readonly names: GrowingU32;
  private readonly systemNames: GrowingU32;
  private readonly filenames: GrowingU32;
  private readonly startLines: GrowingU64;

  constructor(
    private readonly reader: WireReader,
    reading: Reading,
  ) {
    this.ids = new GrowingU64(reading);
    this.names = new GrowingU32(reading);
    this.systemNames = new GrowingU32(reading);
    this.filenames = new GrowingU32(reading);
    this.startLines = new GrowingU64(reading);
  }

  /** `message Function { uint64 id = 1; int64 name = 2; int64 system_name = 3; int64 filename = 4; int64 start_line = 5; }` */
  decode(): void {
    const { reader } = this;
    const outer = reader.enter();
    let [idLo, idHi, name, systemName, filename, startLo, startHi] = [0, 0, 0, 0, 0, 0, 0];
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if (field >= 1 && field <= 5) reader.varintField(tag);
      if (field === 1) [idLo, idHi] = [reader.lo, reader.hi];
      else if (field === 2) name = stringIndex(reader);
      else if (field === 3) systemName = stringIndex(reader);
      else if (field === 4) filename = stringIndex(reader);
      else if (field === 5) [startLo, startHi] = [reader.lo, reader.hi];
      else reader.skip(tag);
    }
    reader.leave(outer);
    checkId('function', idLo, idHi);
    this.ids.push(idLo, idHi);
    this.names.push(name);
    this.systemNames.push(systemName);
    this.filenames.push(filename);
    this.startLines.push(startLo, startHi);
  }

  toIndex(): IdIndex {
    return new IdIndex('function', this.ids);
  }

  toTable(): FunctionTable {
    return {
      length: this.ids.length,
      name: this.names.toArray(),
      systemName: this.systemNames.toArray(),
      filename: this.filenames.toArray(),
      startLine: this.startLines.toNumbers(),
    };
  }
}

/** About what the eleven numbers of a mapping take. */
const mappingBytes = 400;

/** Collects `Mapping` messages; there are few, so they stay objects. */
export class MappingDecoder {
  private readonly ids: GrowingU64;
  private readonly rows: bigint[][] = [];

  constructor(
    private readonly reader: WireReader,
    private readonly reading: Reading,
  ) {
    this.ids = new GrowingU64(reading);
  }

  /** Fields 1 to 10, all varints: id, start, limit, offset, filename, build_id, four flags. */
  decode(): void {
    const { reader } = this;
    const outer = reader.enter();
    const row = new Array<bigint>(11).fill(0n);
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if (field >= 1 && field <= 10) {
        reader.varintField(tag);
        row[field] = reader.unsigned64;
      } else reader.skip(tag);
    }
    reader.leave(outer);
    const id = row[1] ?? 0n;
    checkId('mapping', Number(id & 0xffffffffn), Number(id >> 32n));
    this.ids.push(Number(id & 0xffffffffn), Number(id >> 32n));
    this.rows.push(row);
    this.reading.hold(mappingBytes);
  }

  toIndex(): IdIndex {
    return new IdIndex('mapping', this.ids);
  }

  toMappings(text: (index: bigint) => string): readonly Mapping[] {
    return this.rows.map(([, , start, limit, offset, file, buildId, ...has]) => ({
      start: start ?? 0n,
      limit: limit ?? 0n,
      offset: offset ?? 0n,
      file: text(file ?? 0n),
      buildId: text(buildId ?? 0n),
      hasFunctions: (has[0] ?? 0n) !== 0n,
      hasFilenames: (has[1] ?? 0n) !== 0n,
      hasLineNumbers: (has[2] ?? 0n) !== 0n,
      hasInlineFrames: (has[3] ?? 0n) !== 0n,
    }));
  }
}
