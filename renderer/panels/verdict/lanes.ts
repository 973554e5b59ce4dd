import type { GoroutineRow } from '../../../app/contract/goroutines';

export type Lane = Pick<
  GoroutineRow,
  'goid' | 'function' | 'state' | 'waitReason' | 'createdAtSeconds' | 'endedAtSeconds'
>;

/** Lanes that fit, spread evenly over those whose birth was seen, oldest first. */
export function pickLanes(lanes: readonly Lane[], room: number): readonly Lane[] {
  const born = lanes
    .filter((lane) => lane.createdAtSeconds !== undefined)
    .sort((a, b) => (a.createdAtSeconds ?? 0) - (b.createdAtSeconds ?? 0));
  if (room < 1) return [];
  if (born.length <= room) return born;
  const picked: Lane[] = [];
  for (let i = 0; i < room; i++) {
    const lane = born[Math.floor((i * born.length) / room)];
    if (lane !== undefined) picked.push(lane);
  }
  return picked;
}
