import { noneOnWire } from '../batch-index';
import { eventType as ev } from '../event-type';

/** Events in a batch: small, so that a short trace has several of each thread. */
const eventsPerBatch = 100;
/** Bytes of 2^64 − 1. */
const none = [255, 255, 255, 255, 255, 255, 255, 255, 255, 1];

/** Ids of stacks take two bytes, as mostly in real traces. */
export const firstStack = 200;
/** No whole number of nanoseconds a tick, as on real machines. */
const ticksPerSecond = 300_000_000;

/** Writes a trace of format 1.26. Threads are numbered from 1. */
export class TraceWriter {
  /** Ticks; every event comes a little later. */
  now = 3_000_000_000_000;
  private readonly out: number[] = [...new TextEncoder().encode('go 1.26 trace\0\0\0')];
  private generation = 0;
  private batches: { bytes: number[]; events: number; base: number; last: number }[] = [];

  /** Strings are numbered from 1 as they come, stacks from `firstStack`; a frame is a function, and its line its number. */
  beginGeneration(strings: readonly string[], stacks: readonly (readonly string[])[]): void {
    this.generation++;
    this.batches = [];
    const names = [...strings, ...new Set(stacks.flat())];
    const idOf = (name: string) => names.indexOf(name) + 1;
    const table = names.flatMap((name, i) => {
      const bytes = new TextEncoder().encode(name);
      return [ev.string, ...uvarint(i + 1), ...uvarint(bytes.length), ...bytes];
    });
    this.structural([
      ev.sync,
      ev.frequency,
      ...uvarint(ticksPerSecond),
      ev.clockSnapshot,
      1,
      1,
      1,
      1,
    ]);
    this.structural([ev.strings, ...table]);
    const frames = stacks.flatMap((stack, i) => [
      ...[ev.stack, ...uvarint(firstStack + i), stack.length],
      ...stack.flatMap((name) => [idOf(name), idOf(name), idOf(name), idOf(name)]),
    ]);
    this.structural([ev.stacks, ...frames]);
  }

  /** A moment at which thread `thread` runs goroutine `goid` on `proc`. */
  cpuSample(thread: number, proc: number, goid: number, stack: number): void {
    const sample = [this.now, thread, proc, goid, stack].flatMap(uvarint);
    this.structural([ev.cpuSamples, ev.cpuSample, ...sample]);
  }

  /** Adds an event; with `early` its clock is behind those of the other threads by so many ticks. */
  event(thread: number, type: number, args: readonly number[] = [], early = 0): void {
    this.now += 500;
    const time = this.now - early;
    const batch = (this.batches[thread] ??= { bytes: [], events: 0, base: time, last: time });
    batch.bytes.push(type, ...uvarint(Math.max(0, time - batch.last)), ...args.flatMap(uvarint));
    batch.last = Math.max(batch.last, time);
    if (++batch.events >= eventsPerBatch) this.flush(thread);
  }

  endGeneration(): void {
    for (const thread of this.batches.keys()) this.flush(thread);
    this.out.push(ev.endOfGeneration);
  }

  private flush(thread: number): void {
    const batch = this.batches[thread];
    if (batch === undefined) return;
    this.batch(uvarint(thread), batch.base, batch.bytes);
    delete this.batches[thread];
  }

  private structural(bytes: readonly number[]): void {
    this.batch(none, this.now, bytes);
  }

  private batch(thread: readonly number[], time: number, bytes: readonly number[]): void {
    const header = [...uvarint(this.generation), ...thread, ...uvarint(time)];
    this.out.push(ev.eventBatch, ...header, ...uvarint(bytes.length), ...bytes);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.out);
  }
}

function uvarint(value: number): number[] {
  if (value === noneOnWire) return none;
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}
