import { Damage } from './damage';
import { argumentCounts } from './event-type';
import type { Generation } from './generation';
import { withRoomFor } from './growable';
import type { Schedule } from './schedule';
import type { TraceSource } from './trace-source';

/** Events decoded ahead for a thread. */
const chunkEvents = 1024;
/** Longest event: type, time and four arguments; decoding checks its end once an event. */
const maxEventSize = 64;

/**
 * The events of each thread in turn, decoded ahead in chunks into columns. Cursor `c` owns the rows
 * from `first[c]`; `row[c]` is its next event and `rowEnd[c]` the end of what is decoded.
 */
export class Cursors {
  count = 0;
  /** By cursor: index of its thread in the schedule. */
  thread = new Int32Array(16);
  row = new Int32Array(16);
  rowEnd = new Int32Array(16);

  /** By row. An argument of 2^31 and more is −i, the value being `wide[i]`. */
  type = new Uint8Array(0);
  /** Nanoseconds since the first event, as the thread's clock has them. */
  time = new Float64Array(0);
  arg0 = new Int32Array(0);
  arg1 = new Int32Array(0);
  arg2 = new Int32Array(0);
  arg3 = new Int32Array(0);
  wide = new Float64Array(256);
  private wideCount = 1;

  private first = new Int32Array(16);
  private rows = new Int32Array(16);
  private buffer = new Uint8Array(0);
  /** By cursor, in `buffer`: where its bytes may lie, the next event, the end of the batch. */
  private base = new Int32Array(16);
  private position = new Int32Array(16);
  private end = new Int32Array(16);
  /** By cursor: time of the last event of the batch. */
  private lastTime = new Float64Array(16);
  /** By cursor: where the batch lies in the file. */
  private fileOffset = new Float64Array(16);
  private batches: (readonly number[])[] = [];
  private nextBatch = new Int32Array(16);
  /** By cursor: damage found behind its decoded events; it counts when they are used up. */
  private damage: (Damage | undefined)[] = [];
  private nsPerTick = 1;
  private totalBatches = 0;
  private loadedBatches = 0;
  /** Second result of `longUvarint`. */
  private overflow = 0;

  /** `origin` is the trace time in nanoseconds that is to be 0. */
  constructor(
    private readonly source: TraceSource,
    private origin = 0,
  ) {}

  setOrigin(origin: number): void {
    this.origin = origin;
  }

  /** Makes a cursor for each thread of the generation, at its first batch and with no event yet. */
  beginGeneration(generation: Generation, schedule: Schedule): void {
    this.nsPerTick = generation.nsPerTick;
    this.wideCount = 1;
    this.count = generation.threads.size;
    this.reserveCursors();
    this.batches = [];
    this.damage = [];
    this.totalBatches = 0;
    this.loadedBatches = 0;
    let bytes = 0;
    let rows = 0;
    let c = 0;
    for (const { thread, batches, largest } of generation.threads.values()) {
      this.thread[c] = schedule.thread(thread);
      this.batches.push(batches);
      this.totalBatches += batches.length / 3;
      this.damage.push(undefined);
      this.nextBatch[c] = 0;
      this.base[c] = bytes;
      this.position[c] = bytes;
      this.end[c] = bytes;
      this.first[c] = rows;
      // An event takes two bytes at least.
      this.rows[c] = Math.min(chunkEvents, (largest >> 1) + 1);
      this.row[c] = rows;
      this.rowEnd[c] = rows;
      bytes += largest + maxEventSize;
      rows += this.rows[c]!;
      c++;
    }
    this.reserveRows(rows);
    if (this.buffer.length < bytes) this.buffer = new Uint8Array(bytes);
  }

  private reserveCursors(): void {
    const last = this.count;
    this.thread = withRoomFor(this.thread, last);
    this.row = withRoomFor(this.row, last);
    this.rowEnd = withRoomFor(this.rowEnd, last);
    this.first = withRoomFor(this.first, last);
    this.rows = withRoomFor(this.rows, last);
    this.base = withRoomFor(this.base, last);
    this.position = withRoomFor(this.position, last);
    this.end = withRoomFor(this.end, last);
    this.lastTime = withRoomFor(this.lastTime, last);
    this.fileOffset = withRoomFor(this.fileOffset, last);
    this.nextBatch = withRoomFor(this.nextBatch, last);
  }

  private reserveRows(rows: number): void {
    if (this.type.length >= rows) return;
    this.type = new Uint8Array(rows);
    this.time = new Float64Array(rows);
    this.arg0 = new Int32Array(rows);
    this.arg1 = new Int32Array(rows);
    this.arg2 = new Int32Array(rows);
    this.arg3 = new Int32Array(rows);
  }

  /** Decodes more events of a thread; false when it has no more in this generation. */
  refill(c: number): boolean {
    const damage = this.damage[c];
    if (damage !== undefined) throw damage;
    if (this.position[c] === this.end[c] && !this.loadBatch(c)) return false;
    this.decode(c);
    if (this.row[c] === this.rowEnd[c])
      throw this.damage[c] ?? new Damage('a batch cannot be decoded');
    return true;
  }

  private loadBatch(c: number): boolean {
    const batches = this.batches[c]!;
    const next = this.nextBatch[c]!;
    if (next >= batches.length) return false;
    const offset = batches[next]!;
    const size = batches[next + 1]!;
    const bytes = this.source.read(offset, size);
    if (bytes.length !== size) throw new Damage('the file ends early', offset);
    const base = this.base[c]!;
    this.buffer.set(bytes, base);
    this.position[c] = base;
    this.end[c] = base + size;
    this.fileOffset[c] = offset;
    this.lastTime[c] = Math.trunc(batches[next + 2]! * this.nsPerTick) - this.origin;
    this.nextBatch[c] = next + 3;
    this.loadedBatches++;
    return true;
  }

  /** Part of the generation's batches taken up, 0 to 1. */
  consumed(): number {
    return this.totalBatches === 0 ? 1 : this.loadedBatches / this.totalBatches;
  }

  /** One chunk. An event is: type, time difference in ticks, arguments. */
  private decode(c: number): void {
    const { buffer, type, time, arg0, arg1, arg2, nsPerTick } = this;
    const end = this.end[c]!;
    const first = this.first[c]!;
    const rowEnd = first + this.rows[c]!;
    let position = this.position[c]!;
    let last = this.lastTime[c]!;
    let row = first;
    while (position < end && row < rowEnd) {
      const start = position;
      const eventType = buffer[position++]!;
      const count = argumentCounts[eventType]!;
      if (count < 0) {
        this.stopAt(c, start, `an event of type ${eventType} stands among the events`);
        break;
      }
      type[row] = eventType;
      // Most numbers take one to three bytes; the rest goes through `longUvarint`.
      let b = buffer[position++]!;
      if (b >= 0x80) {
        const b1 = buffer[position++]!;
        if (b1 < 0x80) b = (b & 0x7f) | (b1 << 7);
        else {
          b = this.longUvarint(position - 2);
          position = this.overflow;
        }
      }
      last += Math.trunc((b < 0 ? this.wide[-b]! : b) * nsPerTick);
      time[row] = last;
      if (count > 0) {
        b = buffer[position++]!;
        if (b >= 0x80) {
          const b1 = buffer[position++]!;
          if (b1 < 0x80) b = (b & 0x7f) | (b1 << 7);
          else {
            b = this.longUvarint(position - 2);
            position = this.overflow;
          }
        }
        arg0[row] = b;
        if (count > 1) {
          b = buffer[position++]!;
          if (b >= 0x80) {
            b = this.longUvarint(position - 1);
            position = this.overflow;
          }
          arg1[row] = b;
          if (count > 2) {
            b = buffer[position++]!;
            if (b >= 0x80) {
              b = this.longUvarint(position - 1);
              position = this.overflow;
            }
            arg2[row] = b;
            if (count > 3) {
              this.arg3[row] = this.longUvarint(position);
              position = this.overflow;
            }
          }
        }
      }
      if (position > end) {
        this.stopAt(c, start, 'an event ends early');
        break;
      }
      row++;
    }
    this.position[c] = position;
    this.lastTime[c] = last;
    this.row[c] = first;
    this.rowEnd[c] = row;
  }

  private stopAt(c: number, position: number, reason: string): void {
    this.damage[c] = new Damage(reason, this.fileOffset[c]! + position - this.base[c]!);
  }

  /** Any number, as a column value; `overflow` is the position after it. */
  private longUvarint(from: number): number {
    const { buffer } = this;
    let position = from;
    let b = buffer[position++]!;
    let low = b & 0x7f;
    for (let shift = 7; b >= 0x80 && shift < 28; shift += 7) {
      b = buffer[position++]!;
      low |= (b & 0x7f) << shift;
    }
    if (b < 0x80) {
      this.overflow = position;
      return low;
    }
    let value = low;
    let scale = 268435456;
    for (let i = 4; b >= 0x80 && i < 10; i++) {
      b = buffer[position++]!;
      value += (b & 0x7f) * scale;
      scale *= 128;
    }
    // More than 64 bits: beyond the end of any batch, so that the caller calls it damage.
    const tooLong = b >= 0x80 || (position - from === 10 && b > 1);
    this.overflow = tooLong ? buffer.length + 1 : position;
    if (value < 2147483648) return value;
    this.wide = withRoomFor(this.wide, this.wideCount);
    this.wide[this.wideCount] = value;
    return -this.wideCount++;
  }
}
