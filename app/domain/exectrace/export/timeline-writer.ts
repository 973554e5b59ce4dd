/** What a lane shows; with an id it names one lane. */
export const lane = {
  /** Id: the P. What runs on it. */
  proc: 0,
  /** Id: the goroutine. Its states. */
  goroutine: 1,
  /** Id: the goroutine. Its regions, which may begin in one state and end in another. */
  region: 2,
  /** Id: a running number of the task. */
  task: 3,
  /** Id 0: collections. */
  gc: 4,
  /** Id 0: stops of the world. */
  stw: 5,
} as const;
export type Lane = (typeof lane)[keyof typeof lane];

export const counters = ['heap in use', 'heap goal', 'running', 'runnable'] as const;
export type CounterName = (typeof counters)[number];

/** What a span says beside its name. */
export interface SpanDetail {
  /** Goroutine that runs; −1: none. */
  readonly goid: number;
  /** Where: `main.work main.go:81`; empty when unknown. */
  readonly place: string;
  /** Number of the arrow that ends at its begin; 0: none. */
  readonly arrow: number;
}

/** Takes a timeline as it is read and writes it in some format. Times are nanoseconds since the trace began. */
export interface TimelineWriter {
  declareProc(proc: number): void;
  declareGoroutine(goid: number, name: string): void;
  /** Before the first region of a goroutine. */
  declareRegions(goid: number): void;
  /** Spans of a lane are nested: the one begun last ends first. */
  begin(on: Lane, id: number, time: number, name: string, detail?: SpanDetail): void;
  end(on: Lane, id: number, time: number): void;
  instant(on: Lane, id: number, time: number, name: string, message: string): void;
  /** An arrow of this number starts here. */
  arrow(on: Lane, id: number, time: number, arrow: number): void;
  counter(name: CounterName, time: number, value: number): void;
  /** Trace time and wall clock, nanoseconds, of one moment. */
  clock(time: number, monotonicNs: bigint, wallNs: bigint): void;
  /** Nothing comes after it. */
  finish(): void;
}
