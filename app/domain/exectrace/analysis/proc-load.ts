import { withRoomFor } from '../growable';
import { MutatorUtilisation } from './mutator-utilisation';

/** More Ps than any machine has are those of a damaged trace. */
const maxProcs = 1 << 20;
/** Ranges that may be told late, one a P at most: bounds what a damaged trace costs. */
const maxLateRanges = 1024;

/** How many Ps there are, which of them the collector keeps from the program, and stops of the world. */
export class ProcLoad {
  readonly mutator = new MutatorUtilisation();
  /** GOMAXPROCS; 0: not told yet. */
  procs = 0;
  /** Borders of generations so far. */
  generations = 0;
  /** By P: how many things of the collector keep it. */
  private busy = new Int32Array(64);
  private busyProcs = 0;
  /** Changes of GOMAXPROCS: time and number in turn. */
  private readonly procChanges: number[] = [];
  private lateRanges = 0;
  private capacityNs = 0;
  private capacityAt = 0;
  private stops = 0;
  private collectorStops = 0;
  private stoppedSince = 0;
  private stoppedNs = 0;

  /** A range of the first generation is told late: it went on since the trace began. */
  lowerFromStart(): void {
    if (this.generations > 1 || this.lateRanges++ >= maxLateRanges) return;
    const changes = this.procChanges;
    let at = 0;
    this.mutator.lower((time) => {
      while (at + 2 < changes.length && changes[at + 2]! < time) at += 2;
      return 1 / changes[at + 1]!;
    });
  }

  /** The world stops; `isCollector`: for the collector. */
  stop(isCollector: boolean, time: number): void {
    if (this.stops++ === 0) this.stoppedSince = time;
    if (isCollector) this.collectorStops++;
    this.update(time);
  }

  resume(isCollector: boolean, time: number): void {
    this.stops--;
    if (this.stops === 0) this.stoppedNs += (time - this.stoppedSince) * Math.max(1, this.procs);
    if (isCollector) this.collectorStops--;
    this.update(time);
  }

  /** The collector begins or ceases to keep a P. */
  keep(proc: number, change: 1 | -1, time: number): void {
    if (proc >= this.busy.length) this.busy = withRoomFor(this.busy, proc);
    const before = this.busy[proc]!;
    if (before + change < 0) return;
    this.busy[proc] = before + change;
    if (before === 0) this.busyProcs++;
    else if (before + change === 0) this.busyProcs--;
    this.update(time);
  }

  setProcs(value: number, time: number): void {
    const procs = Math.min(maxProcs, value);
    if (procs === this.procs || procs < 1) return;
    this.capacityNs += (time - this.capacityAt) * (this.procs === 0 ? procs : this.procs);
    this.capacityAt = time;
    if (this.procs === 0) this.mutator.add(time, 1);
    this.procs = procs;
    this.procChanges.push(time, procs);
    for (let proc = procs; proc < this.busy.length; proc++) {
      if (this.busy[proc]! > 0) this.busyProcs--;
      this.busy[proc] = 0;
    }
    this.update(time);
  }

  private update(time: number): void {
    if (this.procs === 0) return;
    const taken = this.collectorStops > 0 ? this.procs : Math.min(this.procs, this.busyProcs);
    this.mutator.add(time, 1 - taken / this.procs);
  }

  /** `procs` stands in when the trace never told GOMAXPROCS. */
  finish(endNs: number, procs: number): { capacityNs: number; stoppedNs: number } {
    if (this.stops > 0) this.stoppedNs += (endNs - this.stoppedSince) * Math.max(1, this.procs);
    if (this.procs > 0) this.mutator.end(endNs);
    const capacityNs = this.capacityNs + (endNs - this.capacityAt) * (this.procs || procs);
    return { capacityNs, stoppedNs: this.stoppedNs };
  }
}
