import type { GoType } from '../../../gosym';
import { fieldOf, type ValueMemory } from '../source';

/** sync.RWMutex: a writer that waits or holds takes this from the number of readers. */
const maxReaders = 1 << 30;

/** State of a lock in words: `sync.Mutex{locked, 2 waiting}`. */
export function formatLock(values: ValueMemory, type: GoType, address: number): string | undefined {
  switch (type.name) {
    case 'sync.Mutex':
    case 'internal/sync.Mutex':
      return says(type, describeMutex(values, type, address));
    case 'sync.RWMutex':
      return says(type, describeReaders(values, type, address));
    case 'sync.WaitGroup':
      return says(type, describeWaitGroup(values, type, address));
    case 'sync.Once':
      return says(type, describeOnce(values, type, address));
    default:
      return undefined;
  }
}

const says = ({ name }: GoType, state: string | undefined) =>
  state === undefined ? undefined : `${name}{${state}}`;

/** Offset of a field of four bytes by its path: sync.Mutex wraps internal/sync.Mutex from Go 1.24 on. */
function read32(
  values: ValueMemory,
  type: GoType,
  address: number,
  names: readonly string[],
): number | undefined {
  let at = address;
  let inner: GoType | undefined = type;
  for (const name of names) {
    const field = fieldOf(inner, name);
    if (!field) return undefined;
    at += field.offset;
    inner = field.type;
  }
  // atomic.Int32 and the like are structs around their number.
  const value = inner && fieldOf(inner, 'v');
  const raw = values.memory.u32(at + (value?.offset ?? 0));
  return raw === undefined ? undefined : raw | 0;
}

function describeMutex(values: ValueMemory, type: GoType, address: number): string | undefined {
  const state =
    read32(values, type, address, ['state']) ?? read32(values, type, address, ['mu', 'state']);
  if (state === undefined) return undefined;
  const waiting = state >>> 3;
  return [
    (state & 1) !== 0 ? 'locked' : 'unlocked',
    ...((state & 4) !== 0 ? ['starving'] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
  ].join(', ');
}

function describeReaders(values: ValueMemory, type: GoType, address: number): string | undefined {
  const count = read32(values, type, address, ['readerCount']);
  const waits = read32(values, type, address, ['readerWait']) ?? 0;
  if (count === undefined) return undefined;
  if (count >= 0) return count === 0 ? 'unlocked' : `${count} reading`;
  const readers = count + maxReaders;
  if (waits > 0) return `${waits} reading, a writer waiting, ${readers - waits} readers waiting`;
  return readers > 0 ? `locked for writing, ${readers} readers waiting` : 'locked for writing';
}

function describeWaitGroup(values: ValueMemory, type: GoType, address: number) {
  const field = fieldOf(type, 'state');
  const value = field && fieldOf(field.type, 'v');
  if (!field || !value) return undefined;
  const at = address + field.offset + value.offset;
  const waiters = values.memory.u32(at);
  const counter = values.memory.u32(at + 4);
  if (waiters === undefined || counter === undefined) return undefined;
  // The top bit says that it belongs to a synctest bubble (Go ≥ 1.25).
  const waiting = waiters & 0x7fff_ffff;
  return `counter ${counter | 0}${waiting > 0 ? `, ${waiting} waiting` : ''}`;
}

function describeOnce(values: ValueMemory, type: GoType, address: number): string | undefined {
  const done = read32(values, type, address, ['done']);
  return done === undefined ? undefined : (done & 1) !== 0 ? 'done' : 'not done';
}
