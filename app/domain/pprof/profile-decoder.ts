import { err, ok, type Result } from '../../contract/result';
import { Damage } from './damage';
import { SampleDecoder } from './decode-samples';
import { FunctionDecoder, LocationDecoder, MappingDecoder } from './decode-tables';
import { Reading } from './growable';
import { fieldLength } from './field-length';
import type { PprofError } from './pprof-error';
import type { Profile, ValueType } from './profile';
import { wire, WireReader } from './wire-reader';

/** Scalars of `message Profile`, as read: string fields are indices. */
interface Header {
  sampleTypes: [type: bigint, unit: bigint][];
  periodType: [type: bigint, unit: bigint] | undefined;
  comments: bigint[];
  /** By field number: drop_frames 7, keep_frames 8, time 9, duration 10, period 12, default 14, doc 15. */
  scalars: Map<number, bigint>;
}

/** About what a string, a number of 64 bits or a pair of them takes beside its text. */
const objectBytes = 40;
/**
 * Reads an inflated profile.proto into columns piece by piece, so that the inflated file is never
 * held as a whole. Total: damaged bytes end in an error, and memory stays proportional to the
 * input (at most 12 times what was pushed, for a file made for that).
 */
export class ProfileDecoder {
  private readonly reader = new WireReader();
  private readonly reading: Reading;
  private readonly samples: SampleDecoder;
  private readonly mappings: MappingDecoder;
  private readonly locations: LocationDecoder;
  private readonly functions: FunctionDecoder;
  private readonly strings: string[] = [];
  private readonly header: Header = {
    sampleTypes: [],
    periodType: undefined,
    comments: [],
    scalars: new Map(),
  };
  /** Bytes of a field whose end has not come yet. */
  private rest = new Uint8Array(0);
  private restLength = 0;
  /** Length that `rest` must reach before it is worth looking at. */
  private wanted = 0;
  /** Offset in the file of the first byte of the window. */
  private offset = 0;
  private pushed = 0;
  private failure: PprofError | undefined;

  /**
   * @param expectedBytes of the inflated file; a guess, which only sizes columns.
   * @param limitBytes that may be kept of it; what needs more is refused.
   */
  constructor(
    private readonly expectedBytes = 0,
    limitBytes = Infinity,
  ) {
    const { reader } = this;
    const reading = (this.reading = new Reading(limitBytes));
    this.samples = new SampleDecoder(reader, reading);
    this.mappings = new MappingDecoder(reader, reading);
    this.locations = new LocationDecoder(reader, reading);
    this.functions = new FunctionDecoder(reader, reading);
  }

  /**
   * Takes the next bytes; they may be used again by the caller afterwards.
   * @returns why reading has ended early, undefined while all is well.
   */
  push(chunk: Uint8Array): PprofError | undefined {
    if (this.failure) return this.failure;
    this.pushed += chunk.length;
    if (this.expectedBytes > 0)
      this.reading.fraction = Math.min(1, this.pushed / this.expectedBytes);
    this.guard(() => {
      if (this.restLength === 0) {
        const used = this.readFields(chunk, chunk.length);
        this.keep(chunk.subarray(used));
        return;
      }
      this.keep(chunk);
      if (this.restLength < this.wanted) return;
      const window = this.rest;
      const length = this.restLength;
      const used = this.readFields(window, length);
      this.restLength = 0;
      this.keep(window.subarray(used, length));
    });
    return this.failure;
  }

  /** The profile, when no more bytes come. */
  finish(): Result<Profile, PprofError> {
    if (!this.failure && this.pushed === 0) return err({ code: 'empty' });
    let profile: Profile | undefined;
    this.guard(() => {
      if (this.restLength > 0) {
        this.reader.setWindow(this.rest, 0, this.restLength);
        throw new RangeError('the file ends inside a field');
      }
      profile = this.toProfile();
    });
    return profile && !this.failure ? ok(profile) : err(this.failure ?? { code: 'empty' });
  }

  private guard(run: () => void): void {
    if (this.failure) return;
    try {
      run();
    } catch (thrown) {
      if (thrown instanceof Damage) this.failure = thrown.failure;
      else {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        this.failure = { code: 'malformed', at: this.offset + this.reader.pos, reason };
      }
    }
  }

  private keep(bytes: Uint8Array): void {
    const length = this.restLength + bytes.length;
    if (length > this.rest.length) {
      const wider = new Uint8Array(Math.max(length, this.restLength * 2));
      this.reading.hold(wider.length - this.rest.length);
      wider.set(this.rest.subarray(0, this.restLength));
      this.rest = wider;
    }
    this.rest.set(bytes, this.restLength);
    this.restLength = length;
  }

  /**
   * Reads the fields that lie wholly in the window.
   * @returns where the first that does not begins.
   */
  private readFields(window: Uint8Array, length: number): number {
    const { reader } = this;
    reader.setWindow(window, 0, length);
    let start = 0;
    while (start < length) {
      const size = fieldLength(window, start, length);
      if (size > length - start) {
        this.wanted = size;
        break;
      }
      reader.pos = start;
      this.readField();
      start = reader.pos;
    }
    this.offset += start;
    reader.pos = 0;
    return start;
  }

  private readField(): void {
    const { reader, header } = this;
    const tag = reader.tag();
    const field = tag >>> 3;
    if (field >= 2 && field <= 6) reader.expect(tag, wire.bytes);
    switch (field) {
      case 1:
        reader.expect(tag, wire.bytes);
        this.reading.hold(objectBytes);
        header.sampleTypes.push(readValueType(reader));
        return;
      case 2:
        return this.samples.decode(header.sampleTypes.length);
      case 3:
        return this.mappings.decode();
      case 4:
        return this.locations.decode();
      case 5:
        return this.functions.decode();
      case 6:
        this.readString();
        return;
      case 11:
        reader.expect(tag, wire.bytes);
        header.periodType = readValueType(reader);
        return;
      case 13:
        return reader.repeated(tag, () => {
          this.reading.hold(objectBytes);
          header.comments.push(reader.unsigned64);
        });
      default:
        if (field < 7 || field > 15) return reader.skip(tag);
        if (field === 9 && header.scalars.get(9)) throw new RangeError('a second profile follows');
        reader.varintField(tag);
        header.scalars.set(field, reader.unsigned64);
    }
  }

  private readString(): void {
    const text = this.reader.string();
    this.reading.hold(objectBytes + text.length * 2);
    this.strings.push(text);
    if (this.strings[0] !== '') throw new RangeError('the first string is not empty');
  }

  private toProfile(): Profile {
    const { header, strings } = this;
    if (strings.length === 0) strings.push('');
    if (header.sampleTypes.length === 0) throw new Damage({ code: 'no-sample-types' });
    const functions = this.functions.toTable();
    const labels = this.samples.toLabels();
    const { name, systemName, filename } = functions;
    for (const column of [name, systemName, filename, labels.key, labels.str, labels.numUnit]) {
      checkStrings(column, strings.length);
    }
    const text = (index: bigint): string => lookUp(strings, index);
    const named = ([type, unit]: [bigint, bigint]): ValueType => ({
      type: text(type),
      unit: text(unit),
    });
    const scalar = (field: number): bigint => header.scalars.get(field) ?? 0n;
    return {
      sampleTypes: header.sampleTypes.map(named),
      defaultSampleType: text(scalar(14)),
      samples: this.samples.toSamples(header.sampleTypes.length, this.locations.toIndex()),
      labels,
      ...this.locations.toTables(this.mappings.toIndex(), this.functions.toIndex()),
      functions,
      mappings: this.mappings.toMappings(text),
      strings,
      dropFrames: text(scalar(7)),
      keepFrames: text(scalar(8)),
      timeNanos: BigInt.asIntN(64, scalar(9)),
      durationNanos: BigInt.asIntN(64, scalar(10)),
      periodType: header.periodType === undefined ? undefined : named(header.periodType),
      period: BigInt.asIntN(64, scalar(12)),
      comments: header.comments.map(text),
      docUrl: text(scalar(15)),
    };
  }
}

/** `message ValueType { int64 type = 1; int64 unit = 2; }` */
function readValueType(reader: WireReader): [bigint, bigint] {
  const outer = reader.enter();
  const pair: [bigint, bigint] = [0n, 0n];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    const field = tag >>> 3;
    if (field === 1 || field === 2) {
      reader.varintField(tag);
      pair[field - 1] = reader.unsigned64;
    } else reader.skip(tag);
  }
  reader.leave(outer);
  return pair;
}

function lookUp(strings: readonly string[], index: bigint): string {
  const found = index < BigInt(strings.length) ? strings[Number(index)] : undefined;
  if (found !== undefined) return found;
  throw new Damage({
    code: 'string-index-out-of-range',
    index: Number(index),
    tableLength: strings.length,
  });
}

function checkStrings(indices: Uint32Array, tableLength: number): void {
  let index = 0;
  for (let row = 0; row < indices.length; row++) index = Math.max(index, indices[row]!);
  if (index >= tableLength) {
    throw new Damage({ code: 'string-index-out-of-range', index, tableLength });
  }
}
