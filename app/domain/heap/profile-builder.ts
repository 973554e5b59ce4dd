import type { Profile, ValueType } from '../pprof/profile';
import type { ProfileLine, ProfileLocation } from './profile-stacks';

/** A sample's label: text, or a number. */
export interface ProfileLabel {
  readonly key: string;
  readonly text: string;
  readonly number: bigint;
}

/** What a profile says of itself. */
export interface ProfileHead {
  readonly sampleTypes: readonly ValueType[];
  readonly periodType: ValueType;
  readonly period: number;
  /** Wall clock, milliseconds. */
  readonly atMs: number;
}

/**
 * Gathers samples into the columns of a profile, as profileBuilder of runtime/pprof does: each location, function and
 * text once. It names no mapping: a snapshot does not say what was mapped.
 */
export class ProfileBuilder {
  readonly #strings = new Interned<string>((text) => text);
  readonly #functions = new Interned<ProfileLine>(({ function: name }) => name);
  readonly #locations = new Interned<ProfileLocation>(({ address }) => address);
  readonly #stackStart = [0];
  readonly #stacks: number[] = [];
  readonly #values: number[][] = [];
  readonly #labelStart = [0];
  readonly #labels: ProfileLabel[] = [];

  constructor() {
    this.#strings.add('');
  }

  /** @param stack leaf first. */
  add(
    stack: readonly ProfileLocation[],
    values: readonly number[],
    labels: readonly ProfileLabel[],
  ): void {
    for (const location of stack) this.#stacks.push(this.#locations.add(location));
    this.#stackStart.push(this.#stacks.length);
    this.#values.push([...values]);
    this.#labels.push(...labels);
    this.#labelStart.push(this.#labels.length);
  }

  finish({ sampleTypes, periodType, period, atMs }: ProfileHead): Profile {
    const locations = this.#locations.list;
    const lines = locations.flatMap((location) => location.lines);
    const lineStart = [0];
    for (const location of locations) lineStart.push(lineStart.at(-1)! + location.lines.length);
    const text = (value: string) => this.#strings.add(value);
    const func = Int32Array.from(lines, (line) => this.#functions.add(line));
    const functions = this.#functions.list;
    const labels = this.#labels;
    return {
      sampleTypes,
      defaultSampleType: '',
      samples: {
        length: this.#values.length,
        stackStart: Uint32Array.from(this.#stackStart),
        locations: Uint32Array.from(this.#stacks),
        values: sampleTypes.map((_, column) => ({
          numbers: Float64Array.from(this.#values, (row) => row[column] ?? 0),
        })),
        labelStart: Uint32Array.from(this.#labelStart),
      },
      labels: {
        length: labels.length,
        key: Uint32Array.from(labels, ({ key }) => text(key)),
        str: Uint32Array.from(labels, (label) => text(label.text)),
        num: BigInt64Array.from(labels, (label) => label.number),
        numUnit: new Uint32Array(labels.length),
      },
      locations: {
        length: locations.length,
        address: BigUint64Array.from(locations, ({ address }) => BigInt(address)),
        mapping: new Int32Array(locations.length).fill(-1),
        isFolded: new Uint8Array(locations.length),
        lineStart: Uint32Array.from(lineStart),
      },
      lines: {
        length: lines.length,
        func,
        line: Float64Array.from(lines, ({ line }) => line),
        column: new Float64Array(lines.length),
      },
      functions: {
        length: functions.length,
        name: Uint32Array.from(functions, ({ function: name }) => text(name)),
        systemName: Uint32Array.from(functions, ({ function: name }) => text(name)),
        filename: Uint32Array.from(functions, ({ file }) => text(file)),
        startLine: Float64Array.from(functions, ({ startLine }) => startLine),
      },
      mappings: [],
      strings: this.#strings.list,
      dropFrames: '',
      keepFrames: '',
      timeNanos: BigInt(Math.round(atMs * 1e6)),
      durationNanos: 0n,
      periodType,
      period: BigInt(Math.max(0, Math.round(period))),
      comments: [],
      docUrl: '',
    };
  }
}

/** Values in the order they were first met, each key once. */
class Interned<T> {
  readonly list: T[] = [];
  readonly #rows = new Map<string | number, number>();
  readonly #keyOf: (value: T) => string | number;

  constructor(keyOf: (value: T) => string | number) {
    this.#keyOf = keyOf;
  }

  add(value: T): number {
    const key = this.#keyOf(value);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    this.#rows.set(key, this.list.length);
    return this.list.push(value) - 1;
  }
}
