import type { EventBlock, GenerationContext } from '../event-block';
import { goStatus as g } from '../event-type';
import * as layout from '../kernel/layout';
import { goroutineFlags } from '../trace-analysis';
import type { CreationSite } from './creation-sites';
import { flagsOfFunction } from './function-flags';
import { GoroutineRows } from './goroutine-rows';
import { GroupRecorder } from './group-recorder';
import type { SlotStates } from './slot-states';
import type { StackInterner } from './stack-interner';
import { StripRecorder } from './strip-recorder';
import type { TimeBuckets } from './time-buckets';

/** Goroutines older than the trace whose strips are kept; their group is known only at the end. */
const maxExistingStrips = 256;

/** Follows every goroutine: where it came from, what it did, where it is. TransitionRecorder keeps their states. */
export class GoroutineRecorder {
  /** By slot. */
  readonly live = new GoroutineRows();
  readonly ended = new GoroutineRows();
  endedRows = 0;
  endedWithoutRow = 0;
  readonly groups: GroupRecorder;
  strips: (StripRecorder | undefined)[] = [];
  texts: readonly string[] = [''];
  private existingStrips = 0;

  constructor(
    readonly states: SlotStates,
    private readonly stacks: StackInterner,
    buckets: TimeBuckets,
    private readonly endedLimit: number,
    private readonly stripLimit: number,
  ) {
    this.groups = new GroupRecorder(buckets, stripLimit);
  }

  /** Whether any goroutine has a strip of its own. */
  get hasStrips(): boolean {
    return this.stripLimit > 0;
  }

  onGeneration(generation: GenerationContext): void {
    this.texts = generation.texts;
  }

  /** Stack ids are about to lose their meaning. */
  onGenerationEnd(): void {
    const { states, live, stacks } = this;
    for (let slot = 0; slot < states.count; slot++) {
      const stack = states.mark(slot, layout.stoppedAtMark);
      if (stack >= 0 && states.stateOf(slot) !== g.ended)
        live.lastStack[slot] = stacks.intern(stack);
      states.set(slot, layout.stoppedAtMark, -1);
    }
  }

  /** A goroutine is created at a site, or is seen to exist when the trace begins; its state is known already. */
  begin(block: EventBlock, i: number, site: CreationSite | undefined): void {
    const slot = block.subject[i]!;
    const { live, stacks, states } = this;
    const now = states.since(slot);
    const goid = block.extra[i]!;
    live.reserve(slot);
    live.goid[slot] = goid;
    live.endedAt[slot] = NaN;
    live.firstSeen[slot] = now;
    live.lastStack[slot] = 0;
    const stack = block.stack[i]!;
    if (site === undefined) {
      live.createdAt[slot] = NaN;
      live.createdBy[slot] = 0;
      live.parent[slot] = -1;
      live.flags[slot] = goroutineFlags.existing;
      live.group[slot] = -1;
      live.startFunction[slot] = stack > 0 ? stacks.rootFunction(stacks.intern(stack)) : -1;
      if (stack > 0) states.set(slot, layout.stoppedAtMark, stack);
      const wantsStrip = this.stripLimit > 0 && this.existingStrips < maxExistingStrips;
      if (wantsStrip) this.existingStrips++;
      this.strips[slot] = wantsStrip ? new StripRecorder(goid, undefined) : undefined;
    } else {
      const parent = block.goroutine[i]!;
      const { group } = site;
      live.createdAt[slot] = now;
      live.createdBy[slot] = site.createdBy;
      live.parent[slot] = parent < 0 ? -1 : live.goid[parent]!;
      live.startFunction[slot] = site.startFunction;
      live.flags[slot] = site.flags;
      live.group[slot] = group;
      this.groups.created(group, now);
      this.strips[slot] = this.groups.sample(group, goid, now);
    }
    this.strips[slot]?.transition(now, block.state[i]! & 7);
  }

  end(slot: number, now: number): void {
    const { live, states } = this;
    states.set(slot, layout.reasonMark, 0);
    if (live.group[slot]! < 0) this.adopt(slot);
    this.groups.ended(live.group[slot]!, now);
    this.strips[slot] = undefined;
    live.endedAt[slot] = now;
    live.lastStack[slot] = 0;
    if (this.endedRows < this.endedLimit) {
      states.writeTo(live, slot);
      this.ended.copy(live, slot, this.endedRows++);
    } else this.endedWithoutRow++;
  }

  /** Finds the group of a goroutine older than the trace, now that no more will be known of it. */
  adopt(slot: number): void {
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
