import { AllocFreeSpans } from './alloc-free-spans';
import type { AllocatedType, AllocFreeInfo } from './alloc-free-tables';
import {
  blockCapacity,
  type EventBlock,
  type GenerationContext,
  type TraceSink,
} from './event-block';
import { eventType } from './event-type';

/** What memory an event is about, by code. */
export const allocFreeMemory = ['span', 'object', 'stack'] as const;
/** What happened to it, by code; `exists` tells what was there when the trace began. */
export const allocFreeAction = ['exists', 'alloc', 'free'] as const;

/** Some allocations and frees in their order, as columns. */
export interface AllocFreeBlock {
  length: number;
  /** TraceNs. */
  readonly time: Float64Array;
  /** Index into `allocFreeMemory`. */
  readonly memory: Uint8Array;
  /** Index into `allocFreeAction`. */
  readonly action: Uint8Array;
  /** In the target program; NaN when the trace does not tell how its numbers are meant. */
  readonly address: Float64Array;
  /** Bytes; of an object those of its slot. NaN for frees, and when not known. */
  readonly sizeBytes: Float64Array;
  /** Of an object: index into the types. 0: not known, and for all else. */
  readonly type: Int32Array;
  /** Goroutine that did it; −1: none. */
  readonly goid: Float64Array;
}

const noType: AllocatedType = { name: '', sizeBytes: 0, pointerBytes: 0 };

/**
 * Decodes what a program tells under `GODEBUG=traceallocfree=1` (Go 1.23 and newer). Read the trace
 * with the option `allocFree`. Each block is given out when the events' block is through, with the
 * types met so far; it is valid during the call only.
 */
export class AllocFreeDecoder implements TraceSink {
  /** Types of the whole trace, each once. */
  readonly types: AllocatedType[] = [noType];
  private readonly indexOfType = new Map<string, number>();
  /** By type id of the generation at hand. */
  private readonly indexOfId = new Map<number, number>();
  private readonly spans = new AllocFreeSpans();
  private readonly out: AllocFreeBlock = {
    length: 0,
    time: new Float64Array(blockCapacity),
    memory: new Uint8Array(blockCapacity),
    action: new Uint8Array(blockCapacity),
    address: new Float64Array(blockCapacity),
    sizeBytes: new Float64Array(blockCapacity),
    type: new Int32Array(blockCapacity),
    goid: new Float64Array(blockCapacity),
  };

  constructor(
    private readonly onBlock: (block: AllocFreeBlock, types: readonly AllocatedType[]) => void,
  ) {}

  onGeneration(generation: GenerationContext): void {
    this.indexOfId.clear();
    for (const [id, type] of generation.allocFree?.types ?? []) {
      const key = `${type.sizeBytes} ${type.pointerBytes} ${type.name}`;
      let index = this.indexOfType.get(key);
      if (index === undefined) {
        index = this.types.push(type) - 1;
        this.indexOfType.set(key, index);
      }
      this.indexOfId.set(id, index);
    }
  }

  onEvents(block: EventBlock, generation: GenerationContext): void {
    const { out } = this;
    const info = generation.allocFree?.info;
    const { goid } = generation.goroutines;
    out.length = 0;
    for (let i = 0; i < block.length; i++) {
      const type = block.type[i]!;
      if (type < eventType.firstExperimental || type > eventType.lastExperimental) continue;
      const n = out.length++;
      const kind = type - eventType.firstExperimental;
      const slot = block.goroutine[i]!;
      out.time[n] = block.time[i]!;
      out.memory[n] = Math.floor(kind / 3);
      out.action[n] = kind % 3;
      out.goid[n] = slot < 0 ? -1 : goid[slot]!;
      this.describe(block, i, info);
    }
    if (out.length > 0) this.onBlock(out, this.types);
  }

  /** Address, size and type of the entry made last. */
  private describe(block: EventBlock, i: number, info: AllocFreeInfo | undefined): void {
    const { out, spans } = this;
    const n = out.length - 1;
    const id = block.value[i]!;
    const isFree = out.action[n] === 2;
    const unit = info === undefined ? NaN : unitOf(out.memory[n]!, info);
    const offset = id * unit;
    let sizeBytes = NaN;
    let type = 0;
    if (out.memory[n] === 0) {
      if (isFree) spans.remove(id);
      else {
        const pages = block.extra[i]!;
        sizeBytes = pages * unit;
        spans.add(id, pages, block.text[i]!, unit);
      }
    } else if (!isFree && out.memory[n] === 1) {
      type = this.indexOfId.get(block.extra[i]!) ?? 0;
      sizeBytes = info === undefined ? NaN : spans.slotAt(Math.floor(offset / info.pageSize));
    } else if (!isFree) {
      // The runtime's "order" is the length of the size in bits, of a power of two.
      sizeBytes = 2 ** (block.extra[i]! - 1);
    }
    out.address[n] = (info?.minAddress ?? NaN) + offset;
    out.sizeBytes[n] = sizeBytes;
    out.type[n] = type;
  }
}

function unitOf(memory: number, info: AllocFreeInfo): number {
  if (memory === 0) return info.pageSize;
  return memory === 1 ? info.heapAlign : info.stackAlign;
}
