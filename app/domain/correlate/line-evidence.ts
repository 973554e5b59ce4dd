import type { Frame } from '../../contract/frame';
import type { LineEvidence } from '../../contract/views';
import { formatBytes, formatCount } from '../format/format';
import type { AllocationSite } from '../verdict/evidence';
import { isSameFile } from './same-file';
import { joinedFlags, type JoinedGoroutines } from './joined-goroutines';

interface Draft {
  allocatedBytes: number;
  grownBytes: number;
  blocked: number;
  created: number;
}

/** Living goroutines at one line. */
export interface PlaceCounts {
  readonly frame: Frame;
  /** Wait there now. */
  readonly blocked: number;
  /** Were created there. */
  readonly created: number;
}

/** Where the program's living goroutines wait and came from: each place once. */
export function countAtPlaces(table: JoinedGoroutines): readonly PlaceCounts[] {
  const { flags, places, waitReason, blockedAt, createdBy } = table;
  const blocked = new Uint32Array(places.length);
  const created = new Uint32Array(places.length);
  for (let row = 0; row < table.count; row++) {
    if (flags[row]! & (joinedFlags.ended | joinedFlags.system)) continue;
    if (waitReason[row] !== 0) blocked[blockedAt[row]!]!++;
    created[createdBy[row]!]!++;
  }
  return places.flatMap((frame, i) =>
    i === 0 || blocked[i]! + created[i]! === 0
      ? []
      : [{ frame, blocked: blocked[i]!, created: created[i]! }],
  );
}

/** What the legs know of each line of one source file: bytes in use and their growth, goroutines that wait or began there. */
export function computeLineEvidence(
  file: string,
  sites: readonly AllocationSite[],
  goroutines: readonly PlaceCounts[],
): LineEvidence[] {
  const lines = new Map<number, Draft>();
  const at = (frame: Frame | undefined): Draft | undefined => {
    if (!frame || !isSameFile(frame.file, file)) return undefined;
    const draft = lines.get(frame.line) ?? noEvidence();
    lines.set(frame.line, draft);
    return draft;
  };
  for (const { frame, inUse } of sites) {
    const draft = at(frame);
    const last = inUse.values[inUse.values.length - 1] ?? 0;
    if (!draft) continue;
    draft.allocatedBytes += last;
    draft.grownBytes += last - (inUse.values[0] ?? 0);
  }
  for (const { frame, blocked, created } of goroutines) {
    const draft = at(frame);
    if (!draft) continue;
    draft.blocked += blocked;
    draft.created += created;
  }
  return [...lines]
    .map(([line, draft]) => ({ line, ...present(draft), says: describe(draft) }))
    .filter(({ says }) => says !== '')
    .sort((a, b) => a.line - b.line);
}

const noEvidence = (): Draft => ({ allocatedBytes: 0, grownBytes: 0, blocked: 0, created: 0 });

const present = (draft: Draft) =>
  Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== 0)) as Partial<Draft>;

function describe({ allocatedBytes, grownBytes, blocked, created }: Draft): string {
  return [
    allocatedBytes > 0
      ? `${formatBytes(allocatedBytes)} in use allocated here, ${grownBytes >= 0 ? '+' : ''}${formatBytes(grownBytes)} while recording`
      : '',
    blocked > 0 ? `${formatCount(blocked)} goroutines wait here` : '',
    created > 0 ? `${formatCount(created)} living goroutines were created here` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
