import { formatCount, formatMs } from '../../../../app/domain/format/format';
import type { Frame } from '../../../../app/contract/frame';
import type { AliveReason, SuspicionCode, WaitGroup } from '../../../../app/contract/heap-leaks';

/** Frames shown of a stack; the JSON document has more. */
const shownFrames = 6;
const shownGoids = 8;

/** Groups as headings with what they wait for, who refers to it, and the verdict in words. */
export function formatLeaks(groups: readonly WaitGroup[], hidden: number): string {
  const sum = (verdict: WaitGroup['verdict']) =>
    formatCount(groups.reduce((n, group) => n + (group.verdict === verdict ? group.count : 0), 0));
  const proven = formatCount(groups.reduce((n, group) => n + group.proven, 0));
  const head = `${proven} proven never to run again · ${sum('suspected')} suspected · ${sum('alive')} wait and may be woken`;
  const more =
    hidden > 0 ? [`${formatCount(hidden)} more goroutines need nobody else to go on.`] : [];
  return [head, ...groups.map(formatGroup), ...more].join('\n\n') + '\n';
}

function formatGroup(group: WaitGroup): string {
  const { count, function: name, createdBy, blockedAt, reason, stack, goids } = group;
  const more = count > shownGoids ? ', …' : '';
  const lines = [
    `${formatCount(count)} ${name}  ${group.verdict.toUpperCase()}`,
    `  waits in ${reason}${at(blockedAt)}${formatAge(group.waitedMs)}`,
    ...(createdBy ? [`  created by ${createdBy.function}${at(createdBy)}`] : []),
    ...formatTargets(group),
    `  ${formatVerdict(group)}`,
    `  goroutines ${goids.slice(0, shownGoids).join(', ')}${more}`,
    ...ownFrames(stack).map((frame) => `    ${frame.function}${at(frame)}`),
  ];
  return lines.join('\n');
}

/** From the program's own call on. */
function ownFrames(stack: readonly Frame[]): readonly Frame[] {
  const isRuntimes = ({ function: name }: Frame) => /^(internal\/)?(runtime|sync)\./.test(name);
  const shown = stack.slice(
    Math.max(
      0,
      stack.findIndex((frame) => !isRuntimes(frame)),
    ),
  );
  return shown.filter(({ function: name }) => name !== 'runtime.goexit').slice(0, shownFrames);
}

const at = (frame: Frame | undefined) => (frame?.file ? ` at ${frame.file}:${frame.line}` : '');

const formatAge = (waitedMs: number | undefined) =>
  waitedMs === undefined ? '' : `, for at least ${formatMs(waitedMs)}`;

function formatTargets({
  targets,
  reason,
  distinctTargets,
  count,
  heldBy,
}: WaitGroup): readonly string[] {
  const shown = targets.map(({ kind, address, name, length, capacity }) => {
    const place = `0x${address.toString(16)}`;
    if (kind !== 'chan') return `${name || nameByReason(reason)} (${place})`;
    const buffer = capacity ? `, ${length} of ${capacity} in its buffer` : '';
    return `${name} (${place}${buffer})`;
  });
  const each =
    count > 1 && distinctTargets > 1 ? ` and ${formatCount(distinctTargets - 1)} others` : '';
  return [
    ...(shown.length > 0 ? [`  on ${shown.join(' or ')}${each}`] : []),
    ...(heldBy === undefined ? [] : [`  held by ${heldBy}`]),
  ];
}

/** `sync.Mutex` of `sync.Mutex.Lock`. */
const nameByReason = (reason: string) =>
  reason.startsWith('sync.') ? reason.replace(/\.\w+$/, '') : 'a semaphore';

function formatVerdict({ verdict, proven, count, alive, suspicion, earlier }: WaitGroup): string {
  if (verdict === 'proven') {
    const who = proven === count ? (count === 1 ? 'it' : 'all') : `${formatCount(proven)} of them`;
    return `proven for ${who}: nothing that can still run reaches what is waited for`;
  }
  const why = alive ? formatAlive(alive) : '';
  if (suspicion === undefined) return `may be woken: ${why}`;
  return `suspected, not proven: ${formatSuspicion(suspicion, count, earlier)}; ${why}`;
}

function formatAlive({ code, holder }: AliveReason): string {
  const it = holder === undefined ? 'it' : holder;
  switch (code) {
    case 'awake':
      return 'it needs no other goroutine';
    case 'global':
      return `the variable ${it} reaches what it waits for`;
    case 'goroutine':
      return `a goroutine that can run reaches what it waits for: ${it}`;
    case 'timer':
      return `a timer that is set reaches what it waits for: ${it}`;
    case 'runtime':
      return 'the runtime itself keeps what it waits for';
    case 'unclear':
      return 'the snapshot does not tell';
  }
}

function formatSuspicion(code: SuspicionCode, count: number, earlier: number | undefined): string {
  switch (code) {
    case 'grows':
      return `there were ${formatCount(earlier ?? 0)} before, and now ${formatCount(count)}`;
    case 'each-its-own':
      return 'many wait for long, each for an object of its own';
    case 'lock-held':
      return 'nobody waits this long for a lock that is let go';
  }
}
