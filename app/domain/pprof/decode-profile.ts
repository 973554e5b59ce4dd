import { err, ok, type Result } from '../../contract/result';
import { Damage } from './damage';
import { SampleDecoder } from './decode-samples';
import { FunctionDecoder, LocationDecoder, MappingDecoder } from './decode-tables';
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

/**
 * Reads an inflated profile.proto into columns. Total: damaged bytes end in an error, and memory
 * stays proportional to the input.
 *
 * Refuses what `go tool pprof` refuses, but for a line without a function and a profile that has
 * no string table, which are read.
 */
export function decodeProfile(bytes: Uint8Array): Result<Profile, PprofError> {
  if (bytes.length === 0) return err({ code: 'empty' });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return err({ code: 'compressed' });
  const reader = new WireReader(bytes);
  try {
    return ok(decode(reader));
  } catch (thrown) {
    if (thrown instanceof Damage) return err(thrown.failure);
    // protobufjs reports damage by plain errors; their text names the offset its own way.
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return err({ code: 'malformed', at: reader.pos, reason });
  }
}

function decode(reader: WireReader): Profile {
  const samples = new SampleDecoder(reader);
  const mappings = new MappingDecoder(reader);
  const locations = new LocationDecoder(reader);
  const functions = new FunctionDecoder(reader);
  const strings: string[] = [];
  const header: Header = {
    sampleTypes: [],
    periodType: undefined,
    comments: [],
    scalars: new Map(),
  };
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    const field = tag >>> 3;
    if (field >= 2 && field <= 6) reader.expect(tag, wire.bytes);
    if (field === 2) samples.decode();
    else if (field === 3) mappings.decode();
    else if (field === 4) locations.decode();
    else if (field === 5) functions.decode();
    else if (field === 6) strings.push(reader.string());
    else if (field >= 1 && field <= 15) decodeHeaderField(reader, tag, header);
    else reader.skipType(tag & 7, 0, field);
  }
  if (strings.length === 0) strings.push('');
  if (header.sampleTypes.length === 0) throw new Damage({ code: 'no-sample-types' });

  const functionTable = functions.toTable();
  const labels = samples.toLabels();
  const { name, systemName, filename } = functionTable;
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
    samples: samples.toSamples(header.sampleTypes.length, locations.toIndex()),
    labels,
    ...locations.toTables(mappings.toIndex(), functions.toIndex()),
    functions: functionTable,
    mappings: mappings.toMappings(text),
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

function decodeHeaderField(reader: WireReader, tag: number, header: Header): void {
  const field = tag >>> 3;
  switch (field) {
    case 1:
      reader.expect(tag, wire.bytes);
      header.sampleTypes.push(decodeValueType(reader));
      return;
    case 11:
      reader.expect(tag, wire.bytes);
      header.periodType = decodeValueType(reader);
      return;
    case 13:
      reader.repeated(tag, () => header.comments.push(reader.unsigned64));
      return;
    default:
      reader.varintField(tag);
      header.scalars.set(field, reader.unsigned64);
  }
}

/** `message ValueType { int64 type = 1; int64 unit = 2; }` */
function decodeValueType(reader: WireReader): [bigint, bigint] {
  const outer = reader.enter();
  const pair: [bigint, bigint] = [0n, 0n];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    const field = tag >>> 3;
    if (field === 1 || field === 2) {
      reader.varintField(tag);
      pair[field - 1] = reader.unsigned64;
    } else reader.skipType(tag & 7, 0, field);
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
  for (const index of indices) {
    if (index >= tableLength) {
      throw new Damage({ code: 'string-index-out-of-range', index, tableLength });
    }
  }
}
