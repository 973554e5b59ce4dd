import { Damage } from './damage';
import { GrowingU32, GrowingU64 } from './growable';
import type { IdIndex } from './id-index';
import type { LabelTable, SampleTable, ValueColumn } from './profile';
import { toValueColumn } from './value-column';
import { wire, type WireReader } from './wire-reader';

/** Collects `Sample` messages; references are resolved once the whole file has been read. */
export class SampleDecoder {
  length = 0;
  private readonly stackStart = new GrowingU32();
  private readonly locationIds = new GrowingU64();
  private readonly values = new GrowingU64();
  private readonly labelStart = new GrowingU32();
  private readonly labelKey = new GrowingU32();
  private readonly labelStr = new GrowingU32();
  private readonly labelNum = new GrowingU64();
  private readonly labelUnit = new GrowingU32();
  /** Values of the first sample; every other must have as many. */
  private stride = 0;
  private mismatch: { sample: number; values: number } | undefined;

  constructor(private readonly reader: WireReader) {}

  // Made once: a closure per sample would be most of the garbage.
  private readonly pushLocation = (): void => this.locationIds.push(this.reader.lo, this.reader.hi);
  private readonly pushValue = (): void => this.values.push(this.reader.lo, this.reader.hi);

  /** `message Sample { repeated uint64 location_id = 1; repeated int64 value = 2; repeated Label label = 3; }` */
  decode(): void {
    const { reader, values } = this;
    this.stackStart.push(this.locationIds.length);
    this.labelStart.push(this.labelKey.length);
    const before = values.length;
    const outer = reader.enter();
    while (reader.pos < reader.len) {
      const tag = reader.tag();
      switch (tag >>> 3) {
        case 1:
          reader.repeated(tag, this.pushLocation);
          break;
        case 2:
          reader.repeated(tag, this.pushValue);
          break;
        case 3:
          reader.expect(tag, wire.bytes);
          this.decodeLabel();
          break;
        default:
          reader.skipType(tag & 7, 0, tag >>> 3);
      }
    }
    reader.leave(outer);
    const count = values.length - before;
    if (this.length === 0) this.stride = count;
    else if (count !== this.stride) this.mismatch ??= { sample: this.length, values: count };
    this.length++;
  }

  /** `message Label { int64 key = 1; int64 str = 2; int64 num = 3; int64 num_unit = 4; }` */
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
      else if (field === 3) [lo, hi] = [reader.lo, reader.hi];
      else if (field === 4) unit = reader.index;
      else reader.skipType(tag & 7, 0, field);
    }
    reader.leave(outer);
    this.labelKey.push(Math.min(key, 0xffffffff));
    this.labelStr.push(Math.min(str, 0xffffffff));
    this.labelNum.push(lo, hi);
    this.labelUnit.push(Math.min(unit, 0xffffffff));
  }

  toSamples(sampleTypes: number, locationIndex: IdIndex): SampleTable {
    if (this.length > 0 && this.stride !== sampleTypes) {
      this.mismatch = { sample: 0, values: this.stride };
    }
    if (this.mismatch)
      throw new Damage({ code: 'value-count-mismatch', ...this.mismatch, sampleTypes });
    const ids = this.locationIds;
    const locations = new Uint32Array(ids.length);
    for (let i = 0; i < locations.length; i++) {
      locations[i] = locationIndex.resolve(ids.lo(i), ids.hi(i), 'sample');
    }
    this.stackStart.push(ids.length);
    this.labelStart.push(this.labelKey.length);
    const values: ValueColumn[] = [];
    for (let type = 0; type < sampleTypes; type++) values.push(this.toColumn(type, sampleTypes));
    return {
      length: this.length,
      stackStart: this.stackStart.toArray(),
      locations,
      values,
      labelStart: this.labelStart.toArray(),
    };
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
    const { length, values } = this;
    const words = new Uint32Array(length * 2);
    for (let sample = 0, at = type; sample < length; sample++, at += sampleTypes) {
      words[sample * 2] = values.lo(at);
      words[sample * 2 + 1] = values.hi(at);
    }
    return toValueColumn(new BigInt64Array(words.buffer));
  }
}
