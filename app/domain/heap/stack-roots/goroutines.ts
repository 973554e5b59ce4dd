import { readParkedOn, type SemaphoreWaiters } from './parked-on';
import type { Goroutine } from './model';
import type { RuntimeImage } from './runtime-image';

/** runtime's _G constants: idle, unused and dead goroutines have no stack to look at. */
const statuses: readonly (string | undefined)[] = [
  ...(['idle', 'runnable', 'running', 'syscall', 'waiting', undefined, 'dead'] as const),
  ...([undefined, 'copystack', 'preempted', 'leaked', 'dead'] as const),
];
const waitingStatuses: ReadonlySet<string> = new Set(['waiting', 'leaked', 'preempted']);
/** Set while the collector looks at the stack. */
const scanBit = 0x1000;
/** More goroutines than this do not fit in memory. */
const maxGoroutines = 1 << 26;
/** Functions of the runtime that run the program's code. */
const programEntries: ReadonlySet<string> = new Set([
  'runtime.main',
  'runtime.corostart',
  'runtime.handleAsyncEvent',
]);

/** Addresses of all runtime.g, dead ones included. */
export function readAllGs(image: RuntimeImage): readonly number[] {
  const { memory } = image;
  const slice = image.addressOf('runtime.allgs');
  const start = slice === undefined ? 0 : (memory.u64(slice) ?? 0);
  const length = slice === undefined ? 0 : (memory.u64(slice + 8) ?? 0);
  const addresses: number[] = [];
  for (let i = 0; i < Math.min(length, maxGoroutines); i++) {
    const address = memory.u64(start + 8 * i);
    if (address === undefined) break;
    addresses.push(address);
  }
  return addresses;
}

/** All of a goroutine but its frames; undefined when it is idle or dead and has no roots. */
export function readGoroutine(
  image: RuntimeImage,
  g: number,
  semaphores: SemaphoreWaiters,
): Omit<Goroutine, 'frames' | 'failure'> | undefined {
  const { memory } = image;
  const record = image.record('runtime.g');
  const number = record.read(g, 'atomicstatus') & ~scanBit;
  const status = statuses[number] ?? `status ${number}`;
  const stack = g + record.offset('stack');
  const low = memory.u64(stack) ?? 0;
  const high = memory.u64(stack + 8) ?? 0;
  if (status === 'idle' || status === 'dead' || high === 0) return undefined;
  const startPc = record.read(g, 'startpc');
  const waiting = waitingStatuses.has(status);
  return {
    g,
    goid: record.read(g, 'goid'),
    status,
    waitReason: waiting ? readWaitReason(image, record.read(g, 'waitreason')) : undefined,
    system: isSystem(image, startPc),
    stack: { low, high },
    createdAtPc: record.read(g, 'gopc'),
    startPc,
    parentGoid: record.read(g, 'parentGoid'),
    parkedOn: readParkedOn(image, g, semaphores),
  };
}

/** The runtime's own words: the table moves between releases, so it is read from the program. */
function readWaitReason(image: RuntimeImage, index: number): string | undefined {
  const table = image.addressOf('runtime.waitReasonStrings');
  const text = table === undefined ? undefined : image.memory.goString(table + 16 * index);
  return text === '' ? undefined : text;
}

/** As runtime.isSystemGoroutine, for goroutines that do not change sides. */
function isSystem(image: RuntimeImage, startPc: number): boolean {
  const name = image.symbols.find(startPc)?.name ?? '';
  return name.startsWith('runtime.') && !programEntries.has(name);
}
