import type { GenerationContext } from '../event-block';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
import { flagsOfFunction } from './function-flags';
import type { GroupRecorder } from './group-recorder';
import type { LatencyHistograms } from './latency-histograms';
import type { StackInterner } from './stack-interner';

/**
 * Looks up the group of a goroutine that is created: the names behind a place are asked for once a generation. The
 * kernel does so itself for places that are known.
 */
export class CreationSites {
  /** By group of goroutines whose creation was seen: as `goroutineFlags`. */
  private readonly flags: number[] = [];
  /** By such a group: index of the latency histogram. */
  private histogram: Int32Array;
  /** By stack id of the statement: the group found last + 1, and the start stack it was for. */
  private groupOfStack: Int32Array;
  private startOfStack: Int32Array;

  constructor(
    private readonly kernel: Kernel,
    private readonly stacks: StackInterner,
    private readonly groups: GroupRecorder,
    private readonly latency: LatencyHistograms,
  ) {
    this.histogram = kernel.i32(layout.groupHistogramArray, 16);
    this.groupOfStack = kernel.i32(layout.groupOfStackArray, 16);
    this.startOfStack = kernel.i32(layout.startOfStackArray, 16);
  }

  onGeneration({ tables }: GenerationContext): void {
    const { kernel } = this;
    const last = tables.stackLimit - 1;
    this.groupOfStack = kernel.withRoomFor(layout.groupOfStackArray, this.groupOfStack, last);
    this.groupOfStack.fill(0);
    this.startOfStack = kernel.withRoomFor(layout.startOfStackArray, this.startOfStack, last);
  }

  /** By the ids of the stack of the statement and of the function that starts. */
  groupOf(stack: number, start: number): number {
    const known = this.groupOfStack[stack]! - 1;
    if (known >= 0 && this.startOfStack[stack] === start) return known;
    const { stacks } = this;
    const startFunction = stacks.leafFunction(stacks.intern(start));
    const group = this.groups.ofCreation(stacks.intern(stack), startFunction);
    if (this.flags[group] === undefined) this.learn(group, stacks.functionName(startFunction));
    this.groupOfStack[stack] = group + 1;
    this.startOfStack[stack] = start;
    return group;
  }

  flagsOf(group: number): number {
    return this.flags[group]!;
  }

  histogramOf(group: number): number {
    return this.histogram[group]!;
  }

  private learn(group: number, name: string): void {
    this.flags[group] = flagsOfFunction(name);
    this.histogram = this.kernel.withRoomFor(layout.groupHistogramArray, this.histogram, group);
    this.histogram[group] = this.latency.of(name);
  }
}
