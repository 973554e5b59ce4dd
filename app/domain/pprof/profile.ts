/** One value column: what is measured and in which unit (`bytes`, `count`, `nanoseconds`). */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/**
 * A column of int64 values.
 *
 * `numbers` carries every computation: doubles add exactly as long as the sum of the absolute
 * values stays below 2^53, which holds for every profile met so far (9 PB, 104 days of CPU).
 * A column that passes it also has `exact`, the same values as 64-bit integers, and the views
 * compute with those; `numbers` is then rounded. BigInt64Array alone was rejected: one addition
 * costs about 20 times that of a double.
 */
export interface ValueColumn {
  readonly numbers: Float64Array;
  readonly exact?: BigInt64Array | undefined;
}

/**
 * Samples, struct of arrays. The stack of sample `i` is
 * `locations[stackStart[i] … stackStart[i + 1])`, **leaf first**; its labels are rows
 * `labelStart[i] … labelStart[i + 1])` of the label table.
 */
export interface SampleTable {
  readonly length: number;
  /** `length + 1` entries. */
  readonly stackStart: Uint32Array;
  /** Rows of the location table. */
  readonly locations: Uint32Array;
  /** One column per sample type. */
  readonly values: readonly ValueColumn[];
  /** `length + 1` entries. */
  readonly labelStart: Uint32Array;
}

/** A label has a string, or a number with a unit; string columns index `Profile.strings`. */
export interface LabelTable {
  readonly length: number;
  readonly key: Uint32Array;
  /** 0 for a numeric label. */
  readonly str: Uint32Array;
  readonly num: BigInt64Array;
  readonly numUnit: Uint32Array;
}

/**
 * Program locations. Lines of location `i` are rows `lineStart[i] … lineStart[i + 1])` of the line
 * table, innermost inlined call first, the function that holds the code last.
 */
export interface LocationTable {
  readonly length: number;
  readonly address: BigUint64Array;
  /** Row of the mapping table, −1 when the profile names none. */
  readonly mapping: Int32Array;
  /** 1 when several symbols may share the code. */
  readonly isFolded: Uint8Array;
  readonly lineStart: Uint32Array;
}

/** Source lines of locations. Line and column numbers are 1-based, 0 when unknown. */
export interface LineTable {
  readonly length: number;
  /** Row of the function table, −1 when the profile names none. */
  readonly func: Int32Array;
  readonly line: Float64Array;
  readonly column: Float64Array;
}

/** Functions; `name`, `systemName` and `filename` index `Profile.strings`. */
export interface FunctionTable {
  readonly length: number;
  readonly name: Uint32Array;
  readonly systemName: Uint32Array;
  readonly filename: Uint32Array;
  readonly startLine: Float64Array;
}

/** A mapped binary or library. */
export interface Mapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string;
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}

/** A profile.proto as immutable columns. Row numbers replace the file's ids. */
export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  /** Empty when the file names none: then the last sample type is the default. */
  readonly defaultSampleType: string;
  readonly samples: SampleTable;
  readonly labels: LabelTable;
  readonly locations: LocationTable;
  readonly lines: LineTable;
  readonly functions: FunctionTable;
  readonly mappings: readonly Mapping[];
  /** `strings[0]` is the empty string. */
  readonly strings: readonly string[];
  readonly dropFrames: string;
  readonly keepFrames: string;
  /** Wall clock, ns since the Unix epoch; 0 when unknown. */
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly periodType: ValueType | undefined;
  readonly period: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
}

/** Label of the agent's own goroutines and samples; views leave them out. */
export const agentLabel = { key: 'trivet', value: 'agent' } as const;
