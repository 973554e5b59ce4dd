import { ByteReader } from './byte-reader';

/** A function's pc-value table, decoded: `values[i]` holds from the previous end up to `ends[i]`. */
export interface PcValues {
  /** Ascending run-time pcs, exclusive. */
  readonly ends: Float64Array;
  readonly values: Int32Array;
}

/** No function has that many changes: a longer table is corrupt and cut there. */
const maxSteps = 1 << 20;

/** runtime.step: pairs of (zig-zag value delta, pc delta), until a value delta of 0 after the first. */
export function decodePcValues(
  pctab: Uint8Array,
  offset: number,
  entry: number,
  pcQuantum: number,
): PcValues {
  const ends: number[] = [];
  const values: number[] = [];
  const reader = new ByteReader(pctab, offset);
  let pc = entry;
  let value = -1;
  while (ends.length < maxSteps) {
    const delta = readVarint(reader);
    if (reader.overran || (delta === 0 && ends.length > 0)) break;
    value = (value + (delta & 1 ? ~(delta >>> 1) : delta >>> 1)) | 0;
    pc += readVarint(reader) * pcQuantum;
    if (reader.overran) break;
    ends.push(pc);
    values.push(value);
  }
  return { ends: Float64Array.from(ends), values: Int32Array.from(values) };
}

/** The value at `pc`; -1, the runtime's "none", where the table does not reach. */
export function pcValueAt({ ends, values }: PcValues, pc: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! <= pc) low = middle + 1;
    else high = middle;
  }
  return values[low] ?? -1;
}

/** A uint32 in seven-bit groups. */
function readVarint(reader: ByteReader): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = reader.u8();
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value >>> 0;
}
