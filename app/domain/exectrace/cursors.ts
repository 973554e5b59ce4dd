import { Damage } from './damage';
import type { Generation } from './generation';
import * as at from './kernel/layout';
import type { Kernel } from './kernel/kernel';
import type { Schedule } from './schedule';
import type { TraceSource } from './trace-source';

const firstCursors = 16;
const wideRoom = at.chunkEvents * at.widePerEvent;

/**
 * The events of each thread in turn, decoded ahead in chunks into columns by kernel/assembly/decode.ts. Cursor `c` owns
 * the rows from `first[c]`; `row[c]` is its next event and `rowEnd[c]` the end of what is decoded.
 */
export class Cursors {
  count = 0;
  /** By cursor: index of its thread in the schedule. */
  thread: Int32Array;
  row: Int32Array;
  rowEnd: Int32Array;

  /** By row. An argument of 2^31 and more is −i, the value being `wide[i]`. */
  type: Uint8Array;
  /** Nanoseconds since the first event, as the thread's clock has them. */
  time: Float64Array;
  arg0: Int32Array;
  arg1: Int32Array;
  arg2: Int32Array;
  arg3: Int32Array;
  wide: Float64Array;

  private first: Int32Array;
  private rows: Int32Array;
  private buffer = new Uint8Array(0);
  /** By cursor, in memory: the next event, the end of the batch. */
  private position: Int32Array;
  private end: Int32Array;
  /** By cursor, in `buffer`: where its bytes may lie. */
  private base: number[] = [];
  /** By cursor: time of the last event of the batch. */
  private lastTime: Float64Array;
  /** By cursor: damage found behind its decoded events, at `position`; it counts when they are used up. */
  private damage: Int32Array;
  /** By cursor: where the batch lies in the file. */
  private fileOffset: number[] = [];
  private batches: (readonly number[])[] = [];
  private nextBatch: number[] = [];
  private nsPerTick = 1;
  private totalBatches = 0;
  private loadedBatches = 0;
  private origin = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly source: TraceSource,
  ) {
    this.thread = kernel.i32(at.threadArray, firstCursors);
    this.row = kernel.i32(at.rowArray, firstCursors);
    this.rowEnd = kernel.i32(at.rowEndArray, firstCursors);
    this.first = kernel.i32(at.firstArray, firstCursors);
    this.rows = kernel.i32(at.rowsArray, firstCursors);
    this.position = kernel.i32(at.positionArray, firstCursors);
    this.end = kernel.i32(at.endArray, firstCursors);
    this.lastTime = kernel.f64(at.lastTimeArray, firstCursors);
    this.damage = kernel.i32(at.damageArray, firstCursors);
    this.wide = kernel.f64(at.wideArray, 2 * wideRoom);
    this.type = kernel.u8(at.typeArray, 1);
    this.time = kernel.f64(at.timeArray, 1);
    this.arg0 = kernel.i32(at.arg0Array, 1);
    this.arg1 = kernel.i32(at.arg1Array, 1);
    this.arg2 = kernel.i32(at.arg2Array, 1);
    this.arg3 = kernel.i32(at.arg3Array, 1);
  }

  /** The trace time in nanoseconds that is to be 0. */
  setOrigin(origin: number): void {
    this.origin = origin;
  }

  /** Makes a cursor for each thread of the generation, at its first batch and with no event yet. */
  beginGeneration(generation: Generation, schedule: Schedule): void {
    const { kernel } = this;
    this.nsPerTick = generation.nsPerTick;
    kernel.doubles[at.nsPerTick] = generation.nsPerTick;
    kernel.words[at.wideCount] = 1;
    kernel.words[at.wideCapacity] = this.wide.length;
    this.count = generation.threads.size;
    this.reserveCursors();
    this.batches = [];
    this.base = [];
    this.fileOffset = [];
    this.nextBatch = [];
    this.totalBatches = 0;
    this.loadedBatches = 0;
    let bytes = 0;
    let rows = 0;
    for (const { thread, batches, largest } of generation.threads.values()) {
      const c = this.batches.push(batches) - 1;
      this.thread[c] = schedule.thread(thread);
      this.totalBatches += batches.length / 3;
      this.damage[c] = 0;
      this.nextBatch.push(0);
      this.fileOffset.push(0);
      this.base.push(bytes);
      this.position[c] = 0;
      this.end[c] = 0;
      this.first[c] = rows;
      // An event takes two bytes at least.
      this.rows[c] = Math.min(at.chunkEvents, (largest >> 1) + 1);
      this.row[c] = rows;
      this.rowEnd[c] = rows;
      bytes += largest + at.maxEventSize;
      rows += this.rows[c];
    }
    this.reserveRows(rows);
    this.buffer = kernel.withRoomFor(at.bufferArray, this.buffer, bytes);
  }

  private reserveCursors(): void {
    const { kernel, count: last } = this;
    this.thread = kernel.withRoomFor(at.threadArray, this.thread, last);
    this.row = kernel.withRoomFor(at.rowArray, this.row, last);
    this.rowEnd = kernel.withRoomFor(at.rowEndArray, this.rowEnd, last);
    this.first = kernel.withRoomFor(at.firstArray, this.first, last);
    this.rows = kernel.withRoomFor(at.rowsArray, this.rows, last);
    this.position = kernel.withRoomFor(at.positionArray, this.position, last);
    this.end = kernel.withRoomFor(at.endArray, this.end, last);
    this.lastTime = kernel.withRoomFor(at.lastTimeArray, this.lastTime, last);
    this.damage = kernel.withRoomFor(at.damageArray, this.damage, last);
  }

  private reserveRows(rows: number): void {
    const { kernel } = this;
    this.type = kernel.withRoomFor(at.typeArray, this.type, rows);
    this.time = kernel.withRoomFor(at.timeArray, this.time, rows);
    this.arg0 = kernel.withRoomFor(at.arg0Array, this.arg0, rows);
    this.arg1 = kernel.withRoomFor(at.arg1Array, this.arg1, rows);
    this.arg2 = kernel.withRoomFor(at.arg2Array, this.arg2, rows);
    this.arg3 = kernel.withRoomFor(at.arg3Array, this.arg3, rows);
  }

  /** Decodes more events of a thread; false when it has no more in this generation. */
  refill(c: number): boolean {
    this.throwDamage(c);
    if (this.position[c] === this.end[c] && !this.loadBatch(c)) return false;
    const { kernel } = this;
    this.wide = kernel.withRoomFor(at.wideArray, this.wide, kernel.words[at.wideCount]! + wideRoom);
    kernel.words[at.wideCapacity] = this.wide.length;
    kernel.calls.decode(c);
    if (this.row[c] === this.rowEnd[c]) {
      this.throwDamage(c);
      throw new Damage('a batch cannot be decoded');
    }
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
    this.position[c] = this.buffer.byteOffset + base;
    this.end[c] = this.buffer.byteOffset + base + size;
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

  private throwDamage(c: number): void {
    const damage = this.damage[c]!;
    if (damage === 0) return;
    const reason =
      (damage & 3) === at.endsEarly
        ? 'an event ends early'
        : `an event of type ${damage >> 2} stands among the events`;
    const inBatch = this.position[c]! - this.buffer.byteOffset - this.base[c]!;
    throw new Damage(reason, this.fileOffset[c]! + inBatch);
  }
}
