import type { ByteReader } from './byte-reader';
import { fail } from './damage';
import { eventType } from './event-type';
import { withRoomFor } from './growable';
import { maxTableId, type StringTable } from './string-table';

const maxFrames = 128;

/** The columns of a stack table. */
export interface StackFramesCopy {
  readonly present: Uint8Array<ArrayBuffer>;
  readonly start: Int32Array<ArrayBuffer>;
  readonly size: Uint8Array<ArrayBuffer>;
  readonly frames: Int32Array<ArrayBuffer>;
  readonly pcs: Float64Array<ArrayBuffer>;
  readonly functionIds: Float64Array<ArrayBuffer>;
  readonly fileIds: Float64Array<ArrayBuffer>;
  readonly lines: Float64Array<ArrayBuffer>;
}

/**
 * Stacks of one generation by id. A frame is known by its program counter: the first description of
 * a counter holds for all stacks, as in Go's reader.
 */
export class StackFrames {
  /** By id: 1 when the stack exists. Id 0 is the empty stack. */
  present = new Uint8Array(1024);
  private start = new Int32Array(1024);
  private size = new Uint8Array(1024);
  /** Frame indices of all stacks. */
  private frames = new Int32Array(4096);
  private framesSize = 0;
  private frameOfPc = new Map<number, number>();
  private pcs = new Float64Array(1024);
  private functionIds = new Float64Array(1024);
  private fileIds = new Float64Array(1024);
  private lines = new Float64Array(1024);
  /** One above the largest id. */
  limit = 1;

  clear(): void {
    this.present.fill(0);
    this.present[0] = 1;
    this.framesSize = 0;
    this.frameOfPc = new Map();
    this.limit = 1;
  }

  /** For reading: nothing may be added. */
  static of(copy: StackFramesCopy): StackFrames {
    const table = new StackFrames();
    table.present = copy.present;
    table.start = copy.start;
    table.size = copy.size;
    table.frames = copy.frames;
    table.pcs = copy.pcs;
    table.functionIds = copy.functionIds;
    table.fileIds = copy.fileIds;
    table.lines = copy.lines;
    table.limit = copy.present.length;
    return table;
  }

  copy(): StackFramesCopy {
    const { limit, framesSize } = this;
    const distinct = this.frameOfPc.size;
    return {
      present: this.present.slice(0, limit),
      start: this.start.slice(0, limit),
      size: this.size.slice(0, limit),
      frames: this.frames.slice(0, framesSize),
      pcs: this.pcs.slice(0, distinct),
      functionIds: this.functionIds.slice(0, distinct),
      fileIds: this.fileIds.slice(0, distinct),
      lines: this.lines.slice(0, distinct),
    };
  }

  /** The rest of a Stacks batch. A frame is: pc, function, file, line. */
  readBatch(reader: ByteReader): void {
    while (!reader.atEnd) {
      const at = reader.at;
      if (reader.byte() !== eventType.stack) fail('a stack was expected', at);
      const id = reader.uvarint();
      const count = reader.uvarint();
      if (count > maxFrames) fail(`a stack claims ${count} frames`, at);
      if (id >= maxTableId) fail(`stack id ${id} is out of range`, at);
      if (id === 0 || this.present[id] === 1) fail(`stack ${id} is defined twice`, at);
      this.present = withRoomFor(this.present, id);
      this.start = withRoomFor(this.start, id);
      this.size = withRoomFor(this.size, id);
      this.frames = withRoomFor(this.frames, this.framesSize + count);
      this.start[id] = this.framesSize;
      this.size[id] = count;
      for (let i = 0; i < count; i++) this.frames[this.framesSize++] = this.readFrame(reader);
      this.present[id] = 1;
      this.limit = Math.max(this.limit, id + 1);
    }
  }

  private readFrame(reader: ByteReader): number {
    const pc = reader.uvarint();
    const functionId = reader.uvarint();
    const fileId = reader.uvarint();
    const line = reader.uvarint();
    const known = this.frameOfPc.get(pc);
    if (known !== undefined) return known;
    const frame = this.frameOfPc.size;
    this.pcs = withRoomFor(this.pcs, frame);
    this.functionIds = withRoomFor(this.functionIds, frame);
    this.fileIds = withRoomFor(this.fileIds, frame);
    this.lines = withRoomFor(this.lines, frame);
    this.pcs[frame] = pc;
    this.functionIds[frame] = functionId;
    this.fileIds[frame] = fileId;
    this.lines[frame] = line;
    this.frameOfPc.set(pc, frame);
    return frame;
  }

  /** Every frame must name strings of the same generation. */
  checkStrings(strings: StringTable): void {
    for (let frame = 0; frame < this.frameOfPc.size; frame++) {
      const named = strings.has(this.functionIds[frame]!) && strings.has(this.fileIds[frame]!);
      if (!named) fail('a stack frame names a function or file that is not there');
    }
  }

  forEach(
    id: number,
    strings: StringTable,
    visit: (pc: number, fn: string, file: string, line: number) => void,
  ): void {
    if (id === 0 || this.present[id] !== 1) return;
    const start = this.start[id]!;
    for (let i = start; i < start + this.size[id]!; i++) {
      const frame = this.frames[i]!;
      const fn = strings.get(this.functionIds[frame]!);
      const file = strings.get(this.fileIds[frame]!);
      visit(this.pcs[frame]!, fn, file, this.lines[frame]!);
    }
  }
}
