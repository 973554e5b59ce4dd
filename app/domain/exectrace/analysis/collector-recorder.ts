import type { DurationNs } from '../../../contract/units';
import { HistogramRecorder } from '../../stats/histogram';
import type { EventBlock, GenerationContext } from '../event-block';
import { eventType as ev, goStatus as g } from '../event-type';
import { withRoomFor } from '../growable';
import * as layout from '../kernel/layout';
import type { Kernel } from '../kernel/kernel';
import type { GcWork, ProcUtilisation } from '../time-analysis';
import { ProcLoad } from './proc-load';
import type { SlotStates } from './slot-states';
import type { TimeBuckets } from './time-buckets';

/** What a goroutine does for the collector, by slot; 0: nothing. Labels of mark workers are per run. */
const work = { none: 0, assist: 1, dedicated: 2, fractional: 3, idle: 4 } as const;

/**
 * Where the time of the Ps goes: the program, the collector, stops of the world. TransitionRecorder tells when a goroutine
 * that works for the collector runs and stops.
 */
export class CollectorRecorder {
  readonly load = new ProcLoad();
  /** By slot: TraceNs since which it does that. */
  private workSince = new Float64Array(16);
  /** By slot: P on which it keeps the program from running, −1: none. */
  private heldProc = new Int32Array(16).fill(-1);
  /** By slot: CPU time of its assist so far. */
  private assistNs = new Float64Array(16);

  /** By P: TraceNs since which it sweeps; NaN: it does not. */
  private sweepingSince = new Float64Array(64).fill(NaN);

  readonly runningIn: Float64Array;
  private readonly gcIn: Float64Array;
  private readonly workNs = new Float64Array(5);
  private readonly assists = new HistogramRecorder();
  private readonly sweeps = { count: 0, totalNs: 0, sweptBytes: 0, reclaimedBytes: 0 };

  constructor(
    private readonly kernel: Kernel,
    private readonly states: SlotStates,
    readonly buckets: TimeBuckets,
  ) {
    this.runningIn = buckets.newTimes(kernel.f64(layout.runningInArray, layout.bucketCount));
    this.gcIn = buckets.newTimes();
  }

  /** Events of the collector, stops of the world, GOMAXPROCS and labels; others are passed over. */
  take(block: EventBlock, i: number, generation: GenerationContext): void {
    const time = block.time[i]!;
    const subject = block.subject[i]!;
    const proc = block.proc[i]!;
    switch (block.type[i]!) {
      case ev.generationSync:
        this.load.generations++;
        return;
      case ev.procsChange:
        return this.load.setProcs(block.value[i]!, time);
      case ev.goLabel:
        return this.label(subject, generation.texts[block.text[i]!]!, proc, time);
      case ev.stwBegin:
        return this.load.stop(isCollectorStop(generation.texts[block.text[i]!]!), time);
      case ev.stwEnd:
        return this.load.resume(isCollectorStop(generation.texts[block.text[i]!]!), time);
      case ev.gcSweepActive:
        return this.beginSweep(subject, time, true);
      case ev.gcSweepBegin:
        return this.beginSweep(subject, time, false);
      case ev.gcSweepEnd:
        this.sweeps.sweptBytes += block.extra[i]!;
        this.sweeps.reclaimedBytes += block.value[i]!;
        return this.endSweep(subject, time);
      case ev.gcMarkAssistActive:
        return this.beginAssist(subject, proc, time, true);
      case ev.gcMarkAssistBegin:
        return this.beginAssist(subject, proc, time, false);
      case ev.gcMarkAssistEnd:
        return this.endAssist(subject, time);
    }
  }

  /** The runtime labels a mark worker right after every start, with what it is this time. */
  private label(slot: number, text: string, proc: number, time: number): void {
    const kind = workOfLabel[text];
    if (kind === undefined) return;
    if (this.states.stateOf(slot) !== g.running) return;
    this.reserve(slot);
    this.states.set(slot, layout.workMark, kind);
    this.workSince[slot] = this.states.since(slot);
    if (kind !== work.idle) this.hold(slot, proc, time);
  }

  private beginAssist(slot: number, proc: number, time: number, isOld: boolean): void {
    if (this.states.stateOf(slot) === g.ended) return;
    if (this.states.mark(slot, layout.workMark) !== work.none) return;
    this.reserve(slot);
    this.states.set(slot, layout.workMark, work.assist);
    this.assistNs[slot] = 0;
    this.workSince[slot] = time;
    if (this.states.stateOf(slot) !== g.running) return;
    if (isOld) this.load.lowerFromStart();
    this.hold(slot, proc, time);
  }

  private endAssist(slot: number, time: number): void {
    if (this.states.mark(slot, layout.workMark) !== work.assist) return;
    this.leave(slot, time, g.ended);
    this.assists.add(this.assistNs[slot]!);
  }

  /** A goroutine ran for a time. */
  addRunning(since: number, until: number): void {
    this.kernel.doubles[layout.runningNs]! += until - since;
    this.buckets.addSpan(this.runningIn, since, until);
  }

  /** Goes on with an assist after waiting for work. */
  enter(slot: number, proc: number, time: number): void {
    this.workSince[slot] = time;
    this.hold(slot, proc, time);
  }

  /** A run of a goroutine that works for the collector is over, or its work is. */
  leave(slot: number, time: number, to: number): void {
    const kind = this.states.mark(slot, layout.workMark);
    const since = this.workSince[slot]!;
    this.workNs[kind]! += time - since;
    this.buckets.addSpan(this.gcIn, since, time);
    this.assistNs[slot]! += time - since;
    if (kind !== work.assist || to === g.ended) this.states.set(slot, layout.workMark, work.none);
    this.release(slot, time);
  }

  private hold(slot: number, proc: number, time: number): void {
    if (proc < 0 || this.heldProc[slot]! >= 0) return;
    this.heldProc[slot] = proc;
    this.load.keep(proc, 1, time);
  }

  private release(slot: number, time: number): void {
    const proc = this.heldProc[slot]!;
    if (proc < 0) return;
    this.heldProc[slot] = -1;
    this.load.keep(proc, -1, time);
  }

  private beginSweep(proc: number, time: number, isActive: boolean): void {
    const from = this.sweepingSince.length;
    if (proc >= from) this.sweepingSince = withRoomFor(this.sweepingSince, proc).fill(NaN, from);
    if (!Number.isNaN(this.sweepingSince[proc]!)) return;
    if (isActive) this.load.lowerFromStart();
    this.sweepingSince[proc] = isActive && this.load.generations <= 1 ? 0 : time;
    this.load.keep(proc, 1, time);
  }

  private endSweep(proc: number, time: number): void {
    const since = this.sweepingSince[proc] ?? NaN;
    if (Number.isNaN(since)) return;
    this.sweeps.count++;
    this.sweeps.totalNs += time - since;
    this.sweepingSince[proc] = NaN;
    this.load.keep(proc, -1, time);
  }

  private reserve(slot: number): void {
    const from = this.heldProc.length;
    if (slot < from) return;
    this.workSince = withRoomFor(this.workSince, slot);
    this.heldProc = withRoomFor(this.heldProc, slot).fill(-1, from);
    this.assistNs = withRoomFor(this.assistNs, slot);
  }

  /** Closes what is open. `procs` stands in when the trace never told GOMAXPROCS. */
  finish(endNs: number, procs: number): { utilisation: ProcUtilisation; work: GcWork } {
    const { buckets, states, workNs, sweeps } = this;
    for (let slot = 0; slot < states.count; slot++) {
      if (states.stateOf(slot) !== g.running) continue;
      const since = states.since(slot);
      this.addRunning(since, endNs);
      if (states.mark(slot, layout.workMark) !== work.none) this.leave(slot, endNs, g.ended);
    }
    this.sweepingSince.forEach((since) => {
      if (!Number.isNaN(since)) sweeps.totalNs += endNs - since;
    });
    const count = buckets.countFor(endNs);
    const utilisation: ProcUtilisation = {
      ...this.load.finish(endNs, procs),
      runningNs: this.kernel.doubles[layout.runningNs]!,
      gcWorkerNs: workNs[work.dedicated]! + workNs[work.fractional]!,
      gcIdleNs: workNs[work.idle]!,
      gcAssistNs: workNs[work.assist]!,
      sweepNs: sweeps.totalNs,
      bucketNs: buckets.widthNs as DurationNs,
      running: this.runningIn.slice(0, count),
      gc: this.gcIn.slice(0, count),
    };
    const { assists } = this;
    return {
      utilisation,
      work: {
        dedicatedNs: workNs[work.dedicated]!,
        fractionalNs: workNs[work.fractional]!,
        assists,
        sweeps: sweeps.count,
        sweptBytes: sweeps.sweptBytes,
        reclaimedBytes: sweeps.reclaimedBytes,
      },
    };
  }
}

const workOfLabel: Readonly<Record<string, number>> = {
  'GC (dedicated)': work.dedicated,
  'GC (fractional)': work.fractional,
  'GC (idle)': work.idle,
};

/** As `isGCSTW` of Go: kinds of the collector name it. */
const isCollectorStop = (kind: string): boolean => kind.includes('GC');
