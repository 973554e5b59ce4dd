/** How much of a series is kept. */
export interface SeriesLimits {
  /** The newest, all of them. */
  readonly keepLast: number;
  /** Of those before, so many, evenly spread in time; the very first is always one of them. */
  readonly keepOlder: number;
  /** Of all together; the newest two stay whatever they weigh. */
  readonly maxBytes: number;
}

export interface SeriesMember {
  readonly atMs: number;
  readonly sizeBytes: number;
}

/**
 * Which members of a series to drop so that it stays within its limits: always the older one that lies closest between
 * its neighbours, so that what is left reaches back to the start and thins out evenly.
 * @param members in order of time.
 * @returns indices into `members`, ascending.
 */
export function thinSeries(
  members: readonly SeriesMember[],
  { keepLast, keepOlder, maxBytes }: SeriesLimits,
): readonly number[] {
  const kept = members.map((member, index) => ({ ...member, index }));
  const dropped: number[] = [];
  const bytes = () => kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const drop = (candidates: number): void => {
    let narrowest = 1;
    for (let at = 1; at < candidates; at++) {
      if (gapAround(kept, at) < gapAround(kept, narrowest)) narrowest = at;
    }
    dropped.push(...kept.splice(narrowest, 1).map(({ index }) => index));
  };
  while (kept.length > keepLast + keepOlder && kept.length > 2) {
    drop(Math.max(2, kept.length - keepLast));
  }
  while (kept.length > 2 && bytes() > maxBytes) drop(kept.length - 1);
  return dropped.sort((l, r) => l - r);
}

const gapAround = (kept: readonly SeriesMember[], at: number): number =>
  (kept[at + 1]?.atMs ?? Infinity) - (kept[at - 1]?.atMs ?? -Infinity);
