import { fail } from './damage';
import { blockBytes, newEventBlock, type EventBlock } from './event-block';
import type { Generation } from './generation';
import { GoroutineSlots } from './goroutine-slots';
import { withRoomFor } from './growable';
import * as at from './kernel/layout';
import type { Kernel } from './kernel/kernel';
import { OpenAnnotations } from './open-annotations';

/** More than any machine has; bounds what a damaged trace may cost. */
const maxProcs = 1 << 20;

/** Threads and Ps, and ids of strings and stacks, that there is room for from the start. */
const firstRows = 64;
const firstIds = 1024;

/** Sequence numbers are below 2^33, so that generation and number fit one double. */
const sequenceSpan = 8589934592;

/**
 * What the scheduler of the target program looks like at this point of the stream: it decides which
 * event may come next, and it is what every event is checked against.
 */
export class Schedule {
  readonly goroutines: GoroutineSlots;

  /** By thread index; 0 stands for "no thread". A thread exists once an event of it was tried. */
  threadId = new Float64Array(firstRows);
  threadGoroutine: Int32Array;
  threadProc: Int32Array;
  threadExists: Uint8Array;
  threadCount = 1;
  private readonly threadIndex = new Map<number, number>();

  /** By P. */
  procStatus: Uint8Array;
  procSequence: Float64Array;

  gcSequence = 0;
  /** 0 unknown, 1 not running, 2 running. */
  gcState = 0;

  /** Stops of the world in flight, by slot: kinds as text index. */
  readonly stops: (number[] | undefined)[] = [];
  readonly annotations: OpenAnnotations;
  /** By P: 1 while it sweeps. */
  procSweeps: Uint8Array;

  /** Wait reasons and names of all generations; ids on the wire are valid in one only. */
  readonly texts: string[] = [''];
  private readonly textIndex = new Map([['', 0]]);
  /** By string id of this generation: index into `texts`, −1 when not asked for yet. */
  private textOfString: Int32Array;
  /** By string and by stack id of this generation: 1 when it exists. */
  private stringPresent: Uint8Array;
  private stackPresent: Uint8Array;

  /** Of the first generation; sequences and ranges are looser there. */
  private firstGeneration = 0;
  /** Added to a sequence number of this generation. */
  sequenceBase = 0;
  isFirstGeneration = true;

  /** Time of the event at hand, and of the last one emitted. In an array: no boxed doubles. */
  readonly clock: Float64Array;
  /** Arguments of the event at hand. */
  readonly args = new Float64Array(4);

  private current: EventBlock;

  constructor(
    private readonly kernel: Kernel,
    readonly generation: Generation,
    block: EventBlock | undefined,
  ) {
    this.goroutines = new GoroutineSlots(kernel);
    this.threadId[0] = -1;
    this.threadGoroutine = kernel.i32(at.threadGoroutineArray, firstRows).fill(-1);
    this.threadProc = kernel.i32(at.threadProcArray, firstRows).fill(-1);
    this.threadExists = kernel.u8(at.threadExistsArray, firstRows);
    this.procStatus = kernel.u8(at.procStatusArray, firstRows);
    this.procSequence = kernel.f64(at.procSequenceArray, firstRows);
    this.procSweeps = kernel.u8(at.procSweepsArray, firstRows);
    this.annotations = new OpenAnnotations(kernel);
    this.textOfString = kernel.i32(at.textOfStringArray, firstIds);
    this.stackPresent = kernel.u8(at.stackPresentArray, firstIds);
    this.stringPresent = kernel.u8(at.stringPresentArray, firstIds);
    this.clock = kernel.doubles.subarray(at.clockNow, at.clockLast + 1);
    kernel.words[at.procLimit] = firstRows;
    this.current = block ?? newEventBlock(kernel.allocate(blockBytes));
    this.block = this.current;
  }

  /** Where events go; another one of the kernel's may take its place while it is empty. */
  get block(): EventBlock {
    return this.current;
  }

  set block(block: EventBlock) {
    this.current = block;
    this.kernel.words[at.blockArray] = block.time.byteOffset;
  }

  /** Call when `generation` holds the next generation. */
  beginGeneration(): void {
    const { number, strings, stacks } = this.generation;
    if (this.firstGeneration === 0) this.firstGeneration = number;
    this.isFirstGeneration = number === this.firstGeneration;
    this.sequenceBase = (number - this.firstGeneration + 1) * sequenceSpan;
    const { kernel } = this;
    kernel.doubles[at.sequenceBase] = this.sequenceBase;
    const lastString = strings.present.length - 1;
    this.textOfString = kernel.withRoomFor(at.textOfStringArray, this.textOfString, lastString);
    this.textOfString.fill(-1);
    this.textOfString[0] = 0;
    this.stringPresent = kernel.withRoomFor(at.stringPresentArray, this.stringPresent, lastString);
    this.stringPresent.set(strings.present);
    kernel.words[at.stringLimit] = strings.present.length;
    const present = stacks.present.subarray(0, stacks.limit);
    const lastStack = present.length - 1;
    this.stackPresent = kernel.withRoomFor(at.stackPresentArray, this.stackPresent, lastStack);
    this.stackPresent.set(present);
    kernel.words[at.stackLimit] = present.length;
  }

  /** Index of a thread by its id, −1 being "no thread". */
  thread(id: number): number {
    if (id === -1) return 0;
    const known = this.threadIndex.get(id);
    if (known !== undefined) return known;
    const index = this.threadCount++;
    if (index >= this.threadId.length) {
      const { kernel } = this;
      const from = this.threadId.length;
      this.threadId = withRoomFor(this.threadId, index);
      this.threadExists = kernel.withRoomFor(at.threadExistsArray, this.threadExists, index);
      this.threadGoroutine = kernel.withRoomFor(
        at.threadGoroutineArray,
        this.threadGoroutine,
        index,
      );
      this.threadGoroutine.fill(-1, from);
      this.threadProc = kernel.withRoomFor(at.threadProcArray, this.threadProc, index);
      this.threadProc.fill(-1, from);
    }
    this.threadIndex.set(id, index);
    this.threadId[index] = id;
    return index;
  }

  /** Index of a thread that exists; −1 when none of this id does. */
  findThread(id: number): number {
    const index = this.threadIndex.get(id);
    return index !== undefined && this.threadExists[index] === 1 ? index : -1;
  }

  /** The thread that has a P; −1 when none has. */
  holderOf(proc: number): number {
    for (let thread = this.threadCount - 1; thread > 0; thread--) {
      if (this.threadProc[thread] === proc && this.threadExists[thread] === 1) return thread;
    }
    return -1;
  }

  /** Room for a P that a status names. */
  reserveProc(proc: number): void {
    if (proc >= maxProcs) fail(`P ${proc} is out of range`);
    if (proc < this.procStatus.length) return;
    const { kernel } = this;
    this.procStatus = kernel.withRoomFor(at.procStatusArray, this.procStatus, proc);
    this.procSequence = kernel.withRoomFor(at.procSequenceArray, this.procSequence, proc);
    this.procSweeps = kernel.withRoomFor(at.procSweepsArray, this.procSweeps, proc);
    kernel.words[at.procLimit] = this.procStatus.length;
  }

  /** Index into `texts` of a string that was checked to exist. */
  text(stringId: number): number {
    const known = this.textOfString[stringId]!;
    if (known >= 0) return known;
    const string = this.generation.strings.get(stringId);
    let index = this.textIndex.get(string);
    if (index === undefined) {
      index = this.texts.push(string) - 1;
      this.textIndex.set(string, index);
    }
    this.textOfString[stringId] = index;
    return index;
  }

  /** Appends an event at the time in `clock` and answers with its index, to fill further columns. */
  emit(type: number, thread: number, proc: number, goroutine: number): number {
    const { block, clock } = this;
    const time = Math.max(clock[0]!, clock[1]! + 1);
    clock[1] = time;
    const i = block.length++;
    block.type[i] = type;
    block.time[i] = time;
    block.thread[i] = thread;
    block.proc[i] = proc;
    block.goroutine[i] = goroutine;
    return i;
  }

  /** A transition of a goroutine or P: `subject` goes from one state to another. */
  emitTransition(
    type: number,
    thread: number,
    proc: number,
    goroutine: number,
    subject: number,
    states: number,
    text: number,
    stack: number,
  ): number {
    const i = this.emit(type, thread, proc, goroutine);
    const { block } = this;
    block.subject[i] = subject;
    block.state[i] = states;
    block.text[i] = text;
    block.stack[i] = stack;
    return i;
  }

  /** After the block was consumed. */
  clearBlock(): void {
    this.block.length = 0;
    this.goroutines.recycle();
  }

  requireStack(id: number): number {
    if (this.generation.stacks.present[id] !== 1)
      fail(`an event names stack ${id}, which is not there`);
    return id;
  }

  requireString(id: number): number {
    if (!this.generation.strings.has(id)) fail(`an event names string ${id}, which is not there`);
    return id;
  }

  requireThread(thread: number): void {
    if (thread === 0) fail('an event has no thread');
  }

  requireProc(thread: number): number {
    this.requireThread(thread);
    const proc = this.threadProc[thread]!;
    if (proc < 0) fail('an event has no P');
    return proc;
  }

  /** Thread, P and goroutine of an event that needs them all: answers with the goroutine. */
  requireGoroutine(thread: number): number {
    this.requireProc(thread);
    const goroutine = this.threadGoroutine[thread]!;
    if (goroutine < 0) fail('an event has no goroutine');
    return goroutine;
  }
}

/** `from` and `to` in one number, as in EventBlock.state. */
export const states = (from: number, to: number): number => from * 8 + to;
