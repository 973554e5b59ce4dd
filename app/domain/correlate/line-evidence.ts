import type { Frame } from '../../contract/frame';
import type { GoroutineRow, LineEvidence } from '../../contract/views';
import { baseName, formatBytes, formatCount } from '../format/format';
import type { AllocationSite } from '../verdict/evidence';

interface Draft {
  allocatedBytes: number;
  grownBytes: number;
  blocked: number;
  created: number;
}

/** What the legs know of each line of one source file: bytes in use and their growth, goroutines that wait or began there. */
export function computeLineEvidence(
  file: string,
  sites: readonly AllocationSite[],
  goroutines: readonly GoroutineRow[],
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
  for (const { blockedAt, createdBy, endedAtSeconds, waitReason } of goroutines) {
    if (endedAtSeconds !== undefined) continue;
    const blocked = waitReason === '' ? undefined : at(blockedAt);
    if (blocked) blocked.blocked++;
    const created = at(createdBy);
    if (created) created.created++;
  }
  return [...lines]
    .map(([line, draft]) => ({ line, ...present(draft), says: describe(draft) }))
    .filter(({ says }) => says !== '')
    .sort((a, b) => a.line - b.line);
}

/** -trimpath and other machines: equal when one path ends with the other's last two elements. */
function isSameFile(a: string, b: string): boolean {
  if (a === b) return true;
  const tail = (path: string) => path.split('/').slice(-2).join('/');
  return baseName(a) === baseName(b) && tail(a) === tail(b);
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
