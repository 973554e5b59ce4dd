import { Damage } from './damage';
import { GrowingF64, GrowingU32, GrowingU64, type Reading } from './growable';
import type { IdIndex } from './id-index';
import type { LabelTable, SampleTable, ValueColumn } from './profile';
import { wire, type WireReader } from './wire-reader';

/** Ids from here on stand for an entry of `wideIds`, so that a column of 32 bits holds any id. */
const wideBase = 0x80000000;

/** Collects `Sample` messages; references are resolved once the whole file has been read. */
export class SampleDecoder {
  length = 0;
  private readonly stackStart: GrowingU32;
  /** Ids less one: the rows already, where ids are 1…n, as Go writes them. */
  private readonly locations: GrowingU32;
  /** Of what is in `locations`. */
  private largest = 0;
  /** Values of all columns, sample by sample; rounded where they pass 2^53. */
  private readonly values: GrowingF64;
  /** What `values` rounded: index, low word, high word. */
  private readonly rounded: GrowingU32;
  private readonly labelStart: GrowingU32;
  private readonly labelKey: GrowingU32;
  private readonly labelStr: GrowingU32;
  private readonly labelNum: GrowingU64;
  private readonly labelUnit: GrowingU32;
  private readonly wideIds: GrowingU64;
  private readonly wideRows = new Map<bigint, number>();
  /** Values of the first sample; every other must have as many. */
  private stride = 0;

  constructor(
    private readonly reader: WireReader,
    reading: Reading,
  ) {
    this.stackStart = new GrowingU32(reading);
    this.locations = new GrowingU32(reading);
    this.values = new GrowingF64(reading);
    this.rounded = new GrowingU32(reading);
    this.wideIds = new GrowingU64(reading);
    this.labelStart = new GrowingU32(reading);
    this.labelKey = new GrowingU32(reading);
    this.labelStr = new GrowingU32(reading);
    this.labelNum = new GrowingU64(reading);
    this.labelUnit = new GrowingU32(reading);
  }

  /**
   * `message Sample { repeated uint64 location_id = 1; repeated int64 value = 2; repeated Label label = 3; }`
   * @param sampleTypes named so far; 0 when they come later in the file.
   */
  decode(sampleTypes: number): void {
    const { reader, values } = this;
    this.stackStart.push(this.locations.length);
    this.labelStart.push(this.labelKey.length);
    const before = values.length;
    const outer = reader.enter();
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      if (tag === 0x0a) this.readLocations();
      else if (tag === 0x12) this.readValues();
      else if (tag === 0x1a) this.decodeLabel();
      else if (tag === 0x08) {
        reader.varint64();
        const row = (this.toShortId(reader.lo, reader.hi) - 1) >>> 0;
        if (row > this.largest) this.largest = row;
        this.locations.push(row);
      } else if (tag === 0x10) {
        reader.varint64();
        this.pushValue();
      } else {
        if (tag >>> 3 <= 3 && tag >= 8) reader.expect(tag, wire.bytes);
        reader.skip(tag);
      }
    }
    reader.leave(outer);
    const count = values.length - before;
    if (this.length === 0) this.stride = count;
    const expected = sampleTypes || this.stride;
    if (count !== expected) this.refuse(count, expected);
    this.length++;
  }

  private refuse(values: number, sampleTypes: number): never {
    throw new Damage({
      code: 'value-count-mismatch',
      sample: this.length,
      values,
      sampleTypes,
    });
  }

  /** A packed run. Nearly all of a file is here, so ids up to 2^28 are read in line. */
  private readLocations(): void {
    const { reader, locations } = this;
    const length = reader.size();
    const { buf } = reader;
    let { pos } = reader;
    const stop = pos + length;
    locations.reserve(length);
    const { items } = locations;
    let count = locations.length;
    let { largest } = this;
    while (pos < stop) {
      const first = pos;
      let byte = buf[pos++]!;
      let id = byte & 127;
      if (byte >= 128) {
        byte = buf[pos++]!;
        id |= (byte & 127) << 7;
        if (byte >= 128) {
          byte = buf[pos++]!;
          id |= (byte & 127) << 14;
          if (byte >= 128) {
            byte = buf[pos++]!;
            id |= (byte & 127) << 21;
          }
        }
      }
      // Also where the buffer ended: `undefined < 128` is false.
      if (!(byte < 128)) {
        reader.pos = first;
        reader.varint64();
        pos = reader.pos;
        id = this.toShortId(reader.lo, reader.hi);
      }
      const row = (id - 1) >>> 0;
      if (row > largest) largest = row;
      items[count++] = row;
    }
    if (pos > stop) throw new RangeError('the file ends inside a number');
    this.largest = largest;
    locations.length = count;
    reader.pos = stop;
  }

  /** A packed run; numbers up to 2^49 are read in line. */
  private readValues(): void {
    const { reader, values } = this;
    const outer = reader.enter();
    const { buf, len } = reader;
    let { pos } = reader;
    while (pos < len) {
      const first = pos;
      let byte = buf[pos++]!;
      let value = byte & 127;
      for (let shift = 7; byte >= 128 && shift < 28; shift += 7) {
        byte = buf[pos++]!;
        value |= (byte & 127) << shift;
      }
      if (byte >= 128) {
        let high = 0;
        for (let shift = 0; byte >= 128 && shift < 21; shift += 7) {
          byte = buf[pos++]!;
          high |= (byte & 127) << shift;
        }
        value += high * 2 ** 28;
      }
      if (byte < 128 && pos <= len) values.push(value);
      else {
        reader.pos = first;
        reader.varint64();
        pos = reader.pos;
        this.pushValue();
      }
    }
    reader.leave(outer);
  }

  private pushValue(): void {
    const { reader, values } = this;
    const value = (reader.hi | 0) * 4294967296 + reader.lo;
    if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) {
      this.rounded.push(values.length);
      this.rounded.push(reader.lo);
      this.rounded.push(reader.hi);
    }
    values.push(value);
  }

  private toShortId(lo: number, hi: number): number {
    if (hi === 0 && lo < wideBase) return lo;
    const id = (BigInt(hi) << 32n) | BigInt(lo);
    let row = this.wideRows.get(id);
    if (row === undefined) {
      row = this.wideIds.length;
      this.wideRows.set(id, row);
      this.wideIds.push(lo, hi);
    }
    return wideBase + row;
  }

  /**
   * `message Label { int64 key = 1; int64 str = 2; int64 num = 3; int64 num_unit = 4; }`. One
   * without any value is left out, as in Go's decoder.
   */
  private decodeLabel(): void {
    const { reader } = this;
    const outer = reader.enter();
    let key = 0;
    let str = 0;
    let lo = 0;
    let hi = 0;
    let unit = 0;
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if (field >= 1 && field <= 4) reader.varintField(tag);
      if (field === 1) key = reader.index;
      else if (field === 2) str = reader.index;
      else if (field === 3) {
        lo = reader.lo;
        hi = reader.hi;
      } else if (field === 4) unit = reader.index;
      else reader.skip(tag);
    }
    reader.leave(outer);
    if (str === 0 && lo === 0 && hi === 0 && unit === 0) return;
    this.labelKey.push(Math.min(key, 0xffffffff));
    this.labelStr.push(Math.min(str, 0xffffffff));
    this.labelNum.push(lo, hi);
    this.labelUnit.push(Math.min(unit, 0xffffffff));
  }

  toSamples(sampleTypes: number, index: IdIndex): SampleTable {
    if (this.length > 0 && this.stride !== sampleTypes) {
      this.length = 0;
      this.refuse(this.stride, sampleTypes);
    }
    this.stackStart.push(this.locations.length);
    this.labelStart.push(this.labelKey.length);
    const values: ValueColumn[] = [];
    for (let type = 0; type < sampleTypes; type++) values.push(this.toColumn(type, sampleTypes));
    return {
      length: this.length,
      stackStart: this.stackStart.toArray(),
      locations: this.resolveLocations(index),
      values,
      labelStart: this.labelStart.toArray(),
    };
  }

  /** Ids become rows in place, unless they are already: the column is most of a large profile. */
  private resolveLocations(index: IdIndex): Uint32Array {
    const locations = this.locations.toArray();
    if (index.isPlain && this.largest < index.length) return locations;
    const { dense } = index;
    for (let i = 0; i < locations.length; i++) {
      const id = (locations[i]! + 1) >>> 0;
      const row = id < dense.length ? dense[id]! : -1;
      locations[i] = row >= 0 ? row : this.resolveRare(id, index);
    }
    return locations;
  }

  private resolveRare(id: number, index: IdIndex): number {
    if (id < wideBase) return index.resolve(id, 0, 'sample');
    const row = id - wideBase;
    return index.resolve(this.wideIds.lo(row), this.wideIds.hi(row), 'sample');
  }

  toLabels(): LabelTable {
    return {
      length: this.labelKey.length,
      key: this.labelKey.toArray(),
      str: this.labelStr.toArray(),
      num: this.labelNum.toSigned(),
      numUnit: this.labelUnit.toArray(),
    };
  }

  private toColumn(type: number, sampleTypes: number): ValueColumn {
    const { length } = this;
    const { items } = this.values;
    const numbers = new Float64Array(length);
    let magnitude = 0;
    for (let sample = 0, at = type; sample < length; sample++, at += sampleTypes) {
      const value = items[at]!;
      numbers[sample] = value;
      magnitude += Math.abs(value);
    }
    // `magnitude` itself is exact up to the limit, and only grows past it.
    if (magnitude <= Number.MAX_SAFE_INTEGER) return { numbers };
    const exact = new BigInt64Array(length);
    for (let sample = 0; sample < length; sample++) exact[sample] = BigInt(numbers[sample] ?? 0);
    const words = new Uint32Array(exact.buffer);
    const { rounded } = this;
    for (let row = 0; row < rounded.length; row += 3) {
      const at = rounded.at(row);
      if (at % sampleTypes !== type) continue;
      const sample = (at - type) / sampleTypes;
      words[sample * 2] = rounded.at(row + 1);
      words[sample * 2 + 1] = rounded.at(row + 2);
    }
    return { numbers, exact };
  }
}
