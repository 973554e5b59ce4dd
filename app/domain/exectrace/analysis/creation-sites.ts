import type { GenerationContext } from '../event-block';
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

/** Looks up where goroutines are created: the names behind a place are asked for once a generation. */
export class CreationSites {
  /** By stack id of the statement: the site found last, and the start stack it was for. */
  private sites: (CreationSite | undefined)[] = [];
  private startOf = new Int32Array(0);

  constructor(
    private readonly stacks: StackInterner,
    private readonly groups: GroupRecorder,
    private readonly latency: LatencyHistograms,
  ) {}

  onGeneration({ tables }: GenerationContext): void {
    this.sites = new Array<CreationSite | undefined>(tables.stackLimit).fill(undefined);
    this.startOf = new Int32Array(tables.stackLimit);
  }

  /** Ids of the stack of the statement and of the function that starts. */
  find(stack: number, start: number): CreationSite {
    const known = this.sites[stack];
    if (known !== undefined && this.startOf[stack] === start) return known;
    const { stacks } = this;
    const createdBy = stacks.intern(stack);
    const startFunction = stacks.leafFunction(stacks.intern(start));
    const name = stacks.functionName(startFunction);
    const site: CreationSite = {
      createdBy,
      startFunction,
      flags: flagsOfFunction(name),
      group: this.groups.ofCreation(createdBy, startFunction),
      histogram: this.latency.of(name),
    };
    this.sites[stack] = site;
    this.startOf[stack] = start;
    return site;
  }
}
