import { GrowingU32 } from '../growable';
import type { Mapping, Profile, ValueType } from '../profile';
import { toValueColumn } from '../value-column';

/** A frame that the text names beside an address. */
export interface NamedFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export interface TextLabel {
  readonly key: string;
  readonly str?: string | undefined;
  readonly num?: bigint | undefined;
}

/** Thrown where a legacy format is damaged; `reason` is a clause. */
export class LegacyFault extends Error {}

/**
 * Collects the samples of a format that lists addresses, and makes columns of them. Locations are
 * in the order of their first use.
 */
export class AddressProfile {
  period = 0n;
  durationNanos = 0n;
  mappings: Mapping[] = [];
  private readonly rows = new Map<bigint, number>();
  private readonly addresses: bigint[] = [];
  private readonly stackStart: number[] = [0];
  private readonly stacks = new GrowingU32();
  private readonly values: bigint[][];
  private readonly labelStart: number[] = [0];
  private readonly labels: TextLabel[] = [];
  /** Frames of an address, innermost inlined call first. */
  private readonly names = new Map<bigint, NamedFrame[]>();

  constructor(
    readonly sampleTypes: readonly ValueType[],
    readonly periodType: ValueType,
  ) {
    this.values = sampleTypes.map(() => []);
  }

  /** @param addresses leaf first. */
  add(
    addresses: readonly bigint[],
    values: readonly bigint[],
    labels: readonly TextLabel[] = [],
  ): void {
    for (const address of addresses) {
      let row = this.rows.get(address);
      if (row === undefined) {
        row = this.addresses.push(address) - 1;
        this.rows.set(address, row);
      }
      this.stacks.push(row);
    }
    this.stackStart.push(this.stacks.length);
    this.values.forEach((column, type) => column.push(BigInt.asIntN(64, values[type] ?? 0n)));
    this.labels.push(...labels);
    this.labelStart.push(this.labels.length);
  }

  /** One more of the sample before, as in "same as previous thread". */
  repeatLast(): void {
    for (const column of this.values) {
      const last = column.length - 1;
      if (last >= 0) column[last]! += 1n;
    }
  }

  name(address: bigint, frame: NamedFrame): void {
    const known = this.names.get(address);
    if (!known) this.names.set(address, [frame]);
    else if (!known.some((each) => each.name === frame.name)) known.push(frame);
  }

  get samples(): number {
    return this.stackStart.length - 1;
  }

  /** Stack of a sample, leaf first. */
  stackOf(sample: number): readonly bigint[] {
    const rows = this.stacks.items.subarray(this.stackStart[sample], this.stackStart[sample + 1]);
    return Array.from(rows, (row) => this.addresses[row] ?? 0n);
  }

  /** The same samples with other stacks. */
  withStacks(change: (stack: readonly bigint[]) => readonly bigint[]): AddressProfile {
    const changed = new AddressProfile(this.sampleTypes, this.periodType);
    changed.period = this.period;
    changed.durationNanos = this.durationNanos;
    changed.mappings = this.mappings;
    for (const [address, frames] of this.names) changed.names.set(address, frames);
    for (let sample = 0; sample < this.samples; sample++) {
      const values = this.values.map((column) => column[sample] ?? 0n);
      const labels = this.labels.slice(this.labelStart[sample], this.labelStart[sample + 1]);
      changed.add(change(this.stackOf(sample)), values, labels);
    }
    return changed;
  }

  get hasNames(): boolean {
    return this.names.size > 0;
  }

  /** Name of the innermost function at an address. */
  nameOf(address: bigint): string | undefined {
    return this.names.get(address)?.[0]?.name;
  }

  toProfile(dropFrames: string, keepFrames: string): Profile {
    const strings: string[] = [''];
    const known = new Map<string, number>([['', 0]]);
    const text = (value: string): number => {
      const row = known.get(value) ?? strings.push(value) - 1;
      known.set(value, row);
      return row;
    };
    const functions = new Map<string, number>();
    const functionRows: [name: number, file: number][] = [];
    const lines: [func: number, line: number][] = [];
    const lineStart: number[] = [];
    for (const address of this.addresses) {
      lineStart.push(lines.length);
      for (const { name, file, line } of this.names.get(address) ?? []) {
        const key = `${name}\0${file}`;
        const func = functions.get(key) ?? functionRows.push([text(name), text(file)]) - 1;
        functions.set(key, func);
        lines.push([func, line]);
      }
    }
    lineStart.push(lines.length);
    const count = this.addresses.length;
    const { labels } = this;
    const columns = {
      key: Uint32Array.from(labels, ({ key }) => text(key)),
      str: Uint32Array.from(labels, ({ str }) => text(str ?? '')),
    };
    const names = Uint32Array.from(functionRows, (row) => row[0]);
    return {
      sampleTypes: this.sampleTypes,
      defaultSampleType: '',
      samples: {
        length: this.samples,
        stackStart: Uint32Array.from(this.stackStart),
        locations: this.stacks.toArray(),
        values: this.values.map((column) => toValueColumn(BigInt64Array.from(column))),
        labelStart: Uint32Array.from(this.labelStart),
      },
      labels: {
        length: labels.length,
        ...columns,
        num: BigInt64Array.from(labels, ({ num }) => num ?? 0n),
        numUnit: new Uint32Array(labels.length),
      },
      locations: {
        length: count,
        address: BigUint64Array.from(this.addresses),
        mapping: Int32Array.from(this.addresses, (address) => this.findMapping(address)),
        isFolded: new Uint8Array(count),
        lineStart: Uint32Array.from(lineStart),
      },
      lines: {
        length: lines.length,
        func: Int32Array.from(lines, (row) => row[0]),
        line: Float64Array.from(lines, (row) => row[1]),
        column: new Float64Array(lines.length),
      },
      functions: {
        length: functionRows.length,
        name: names,
        systemName: names,
        filename: Uint32Array.from(functionRows, (row) => row[1]),
        startLine: new Float64Array(functionRows.length),
      },
      mappings: this.mappings,
      strings,
      dropFrames,
      keepFrames,
      timeNanos: 0n,
      durationNanos: this.durationNanos,
      periodType: this.periodType,
      period: this.period,
      comments: [],
      docUrl: '',
    };
  }

  private findMapping(address: bigint): number {
    return this.mappings.findIndex(({ start, limit }) => start <= address && address < limit);
  }
}
