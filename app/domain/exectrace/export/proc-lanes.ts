import { goStatus as g } from '../event-type';
import { withRoomFor } from '../growable';
import { lane, type SpanDetail, type TimelineWriter } from './timeline-writer';

type Kind = 'goroutine' | 'syscall' | 'sweep' | 'assist';

const nestedNames = { syscall: 'syscall', sweep: 'GC sweep', assist: 'GC mark assist' } as const;

/**
 * What runs on each P: a goroutine, and within it system calls, sweeping and mark assists. When a P is taken
 * away during a call, or its goroutine leaves, all that is open on it ends.
 */
export class ProcLanes {
  /** By P: open spans, outermost first. */
  private readonly open: Kind[][] = [];
  /** By slot: the P on whose lane it is, −1: none. */
  private procOf = new Int32Array(1024).fill(-1);
  /** By P: slot that is on its lane. */
  private readonly slotOn: number[] = [];

  constructor(
    private readonly writer: TimelineWriter,
    private readonly isWanted: boolean,
  ) {}

  isBusy(proc: number): boolean {
    return (this.open[proc]?.length ?? 0) > 0;
  }

  /** A goroutine goes from one state to another; `describe` is called when a span of it begins. */
  move(
    slot: number,
    from: number,
    to: number,
    proc: number,
    time: number,
    describe: () => { name: string; detail: SpanDetail },
  ): void {
    if (!this.isWanted) return;
    const known = this.procOf.length;
    this.procOf = withRoomFor(this.procOf, slot);
    if (slot >= known) this.procOf.fill(-1, known);
    const on = this.procOf[slot]!;
    if (to === g.running) {
      if (from === g.syscall && on >= 0 && on === proc) return this.endNested(on, 'syscall', time);
      if (on >= 0) this.idle(on, time);
      if (proc < 0) return;
      // Two at once on a P is what only a damaged trace says.
      this.idle(proc, time);
      const { name, detail } = describe();
      this.declare(proc).push('goroutine');
      this.writer.begin(lane.proc, proc, time, name, detail);
      this.procOf[slot] = proc;
      this.slotOn[proc] = slot;
    } else if (to === g.syscall) {
      if (on >= 0) this.beginNested(on, 'syscall', time);
    } else if (on >= 0) this.idle(on, time);
  }

  beginNested(proc: number, kind: keyof typeof nestedNames, time: number): void {
    if (!this.isWanted || proc < 0) return;
    this.declare(proc).push(kind);
    this.writer.begin(lane.proc, proc, time, nestedNames[kind]);
  }

  /** Ends the innermost span of the kind, and what is open inside; nothing when it has ended already. */
  endNested(proc: number, kind: keyof typeof nestedNames, time: number): void {
    const open = this.open[proc];
    const at = open?.lastIndexOf(kind) ?? -1;
    if (open === undefined || at < 0) return;
    while (open.length > at) {
      open.pop();
      this.writer.end(lane.proc, proc, time);
    }
  }

  /** Nothing runs on the P any longer. */
  idle(proc: number, time: number): void {
    const open = this.open[proc];
    if (open === undefined) return;
    while (open.pop() !== undefined) this.writer.end(lane.proc, proc, time);
    const slot = this.slotOn[proc] ?? -1;
    if (slot >= 0 && this.procOf[slot] === proc) this.procOf[slot] = -1;
    this.slotOn[proc] = -1;
  }

  private declare(proc: number): Kind[] {
    const known = this.open[proc];
    if (known !== undefined) return known;
    this.writer.declareProc(proc);
    const open: Kind[] = [];
    this.open[proc] = open;
    return open;
  }

  finish(time: number): void {
    this.open.forEach((_, proc) => this.idle(proc, time));
  }
}
