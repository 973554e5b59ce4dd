import type { CompiledFilters } from './filter/compile-filters';

/**
 * What makes two frames one row, as the options of `go tool pprof` of the same names; `packages`
 * is ours: all functions of a Go package.
 */
export const granularities = [
  'functions',
  'filefunctions',
  'files',
  'lines',
  'addresses',
  'packages',
] as const;
export type Granularity = (typeof granularities)[number];

/** How frames become rows. */
export interface FrameOptions {
  /** Default `functions`. */
  readonly granularity?: Granularity | undefined;
  /** Charge inlined calls to the function that holds the code. */
  readonly noInlines?: boolean | undefined;
  /** Keep column numbers at granularity `lines`. */
  readonly showColumns?: boolean | undefined;
}

/** What every view of a profile takes. */
export interface ViewOptions extends FrameOptions {
  /** Column of `Profile.sampleTypes`, from `findSampleType`. */
  readonly sampleType: number;
  /** Count the agent's own samples as well; default false. */
  readonly includeAgent?: boolean | undefined;
  /** From `compileFilters`. */
  readonly filters?: CompiledFilters | undefined;
  /** Percentages of what the filters leave, instead of the whole profile. */
  readonly relativePercentages?: boolean | undefined;
  /** Leave out rows that fell. */
  readonly dropNegative?: boolean | undefined;
}
