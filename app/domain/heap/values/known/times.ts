import type { GoType } from '../../../gosym';
import { fieldOf, type ValueMemory } from '../source';

const hasMonotonic = 1n << 63n;
/** Seconds from year 1 to 1885, from which times with a monotonic reading count, and to 1970. */
const wallToInternal = 59_453_308_800n;
const unixToInternal = 62_135_596_800n;
const maxTransitions = 1 << 16;

/** A time.Time as its String method has it, without the monotonic reading. */
export function formatTime(values: ValueMemory, type: GoType, address: number): string | undefined {
  const at = (name: string) => address + (fieldOf(type, name)?.offset ?? 0);
  const view = values.view(at('wall'), 8);
  const extra = values.view(at('ext'), 8);
  const location = values.u64(at('loc'));
  if (!view || !extra || location === undefined) return undefined;
  const wall = view.getBigUint64(0, true);
  const nanoseconds = Number(wall & 0x3fff_ffffn);
  const internal =
    (wall & hasMonotonic) !== 0n
      ? wallToInternal + ((wall >> 30n) & 0x1_ffff_ffffn)
      : extra.getBigInt64(0, true);
  const unix = Number(internal - unixToInternal);
  const zone = findZone(values, fieldOf(type, 'loc')?.type.elem, location, unix);
  return formatAt(unix, nanoseconds, zone);
}

interface Zone {
  readonly name: string;
  /** Seconds east of UTC. */
  readonly offset: number;
}

const utc: Zone = { name: 'UTC', offset: 0 };

function formatAt(unix: number, nanoseconds: number, { name, offset }: Zone): string {
  const date = new Date((unix + offset) * 1000);
  if (Number.isNaN(date.getTime())) return `${unix} s since 1970`;
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  const time = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
  const fraction = nanoseconds === 0 ? '' : `.${pad(nanoseconds, 9).replace(/0+$/, '')}`;
  const minutes = Math.trunc(Math.abs(offset) / 60);
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${pad(Math.trunc(minutes / 60))}${pad(minutes % 60)}`;
  return `${day} ${time}${fraction} ${zone} ${name === '' ? zone : name}`;
}

/** time.Location.lookup: the cached zone, or the one of the last transition before; UTC where nothing tells. */
function findZone(
  values: ValueMemory,
  type: GoType | undefined,
  location: number,
  unix: number,
): Zone {
  if (location === 0 || !type) return utc;
  const at = (name: string) => location + (fieldOf(type, name)?.offset ?? 0);
  const cached = values.u64(at('cacheZone'));
  const zoneType = fieldOf(type, 'cacheZone')?.type.elem;
  const from = values.memory.i64(at('cacheStart'));
  const to = values.memory.i64(at('cacheEnd'));
  if (cached && zoneType && from !== undefined && to !== undefined && from <= unix && unix < to) {
    return readZone(values, zoneType, cached);
  }
  const zones = values.u64(at('zone'));
  const count = values.u64(at('zone') + 8) ?? 0;
  const elem = fieldOf(type, 'zone')?.type.elem;
  if (!zones || !elem || count === 0) return utc;
  const index = findTransition(values, type, location, unix);
  return index < count ? readZone(values, elem, zones + index * elem.sizeBytes) : utc;
}

/** Index of the zone in force; that before the first transition is the first. */
function findTransition(values: ValueMemory, type: GoType, location: number, unix: number): number {
  const field = fieldOf(type, 'tx');
  const array = values.u64(location + (field?.offset ?? 0)) ?? 0;
  const count = values.u64(location + (field?.offset ?? 0) + 8) ?? 0;
  const elem = field?.type.elem;
  let index = 0;
  for (let i = 0; elem && i < Math.min(count, maxTransitions); i++) {
    const when = values.memory.i64(array + i * elem.sizeBytes);
    if (when === undefined || when > unix) break;
    index = values.memory.u8(array + i * elem.sizeBytes + 8) ?? 0;
  }
  return index;
}

function readZone(values: ValueMemory, type: GoType, address: number): Zone {
  const name = values.memory.goString(address + (fieldOf(type, 'name')?.offset ?? 0)) ?? '';
  const offset = values.memory.i64(address + (fieldOf(type, 'offset')?.offset ?? 16)) ?? 0;
  return Math.abs(offset) < 86_400 * 2 ? { name, offset } : { name, offset: 0 };
}
