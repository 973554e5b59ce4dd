import { fail } from './damage';
import { blockCapacity, newEventBlock } from './event-block';
import type { Generation } from './generation';
import { GoroutineSlots } from './goroutine-slots';
import { withRoomFor } from './growable';

/** More than any machine has; bounds what a damaged trace may cost. */
const maxProcs = 1 << 20;

/** Sequence numbers are below 2^33, so that generation and number fit one double. */
const sequenceSpan = 8589934592;

/**
 * What the scheduler of the target program looks like at this point of the stream: it decides which
 * event may come next, and it is what every event is checked against.
 */
export class Schedule {
  readonly goroutines = new GoroutineSlots();

  /** By thread index; 0 stands for "no thread". A thread exists once an event of it was tried. */
  threadId = new Float64Array(64);
  threadGoroutine = new Int32Array(64).fill(-1);
  threadProc = new Int32Array(64).fill(-1);
  threadExists = new Uint8Array(64);
  threadCount = 1;
  private readonly threadIndex = new Map<number, number>();

  /** By P. */
  procStatus = new Uint8Array(64);
  procSequence = new Float64Array(64);

  gcSequence = 0;
  /** 0 unknown, 1 not running, 2 running. */
  gcState = 0;

  /** Ranges in flight, by slot and by P: kind and description in turn. */
  readonly goroutineRanges: (number[] | undefined)[] = [];
  readonly procRanges: (number[] | undefined)[] = [];
  /** Task and name (text index) of open regions in turn, by slot. */
  readonly regions: (number[] | undefined)[] = [];
  /** Name (text index) of open tasks. */
  readonly tasks = new Map<number, number>();
  /** By open task: the task it is part of. */
  readonly taskParents = new Map<number, number>();

  /** Wait reasons and names of all generations; ids on the wire are valid in one only. */
  readonly texts: string[] = [''];
  private readonly textIndex = new Map([['', 0]]);
  /** By string id of this generation: index into `texts`, −1 when not asked for yet. */
  textOfString = new Int32Array(1024);

  /** Of the first generation; sequences and ranges are looser there. */
  private firstGeneration = 0;
  /** Added to a sequence number of this generation. */
  sequenceBase = 0;
  isFirstGeneration = true;

  /** Where events go; another one may take its place while it is empty. */
  block = newEventBlock();
  /** Time of the event at hand, and of the last one emitted. In an array: no boxed doubles. */
  readonly clock = new Float64Array(2);
  /** Arguments of the event at hand. */
  readonly args = new Float64Array(4);

  constructor(public generation: Generation) {
    this.threadId[0] = -1;
  }

  /** Call when `generation` holds the next generation. */
  beginGeneration(): void {
    const { number, strings } = this.generation;
    if (this.firstGeneration === 0) this.firstGeneration = number;
    this.isFirstGeneration = number === this.firstGeneration;
    this.sequenceBase = (number - this.firstGeneration + 1) * sequenceSpan;
    if (this.textOfString.length < strings.present.length) {
      this.textOfString = new Int32Array(strings.present.length);
    }
    this.textOfString.fill(-1);
    this.textOfString[0] = 0;
  }

  /** Index of a thread by its id, −1 being "no thread". */
  thread(id: number): number {
    if (id === -1) return 0;
    const known = this.threadIndex.get(id);
    if (known !== undefined) return known;
    const index = this.threadCount++;
    if (index >= this.threadId.length) {
      const from = this.threadId.length;
      this.threadId = withRoomFor(this.threadId, index);
      this.threadExists = withRoomFor(this.threadExists, index);
      this.threadGoroutine = withRoomFor(this.threadGoroutine, index).fill(-1, from);
      this.threadProc = withRoomFor(this.threadProc, index).fill(-1, from);
      this.goroutines.growths++;
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
    this.procStatus = withRoomFor(this.procStatus, proc);
    this.procSequence = withRoomFor(this.procSequence, proc);
    this.goroutines.growths++;
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

  /** Whether any event, however many entries it makes, fits the block. */
  hasRoom(): boolean {
    return this.block.length <= blockCapacity - 4;
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
