import { noneOnWire } from '../batch-index';
import { eventType as ev, goStatus as g, procStatus } from '../event-type';
import { firstStack, TraceWriter } from './trace-writer';

const rounds = 4;
/** Some waits are so long that they do not fit 32 bits of nanoseconds, as in a real trace. */
const longTicks = 2e9;

const strings = ['chan receive', 'preempted', 'GC (dedicated)', 'stop the world (GC mark)', 'name'];
const text = { receive: 1, preempted: 2, worker: 3, stop: 4, name: 5 } as const;
const stacks = [
  ['main.work'],
  ['main.wait', 'main.work'],
  ['main.start', 'main.main'],
  ['main.main'],
];
const stack = {
  start: firstStack,
  wait: firstStack + 1,
  create: firstStack + 2,
  main: firstStack + 3,
};

/** Thread, P and goroutine have one number: threads that run something all the time. */
const main = 1;
const worker = 2;
const coroutine = 3;
const caller = 4;
/** Ids so far apart meet in a hash table of the reader. */
const twinDistance = 4096;
/** The first of those that wait for ever: more than tables of goroutines have room for in the beginning. */
const sleeper = 10;
const sleepers = 40;

/** A small trace in which everything occurs, in all the ways that the reader and the analyses tell apart. */
export function writeWarmUpTrace(): Uint8Array {
  return new WarmUpScript().write();
}

class WarmUpScript {
  private readonly trace = new TraceWriter();
  private nextGoroutine = sleeper + sleepers;
  private readonly procSequence = [0, 0, 0, 0, 0];
  private gcSequence = 0;
  /** Sequence numbers of the goroutines that threads come back to; they begin anew with each generation. */
  private switches = 0;
  private restarts = 0;

  write(): Uint8Array {
    const { trace } = this;
    for (let generation = 1; generation <= 3; generation++) {
      trace.beginGeneration(strings, stacks);
      this.begin(generation === 1);
      for (let round = 0; round < rounds; round++) this.round(round);
      this.leaveOpen();
      trace.endGeneration();
    }
    return trace.bytes();
  }

  private begin(isFirst: boolean): void {
    const { trace } = this;
    this.procSequence.fill(0);
    this.switches = 0;
    this.restarts = 0;
    for (const thread of [main, worker, coroutine, caller]) {
      trace.event(thread, ev.procStatus, [thread, procStatus.running]);
      const running = [thread, thread, g.running, stack.main];
      if (thread !== worker) trace.event(thread, ev.goStatusStack, running);
    }
    for (let i = 0; i < sleepers; i++) {
      if (isFirst && i % 2 === 0) trace.event(main, ev.goStatus, [sleeper + i, 0, g.waiting]);
      else trace.event(main, ev.goStatusStack, [sleeper + i, 0, g.waiting, stack.wait]);
    }
    trace.event(main, ev.procsChange, [4, stack.main]);
    trace.event(main, ev.gcActive, [++this.gcSequence]);
    trace.event(main, ev.gcSweepActive, [coroutine]);
    trace.event(main, ev.gcMarkAssistActive, [caller]);
    this.finishCollection();
  }

  private round(round: number): void {
    this.wake(sleeper + round);
    this.annotate(main);
    this.work(round);
    this.switchTo(round);
    this.call(round);
    if (round % 2 === 0) this.collect();
  }

  /** Of the first of them no stack was told until they stop again. */
  private wake(goid: number): void {
    const { trace } = this;
    trace.event(main, ev.goUnblock, [goid, 1, stack.main]);
    trace.event(worker, ev.goStart, [goid, 2]);
    trace.event(worker, ev.goBlock, [text.receive, stack.wait]);
  }

  private annotate(thread: number): void {
    const { trace } = this;
    const task = this.nextGoroutine++;
    trace.event(thread, ev.userTaskBegin, [task, 0, text.name, stack.main]);
    trace.event(thread, ev.userRegionBegin, [task, text.name, stack.main]);
    trace.event(thread, ev.userLog, [task, text.name, text.name, stack.main]);
    trace.event(thread, ev.userLog, [noneOnWire, text.name, text.name, stack.main]);
    trace.event(thread, ev.userRegionEnd, [task, text.name, stack.main]);
    trace.event(thread, ev.userTaskEnd, [task, stack.main]);
    trace.event(thread, ev.heapAlloc, [task * 40_000_000]);
    trace.event(thread, ev.heapGoal, [8_000_000]);
  }

  /** A goroutine that blocks, is woken, is preempted, calls the system, works for the collector and ends. */
  private work(round: number): void {
    const { trace } = this;
    const goid = this.nextGoroutine++;
    const twin = goid + twinDistance;
    // Every other time the clock of the thread that starts it is behind.
    const early = round % 2 === 1 ? 700 : 0;
    trace.event(main, ev.goCreate, [goid, stack.start, stack.create]);
    trace.event(main, ev.goCreate, [twin, stack.start, stack.create]);
    trace.event(worker, ev.goStart, [goid, 1], early);
    if (round % 4 === 0) trace.now += longTicks;
    trace.event(worker, ev.goBlock, [text.receive, stack.wait]);
    trace.event(worker, ev.goStart, [twin, 1]);
    trace.event(worker, ev.goDestroy);
    trace.event(main, ev.goUnblock, [goid, 2, stack.main]);
    trace.event(worker, ev.goStart, [goid, 3], early);
    trace.event(worker, ev.goSyscallBegin, [++this.procSequence[worker]!, stack.wait]);
    trace.event(worker, ev.goSyscallEnd);
    trace.event(worker, ev.goStop, [text.preempted, stack.wait]);
    trace.event(worker, ev.goStart, [goid, 4]);
    if (round % 4 === 0) trace.event(worker, ev.goLabel, [text.worker]);
    trace.cpuSample(worker, worker, goid, stack.wait);
    trace.event(worker, ev.gcMarkAssistBegin, [stack.wait]);
    trace.event(worker, ev.goBlock, [text.receive, stack.wait]);
    trace.event(main, ev.goUnblock, [goid, 5, stack.main]);
    trace.event(worker, ev.goStart, [goid, 6]);
    trace.event(worker, ev.gcMarkAssistEnd);
    this.annotate(worker);
    trace.event(worker, ev.goDestroy);
  }

  private switchTo(round: number): void {
    const { trace } = this;
    const goid = this.nextGoroutine++;
    const twin = goid + twinDistance;
    for (const other of [goid, twin]) {
      trace.event(coroutine, ev.goCreateBlocked, [other, stack.start, stack.create]);
    }
    for (const other of round % 2 === 0 ? [twin, goid] : [goid, twin]) {
      trace.event(coroutine, ev.goSwitch, [other, 1]);
      trace.event(coroutine, ev.goSwitchDestroy, [coroutine, ++this.switches]);
    }
  }

  /** A system call that loses its P, or does not. */
  private call(round: number): void {
    const { trace, procSequence } = this;
    trace.event(caller, ev.goSyscallBegin, [++procSequence[caller]!, stack.wait]);
    if (round % 2 === 0) return trace.event(caller, ev.goSyscallEnd);
    trace.event(main, ev.procSteal, [caller, ++procSequence[caller]!, caller]);
    trace.event(caller, ev.goSyscallEndBlocked);
    trace.event(caller, ev.procStart, [caller, ++procSequence[caller]!]);
    trace.event(caller, ev.goStart, [caller, ++this.restarts]);
  }

  private collect(): void {
    const { trace } = this;
    trace.event(main, ev.stwBegin, [text.stop, stack.main]);
    trace.event(main, ev.gcBegin, [++this.gcSequence, stack.main]);
    trace.event(main, ev.stwEnd);
    trace.event(caller, ev.gcMarkAssistBegin, [stack.wait]);
    trace.event(coroutine, ev.gcSweepBegin, [stack.wait]);
    this.finishCollection();
  }

  /** A collection over the border of two generations. */
  private leaveOpen(): void {
    const { trace } = this;
    trace.event(main, ev.gcBegin, [++this.gcSequence, stack.main]);
    trace.event(caller, ev.gcMarkAssistBegin, [stack.wait]);
    trace.event(coroutine, ev.gcSweepBegin, [stack.wait]);
  }

  private finishCollection(): void {
    const { trace } = this;
    trace.event(caller, ev.gcMarkAssistEnd);
    trace.event(coroutine, ev.gcSweepEnd, [8192, 4096]);
    trace.event(main, ev.gcEnd, [++this.gcSequence]);
  }
}
