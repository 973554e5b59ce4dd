import { Writer } from 'protobufjs/minimal.js';
import type { Profile, ValueType } from './profile';
import { exactValues } from './value-column';

/**
 * Writes a profile as uncompressed profile.proto, ids 1…n in row order. Fields that are zero are
 * left out, repeated numbers are packed, as Go's encoder does.
 */
export function encodeProfile(profile: Profile): Uint8Array {
  const writer = new Writer();
  const strings = new StringTable(profile.strings);
  for (const type of profile.sampleTypes) writeValueType(writer, 1, type, strings);
  writeSamples(writer, profile);
  profile.mappings.forEach((mapping, row) => {
    const { file, buildId, start, limit, offset } = mapping;
    const flags = [
      mapping.hasFunctions,
      mapping.hasFilenames,
      mapping.hasLineNumbers,
      mapping.hasInlineFrames,
    ];
    message(writer, 3, [
      [1, row + 1],
      [2, start],
      [3, limit],
      [4, offset],
      [5, strings.index(file)],
      [6, strings.index(buildId)],
      ...flags.map((flag, i): [number, number] => [7 + i, flag ? 1 : 0]),
    ]);
  });
  writeLocations(writer, profile);
  const { functions } = profile;
  for (let row = 0; row < functions.length; row++) {
    message(writer, 5, [
      [1, row + 1],
      [2, functions.name[row] ?? 0],
      [3, functions.systemName[row] ?? 0],
      [4, functions.filename[row] ?? 0],
      [5, functions.startLine[row] ?? 0],
    ]);
  }
  const header: Field[] = [
    [7, strings.index(profile.dropFrames)],
    [8, strings.index(profile.keepFrames)],
    [9, profile.timeNanos],
    [10, profile.durationNanos],
    [12, profile.period],
    [14, strings.index(profile.defaultSampleType)],
    [15, strings.index(profile.docUrl)],
  ];
  writeFields(writer, header);
  if (profile.periodType) writeValueType(writer, 11, profile.periodType, strings);
  packed(
    writer,
    13,
    profile.comments.map((text) => strings.index(text)),
  );
  for (const text of strings.all) writer.uint32((6 << 3) | 2).string(text);
  return writer.finish();
}

/** A field number with its varint value. */
type Field = readonly [field: number, value: number | bigint];

/** The profile's own strings, and what only the header uses behind them. */
class StringTable {
  readonly all: string[];
  private readonly rows = new Map<string, number>();

  constructor(strings: readonly string[]) {
    this.all = [...strings];
    strings.forEach((text, row) => {
      if (!this.rows.has(text)) this.rows.set(text, row);
    });
  }

  index(text: string): number {
    const known = this.rows.get(text);
    if (known !== undefined) return known;
    this.rows.set(text, this.all.length);
    return this.all.push(text) - 1;
  }
}

function writeSamples(writer: Writer, { samples, labels }: Profile): void {
  const columns = samples.values.map((column) =>
    column.exact ? exactValues(column) : column.numbers,
  );
  for (let sample = 0; sample < samples.length; sample++) {
    writer.uint32((2 << 3) | 2).fork();
    const stack = samples.locations.subarray(
      samples.stackStart[sample],
      samples.stackStart[sample + 1],
    );
    packed(
      writer,
      1,
      Array.from(stack, (location) => location + 1),
    );
    packed(
      writer,
      2,
      columns.map((column) => column[sample] ?? 0),
    );
    const end = samples.labelStart[sample + 1] ?? 0;
    for (let row = samples.labelStart[sample] ?? 0; row < end; row++) {
      message(writer, 3, [
        [1, labels.key[row] ?? 0],
        [2, labels.str[row] ?? 0],
        [3, labels.num[row] ?? 0n],
        [4, labels.numUnit[row] ?? 0],
      ]);
    }
    writer.ldelim();
  }
}

function writeLocations(writer: Writer, { locations, lines }: Profile): void {
  for (let row = 0; row < locations.length; row++) {
    writer.uint32((4 << 3) | 2).fork();
    writeFields(writer, [
      [1, row + 1],
      [2, (locations.mapping[row] ?? -1) + 1],
      [3, locations.address[row] ?? 0n],
      [5, locations.isFolded[row] ?? 0],
    ]);
    const end = locations.lineStart[row + 1] ?? 0;
    for (let line = locations.lineStart[row] ?? 0; line < end; line++) {
      message(writer, 4, [
        [1, (lines.func[line] ?? -1) + 1],
        [2, lines.line[line] ?? 0],
        [3, lines.column[line] ?? 0],
      ]);
    }
    writer.ldelim();
  }
}

function writeValueType(
  writer: Writer,
  field: number,
  { type, unit }: ValueType,
  strings: StringTable,
): void {
  message(writer, field, [
    [1, strings.index(type)],
    [2, strings.index(unit)],
  ]);
}

function message(writer: Writer, field: number, fields: readonly Field[]): void {
  writer.uint32((field << 3) | 2).fork();
  writeFields(writer, fields);
  writer.ldelim();
}

function writeFields(writer: Writer, fields: readonly Field[]): void {
  for (const [field, value] of fields) {
    if (value === 0 || value === 0n) continue;
    writer.uint32(field << 3);
    writeVarint(writer, value);
  }
}

function packed(writer: Writer, field: number, values: readonly (number | bigint)[]): void {
  if (values.length === 0) return;
  writer.uint32((field << 3) | 2).fork();
  for (const value of values) writeVarint(writer, value);
  writer.ldelim();
}

/** protobufjs writes 64-bit integers beyond 2^53 only through Long, whose shape is enough. */
function writeVarint(writer: Writer, value: number | bigint): void {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    writer.int64(value);
    return;
  }
  const bits = BigInt.asUintN(64, BigInt(value));
  writer.uint64({
    low: Number(bits & 0xffffffffn) | 0,
    high: Number(bits >> 32n) | 0,
    unsigned: true,
  });
}
