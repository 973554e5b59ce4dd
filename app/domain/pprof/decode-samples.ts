import { Damage } from './damage';
import { GrowingU32, GrowingU64, type Reading } from './growable';
import type { IdIndex } from './id-index';
import type { LabelTable, SampleTable } from './profile';
import { SampleValues } from './sample-values';
import { wire, type WireReader } from './wire-reader';

/** Ids from here on stand for an entry of `wideIds`, so that a column of 32 bits holds any id. */
const wideBase = 0x80000000;

/** Collects `Sample` messages; references are resolved once the whole file has been read. */
export class SampleDecoder {
  length = 0;
  private readonly stackStart: GrowingU32;
  /** Ids less one: the rows already, where ids are 1…n, as Go writes them. */
  private readonly locations: GrowingU32;
  /** Of what is in `locations`, but for what `hasRare` says. */
  private largest = 0;
  /** Whether an id is 0, or is 2^28 or more. */
  private hasRare = false;
  private readonly values: SampleValues;
  private readonly labelStart: GrowingU32;
  private readonly labelKey: GrowingU32;
  private readonly labelStr: GrowingU32;
  private readonly labelNum: GrowingU64;
  private readonly labelUnit: GrowingU32;
  private readonly wideIds: GrowingU64;
  private readonly wideRows = new Map<bigint, number>();
  /** Values that every sample must have. */
  private stride = 0;

  constructor(
    private readonly reader: WireReader,
    reading: Reading,
  ) {
    this.stackStart = new GrowingU32(reading);
    this.locations = new GrowingU32(reading);
    this.values = new SampleValues(reading);
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
    const outer = reader.enter();
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      if (tag === 0x0a) this.readLocations();
      else if (tag === 0x12) this.readValues();
      else if (tag === 0x1a) this.decodeLabel();
      else if (tag === 0x08) {
        reader.varint64();
        this.pushRare();
      } else if (tag === 0x10) {
        reader.varint64();
        values.pushWide(reader.lo, reader.hi);
      } else {
        if (tag >>> 3 <= 3 && tag >= 8) reader.expect(tag, wire.bytes);
        reader.skip(tag);
      }
    }
    reader.leave(outer);
    const count = values.pending;
    if (this.length === 0) this.stride = sampleTypes || count;
    if (count !== this.stride) this.refuse(count, this.stride);
    values.endSample(sampleTypes > 0 ? count : 0);
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

  private readLocations(): void {
    const { reader, locations } = this;
    const length = reader.size();
    const stop = reader.pos + length;
    locations.reserve(length);
    for (;;) {
      this.readShortIds(stop);
      if (reader.pos >= stop) break;
      reader.varint64();
      this.pushRare();
    }
    if (reader.pos > stop) throw new RangeError('the file ends inside a number');
  }

  /**
   * Reads ids up to 2^28, until `stop` or before the first larger one. Nearly all of a file is
   * here: nothing is called, and all numbers are small integers.
   */
  private readShortIds(stop: number): void {
    const { reader, locations } = this;
    const { buf } = reader;
    const { items } = locations;
    let { pos } = reader;
    let count = locations.length;
    let largest = this.largest;
    let signs = 0;
    // Ids of one, two and three bytes come in no order that a branch could foresee: they are read alike.
    const foreseen = stop - 3;
    while (pos < foreseen) {
      const byte = buf[pos]!;
      const second = buf[pos + 1]!;
      const third = buf[pos + 2]!;
      const isTwo = byte >> 7;
      const isThree = isTwo & (second >> 7);
      if ((isThree & (third >> 7)) !== 0) break;
      const row =
        ((byte & 127) | (-isTwo & ((second & 127) << 7)) | (-isThree & ((third & 127) << 14))) - 1;
      pos += 1 + isTwo + isThree;
      signs |= row;
      if (row > largest) largest = row;
      items[count++] = row;
    }
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
        pos = first;
        break;
      }
      const row = id - 1;
      signs |= row;
      if (row > largest) largest = row;
      items[count++] = row;
    }
    if (signs < 0) this.hasRare = true;
    this.largest = largest;
    locations.length = count;
    reader.pos = pos;
  }

  private pushRare(): void {
    this.hasRare = true;
    this.locations.push((this.toShortId(this.reader.lo, this.reader.hi) - 1) >>> 0);
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
        values.pushWide(reader.lo, reader.hi);
      }
    }
    reader.leave(outer);
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
    return {
      length: this.length,
      stackStart: this.stackStart.toArray(),
      locations: this.resolveLocations(index),
      values: this.values.toColumns(sampleTypes),
      labelStart: this.labelStart.toArray(),
    };
  }

  /** Ids become rows in place, unless they are already: the column is most of a large profile. */
  private resolveLocations(index: IdIndex): Uint32Array {
    const locations = this.locations.toArray();
    if (index.isPlain && !this.hasRare && this.largest < index.length) return locations;
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
}
