/** What makes two frames one row, as the options of `go tool pprof` of the same names. */
export type Granularity = 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';

/** What every view of a profile takes. */
export interface ViewOptions {
  /** Column of `Profile.sampleTypes`, from `findSampleType`. */
  readonly sampleType: number;
  /** Default `functions`. */
  readonly granularity?: Granularity | undefined;
  /** Count the agent's own samples as well; default false. */
  readonly includeAgent?: boolean | undefined;
}
