/** A robust slope per unit of time with its 95 % interval. */
export interface TheilSen {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
}

/** Theil–Sen estimator. */
export function theilSen(times: ArrayLike<number>, values: ArrayLike<number>): TheilSen {
  void times;
  void values;
  return { slope: 0, low: 0, high: 0 };
}
