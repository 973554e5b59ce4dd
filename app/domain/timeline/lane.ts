/**
 * What the rows of a lane hold after their time:
 * - `state`: site (index into the site table, which has the state), reference (see `LaneReference`)
 * - `counts`: how many members are in each of the states 1 to 4 from now on
 * - `value`: difference to the value before, as zigzag; the first of a tile from 0
 */
export const laneCodec = { state: 0, counts: 1, value: 2 } as const;
export type LaneCodec = (typeof laneCodec)[keyof typeof laneCodec];

/** States that time is summed by, at their index − 1; state 0 is none of them, and the rest. */
export const laneStates = ['runnable', 'running', 'syscall', 'waiting'] as const;
export const stateCount = laneStates.length;

/** Width of the finest buckets: 65.5 µs. Below it the rows themselves are few enough. */
export const firstBucketShift = 16;
/** A level's buckets are 8 times as wide as those of the one below it. */
export const levelShift = 3;
export const lastBucketShift = firstBucketShift + 8 * levelShift;

/** A number that keeps small negative ones small. */
export const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);
export const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);
