import type { GenerationContext } from '../event-block';
import { withRoomFor } from '../growable';
import type { StackTable } from '../trace-analysis';

/** Gives stacks, which have an id in their generation only, an index for the whole trace. */
export class StackInterner {
  private readonly functions: string[] = [];
  private readonly files: string[] = [];
  private readonly functionIndex = new Map<string, number>();
  private readonly fileIndex = new Map<string, number>();
  private readonly frameIndex = new Map<string, number>();
  private readonly stackIndex = new Map<string, number>([['', 0]]);
  private frameFunction = new Int32Array(1024);
  private frameFile = new Int32Array(1024);
  private frameLine = new Int32Array(1024);
  private frames = new Int32Array(4096);
  private frameCount = 0;
  private readonly offsets: number[] = [0, 0];
  /** By stack id of this generation: index for the trace, −1 when not asked for yet. */
  private known = new Int32Array(0);
  private generation: GenerationContext | undefined;

  beginGeneration(generation: GenerationContext): void {
    this.generation = generation;
    this.known = new Int32Array(generation.tables.stackLimit).fill(-1);
    this.known[0] = 0;
  }

  /** Index for the whole trace; 0 is the empty stack. */
  intern(stack: number): number {
    const known = this.known[stack]!;
    if (known >= 0) return known;
    const frames: number[] = [];
    this.generation?.tables.forEachFrame(stack, (pc, fn, file, line) => {
      // The runtime could not say where: Go's tools take it for the empty stack, too.
      if (pc === 0 && fn === '') return;
      frames.push(this.frame(fn, file, line));
    });
    const key = frames.join();
    let index = this.stackIndex.get(key);
    if (index === undefined) {
      index = this.offsets.length - 1;
      this.stackIndex.set(key, index);
      this.frames = withRoomFor(this.frames, this.frameCount + frames.length);
      for (const frame of frames) this.frames[this.frameCount++] = frame;
      this.offsets.push(this.frameCount);
    }
    this.known[stack] = index;
    return index;
  }

  /** Function index of the leaf frame; −1 for the empty stack. */
  leafFunction(index: number): number {
    const start = this.offsets[index]!;
    return start === this.offsets[index + 1] ? -1 : this.frameFunction[this.frames[start]!]!;
  }

  /** Function index of the outermost frame: where the goroutine started. */
  rootFunction(index: number): number {
    const end = this.offsets[index + 1]!;
    return this.offsets[index] === end ? -1 : this.frameFunction[this.frames[end - 1]!]!;
  }

  functionName(index: number): string {
    return this.functions[index] ?? '';
  }

  private frame(fn: string, file: string, line: number): number {
    const key = `${fn}\0${file}\0${line}`;
    const known = this.frameIndex.get(key);
    if (known !== undefined) return known;
    const index = this.frameIndex.size;
    this.frameIndex.set(key, index);
    this.frameFunction = withRoomFor(this.frameFunction, index);
    this.frameFile = withRoomFor(this.frameFile, index);
    this.frameLine = withRoomFor(this.frameLine, index);
    this.frameFunction[index] = indexOf(fn, this.functions, this.functionIndex);
    this.frameFile[index] = indexOf(file, this.files, this.fileIndex);
    this.frameLine[index] = line;
    return index;
  }

  toTable(): StackTable {
    return {
      functions: this.functions,
      files: this.files,
      frameFunction: this.frameFunction.slice(0, this.frameIndex.size),
      frameFile: this.frameFile.slice(0, this.frameIndex.size),
      frameLine: this.frameLine.slice(0, this.frameIndex.size),
      offsets: Int32Array.from(this.offsets),
      frames: this.frames.slice(0, this.frameCount),
    };
  }
}

function indexOf(text: string, list: string[], index: Map<string, number>): number {
  const known = index.get(text);
  if (known !== undefined) return known;
  index.set(text, list.length);
  return list.push(text) - 1;
}
