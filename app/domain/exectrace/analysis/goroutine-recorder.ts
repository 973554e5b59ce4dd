import type { EventBlock, GenerationContext } from '../event-block';
import { goStatus as g } from '../event-type';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
import { goroutineFlags } from '../trace-analysis';
import { CreationSites } from './creation-sites';
import { flagsOfFunction } from './function-flags';
import { GoroutineRows } from './goroutine-rows';
import { GroupRecorder } from './group-recorder';
import type { LatencyHistograms } from './latency-histograms';
import { firstSlots, type SlotStates } from './slot-states';
import type { StackInterner } from './stack-interner';
import { StripRecorder } from './strip-recorder';
import type { TimeBuckets } from './time-buckets';

/** Goroutines older than the trace whose strips are kept; their group is known only at the end. */
const maxExistingStrips = 256;

/** Follows every goroutine: where it came from, what it did, where it is. TransitionRecorder keeps their states. */
export class GoroutineRecorder {
  /** By slot. A row is whole once it was completed; until then it may be that of an earlier goroutine. */
  readonly live = new GoroutineRows();
  readonly ended = new GoroutineRows();
  endedRows = 0;
  readonly groups: GroupRecorder;
  readonly sites: CreationSites;
  strips: (StripRecorder | undefined)[] = [];
  texts: readonly string[] = [''];
  private existingStrips = 0;
  /** By slot; the kernel begins goroutines, too. A group is index + 1; 0: older than the trace. */
  private liveGoid: Float64Array;
  private liveParent: Float64Array;
  private liveCreated: Float64Array;
  private liveGroup: Int32Array;

  constructor(
    private readonly kernel: Kernel,
    readonly states: SlotStates,
    private readonly stacks: StackInterner,
    latency: LatencyHistograms,
    buckets: TimeBuckets,
    private readonly endedLimit: number,
    private readonly stripLimit: number,
  ) {
    this.groups = new GroupRecorder(kernel, buckets, stripLimit);
    this.sites = new CreationSites(kernel, stacks, this.groups, latency);
    this.liveGoid = kernel.f64(layout.liveGoidArray, firstSlots);
    this.liveParent = kernel.f64(layout.liveParentArray, firstSlots);
    this.liveCreated = kernel.f64(layout.liveCreatedArray, firstSlots);
    this.liveGroup = kernel.i32(layout.liveGroupArray, firstSlots);
    kernel.words[layout.takesEnds] = endedLimit > 0 ? 0 : 1;
  }

  /** Goroutines that ended and were too many for a row of their own. */
  get endedWithoutRow(): number {
    return this.kernel.words[layout.endedWithoutRow]!;
  }

  goidOf(slot: number): number {
    return this.liveGoid[slot]!;
  }

  onGeneration(generation: GenerationContext): void {
    this.texts = generation.texts;
    this.sites.onGeneration(generation);
  }

  /** Stack ids are about to lose their meaning. */
  onGenerationEnd(): void {
    const { states, live, stacks } = this;
    for (let slot = 0; slot < states.count; slot++) {
      const stack = states.mark(slot, layout.stoppedAtMark);
      if (stack >= 0 && states.stateOf(slot) !== g.ended) {
        this.own(slot);
        live.lastStack[slot] = stacks.intern(stack);
      }
      states.set(slot, layout.stoppedAtMark, -1);
    }
  }

  /** A goroutine of a group is created, or (−1) is seen to exist when the trace begins; its state is known already. */
  begin(block: EventBlock, i: number, group: number): void {
    const slot = block.subject[i]!;
    const { live, stacks, states } = this;
    const now = states.since(slot);
    const goid = block.extra[i]!;
    this.reserve(slot);
    const parent = block.goroutine[i]!;
    this.liveGoid[slot] = goid;
    this.liveParent[slot] = group < 0 || parent < 0 ? -1 : this.liveGoid[parent]!;
    this.liveCreated[slot] = group < 0 ? NaN : now;
    this.liveGroup[slot] = group + 1;
    if (group < 0) {
      const stack = block.stack[i]!;
      this.own(slot);
      live.createdBy[slot] = 0;
      live.firstSeen[slot] = now;
      live.flags[slot] = goroutineFlags.existing;
      live.group[slot] = -1;
      live.startFunction[slot] = stack > 0 ? stacks.rootFunction(stacks.intern(stack)) : -1;
      if (stack > 0) states.set(slot, layout.stoppedAtMark, stack);
      const wantsStrip = this.stripLimit > 0 && this.existingStrips < maxExistingStrips;
      if (wantsStrip) this.existingStrips++;
      this.strips[slot] = wantsStrip ? new StripRecorder(goid, undefined) : undefined;
    } else {
      this.groups.created(group, now);
      this.strips[slot] = this.groups.sample(group, goid, now);
    }
    this.strips[slot]?.transition(now, block.state[i]! & 7);
  }

  end(slot: number, now: number): void {
    const { kernel, live, states } = this;
    states.set(slot, layout.reasonMark, 0);
    this.complete(slot);
    this.groups.ended(live.group[slot]!, now);
    this.strips[slot] = undefined;
    live.endedAt[slot] = now;
    live.lastStack[slot] = 0;
    if (this.endedRows < this.endedLimit) {
      states.writeTo(live, slot);
      this.ended.copy(live, slot, this.endedRows++);
      if (this.endedRows === this.endedLimit) kernel.words[layout.takesEnds] = 1;
    } else kernel.words[layout.endedWithoutRow]!++;
  }

  /** Makes the row at a slot say all that is known of its goroutine. */
  complete(slot: number): void {
    const { live } = this;
    this.own(slot);
    live.createdAt[slot] = this.liveCreated[slot]!;
    live.parent[slot] = this.liveParent[slot]!;
    const group = this.liveGroup[slot]! - 1;
    if (group >= 0) {
      const { createdBy, startFunction } = this.groups.groups[group]!;
      live.createdBy[slot] = createdBy;
      live.firstSeen[slot] = this.liveCreated[slot]!;
      live.startFunction[slot] = startFunction;
      live.flags[slot] = this.sites.flagsOf(group);
      live.group[slot] = group;
    } else if (live.group[slot]! < 0) this.adopt(slot);
  }

  /** Takes the row at a slot from the goroutine that was there before. */
  private own(slot: number): void {
    const { live } = this;
    live.reserve(slot);
    if (live.goid[slot] === this.liveGoid[slot]) return;
    live.goid[slot] = this.liveGoid[slot]!;
    live.endedAt[slot] = NaN;
    live.lastStack[slot] = 0;
  }

  private reserve(slot: number): void {
    const { kernel } = this;
    if (slot < this.liveGoid.length) return;
    this.liveGoid = kernel.withRoomFor(layout.liveGoidArray, this.liveGoid, slot);
    this.liveParent = kernel.withRoomFor(layout.liveParentArray, this.liveParent, slot);
    this.liveCreated = kernel.withRoomFor(layout.liveCreatedArray, this.liveCreated, slot);
    this.liveGroup = kernel.withRoomFor(layout.liveGroupArray, this.liveGroup, slot);
  }

  /** Finds the group of a goroutine older than the trace, now that no more will be known of it. */
  private adopt(slot: number): void {
    const { live, stacks } = this;
    const alive = this.states.stateOf(slot) !== g.ended;
    const place = alive ? live.lastStack[slot]! : 0;
    if (live.startFunction[slot]! < 0) live.startFunction[slot] = stacks.rootFunction(place);
    const start = live.startFunction[slot]!;
    live.flags[slot] = live.flags[slot]! | flagsOfFunction(stacks.functionName(start));
    live.group[slot] = this.groups.ofPlace(start, place);
    const record = this.groups.groups[live.group[slot]]!;
    record.existing++;
    const strip = this.strips[slot];
    if (strip !== undefined && record.strips.length < this.stripLimit) record.strips.push(strip);
  }
}
