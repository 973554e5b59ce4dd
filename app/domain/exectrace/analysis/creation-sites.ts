import type { GenerationContext } from '../event-block';
import type { Kernel } from '../kernel/kernel';
import * as layout from '../kernel/layout';
import { flagsOfFunction } from './function-flags';
import type { GroupRecorder } from './group-recorder';
import type { LatencyHistograms } from './latency-histograms';
import type { StackInterner } from './stack-interner';

/** What goroutines have in common that one `go` statement makes. */
export interface CreationSite {
  /** Interned stack of the statement. */
  readonly createdBy: number;
  /** Function index; −1 unknown. */
  readonly startFunction: number;
  /** As `goroutineFlags`. */
  readonly flags: number;
  readonly group: number;
  /** Index of the latency histogram. */
  readonly histogram: number;
}

/**
 * Looks up where goroutines are created: the names behind a place are asked for once a generation. The kernel does so
 * itself for places that are known.
 */
export class CreationSites {
  private readonly sites: CreationSite[] = [];
  private readonly siteOfGroup = new Map<number, number>();
  /** By site. */
  private group: Int32Array;
  private histogram: Int32Array;
  /** By stack id of the statement: the site found last + 1, and the start stack it was for. */
  private siteOfStack: Int32Array;
  private startOfStack: Int32Array;

  constructor(
    private readonly kernel: Kernel,
    private readonly stacks: StackInterner,
    private readonly groups: GroupRecorder,
    private readonly latency: LatencyHistograms,
  ) {
    this.group = kernel.i32(layout.siteGroupArray, 16);
    this.histogram = kernel.i32(layout.siteHistogramArray, 16);
    this.siteOfStack = kernel.i32(layout.siteOfStackArray, 16);
    this.startOfStack = kernel.i32(layout.siteStartArray, 16);
  }

  onGeneration({ tables }: GenerationContext): void {
    const { kernel } = this;
    const last = tables.stackLimit - 1;
    this.siteOfStack = kernel.withRoomFor(layout.siteOfStackArray, this.siteOfStack, last).fill(0);
    this.startOfStack = kernel.withRoomFor(layout.siteStartArray, this.startOfStack, last);
  }

  /** Index of a site, by the ids of the stack of the statement and of the function that starts. */
  find(stack: number, start: number): number {
    const known = this.siteOfStack[stack]! - 1;
    if (known >= 0 && this.startOfStack[stack] === start) return known;
    const { stacks } = this;
    const createdBy = stacks.intern(stack);
    const startFunction = stacks.leafFunction(stacks.intern(start));
    const group = this.groups.ofCreation(createdBy, startFunction);
    const site = this.siteOf(group, createdBy, startFunction);
    this.siteOfStack[stack] = site + 1;
    this.startOfStack[stack] = start;
    return site;
  }

  at(site: number): CreationSite {
    return this.sites[site]!;
  }

  /** A group of goroutines whose creation was seen has one site. */
  private siteOf(group: number, createdBy: number, startFunction: number): number {
    const known = this.siteOfGroup.get(group);
    if (known !== undefined) return known;
    const name = this.stacks.functionName(startFunction);
    const flags = flagsOfFunction(name);
    const histogram = this.latency.of(name);
    const site = this.sites.push({ createdBy, startFunction, flags, group, histogram }) - 1;
    this.siteOfGroup.set(group, site);
    this.group = this.kernel.withRoomFor(layout.siteGroupArray, this.group, site);
    this.histogram = this.kernel.withRoomFor(layout.siteHistogramArray, this.histogram, site);
    this.group[site] = group;
    this.histogram[site] = histogram;
    return site;
  }
}
