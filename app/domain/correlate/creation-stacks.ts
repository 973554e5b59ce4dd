import type { Frame } from '../../contract/frame';
import type { GoroutineColumns } from './joined-goroutines';

/**
 * Gives goroutines whose creation the trace did not see the stack that others of the same `go` statement have, when
 * there is just one; else the statement alone. So a leak older than the trace stays one group with its younger part.
 * @param stacks those of the trace; the first is empty.
 * @returns all stacks that `creation` now refers to.
 */
export function attributeCreations(
  columns: GoroutineColumns,
  stacks: readonly (readonly Frame[])[],
  places: readonly Frame[],
): readonly (readonly Frame[])[] {
  const creations = [...stacks];
  /** By place: its one stack; −1 when there are several. */
  const byPlace = new Map<number, number>();
  for (let row = 0; row < columns.count; row++) {
    const creation = columns.creation[row]!;
    if (creation === 0) continue;
    const place = columns.createdBy[row]!;
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, creation);
    else if (known !== creation) byPlace.set(place, -1);
  }
  const alone = new Map<number, number>();
  for (let row = 0; row < columns.count; row++) {
    const place = columns.createdBy[row]!;
    if (columns.creation[row] !== 0 || place === 0) continue;
    let creation = byPlace.get(place) ?? -1;
    if (creation < 0) {
      creation = alone.get(place) ?? creations.push([places[place]!]) - 1;
      alone.set(place, creation);
    }
    columns.creation[row] = creation;
  }
  return creations;
}
