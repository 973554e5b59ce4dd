import type { TimelineGroup, TimelineSummary } from '../../../app/contract/timeline';

/** What the lanes are. */
export type LaneMode = 'procs' | 'threads' | 'goroutines' | 'groups';
export const laneModes: readonly LaneMode[] = ['procs', 'threads', 'groups', 'goroutines'];

export const rowHeight = 18;
export const groupHeight = 24;
const contextHeight = 22;

/** One row, wherever it is; `y` from the top of the lanes. */
export type LaneSpec = { readonly y: number; readonly height: number } & (
  | { readonly kind: 'context'; readonly lane: number; readonly id: number }
  | { readonly kind: 'group'; readonly group: TimelineGroup; readonly isOpen: boolean }
  /** The goroutine of this index: of its group, or of all. */
  | { readonly kind: 'goroutine'; readonly group: number | undefined; readonly index: number }
);

/** All rows without a list of them: a trace may have a million. */
export interface LaneModel {
  readonly height: number;
  readonly count: number;
  /** Rows that touch [top, bottom). */
  between(top: number, bottom: number): readonly LaneSpec[];
  /** Where a goroutine's row is; undefined while its group is folded or lanes are not goroutines. */
  placeOf(group: number, indexInGroup: number, indexOfAll: number): number | undefined;
}

interface Section {
  readonly y: number;
  readonly head: TimelineGroup | undefined;
  readonly isOpen: boolean;
  readonly members: number;
}

export function createLaneModel(
  summary: TimelineSummary,
  mode: LaneMode,
  open: ReadonlySet<number>,
): LaneModel {
  if (mode === 'procs' || mode === 'threads') return contexts(summary[mode]);
  if (mode === 'goroutines') return sections([all(summary.goroutines)]);
  let y = 0;
  return sections(
    summary.groups.map((head) => {
      const isOpen = open.has(head.group);
      const section = { y, head, isOpen, members: isOpen ? head.goroutines : 0 };
      y += groupHeight + section.members * rowHeight;
      return section;
    }),
  );
}

const all = (members: number): Section => ({ y: 0, head: undefined, isOpen: true, members });

function contexts(lanes: readonly { readonly lane: number; readonly id: number }[]): LaneModel {
  return {
    height: lanes.length * contextHeight,
    count: lanes.length,
    between: (top, bottom) =>
      lanes
        .map(({ lane, id }, i) => ({
          kind: 'context' as const,
          y: i * contextHeight,
          height: contextHeight,
          lane,
          id,
        }))
        .filter(({ y, height }) => y + height > top && y < bottom),
    placeOf: () => undefined,
  };
}

function sections(list: readonly Section[]): LaneModel {
  const endOf = ({ y, head, members }: Section) =>
    y + (head ? groupHeight : 0) + members * rowHeight;
  const last = list.at(-1);
  return {
    height: last === undefined ? 0 : endOf(last),
    count: list.reduce((sum, { head, members }) => sum + (head ? 1 : 0) + members, 0),
    between(top, bottom) {
      const found: LaneSpec[] = [];
      for (const section of list) {
        if (endOf(section) <= top) continue;
        if (section.y >= bottom) break;
        const { y, head, isOpen, members } = section;
        if (head !== undefined && y + groupHeight > top) {
          found.push({ kind: 'group', y, height: groupHeight, group: head, isOpen });
        }
        const start = y + (head ? groupHeight : 0);
        const first = Math.max(0, Math.floor((top - start) / rowHeight));
        const end = Math.min(members, Math.ceil((bottom - start) / rowHeight));
        for (let index = first; index < end; index++) {
          const at = start + index * rowHeight;
          found.push({ kind: 'goroutine', y: at, height: rowHeight, group: head?.group, index });
        }
      }
      return found;
    },
    placeOf(group, indexInGroup, indexOfAll) {
      for (const { y, head, isOpen } of list) {
        if (head === undefined) return indexOfAll * rowHeight;
        if (head.group === group) {
          return isOpen ? y + groupHeight + indexInGroup * rowHeight : undefined;
        }
      }
      return undefined;
    },
  };
}
