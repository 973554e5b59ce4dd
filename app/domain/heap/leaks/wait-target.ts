import type { GoType } from '../../gosym';
import type { HeapGraph } from '../heap-graph';
import type { RuntimeImage } from '../stack-roots/runtime-image';
import type { WaitTarget } from '../../../contract/heap-leaks';
import type { WaitKind } from './wait';

/** What holds a semaphore or a list of waiters, as the standard library declares it. */
const primitives: ReadonlySet<string> = new Set([
  'sync.Mutex',
  // What sync.Mutex is made of from Go 1.24 on.
  'internal/sync.Mutex',
  'sync.RWMutex',
  'sync.WaitGroup',
  'sync.Cond',
  'sync.Once',
]);
const maxDepth = 16;

interface Place {
  readonly type: GoType;
  /** `mu` of the object around it; empty when it is the object. */
  readonly path: string;
  readonly owner: string;
  readonly address: number;
}

const shownName = ({ name }: GoType) => name.replace(/^internal\//, '');

/** Says in words what stands at `address`: a channel, or the lock or condition around a word of it. */
export function describeTarget(
  image: RuntimeImage,
  graph: HeapGraph,
  kind: WaitKind,
  address: number,
): WaitTarget {
  if (kind === 'channel') return describeChannel(image, graph, address);
  const shown = kind === 'cond' ? 'cond' : 'lock';
  const object = graph.objects.find(address);
  if (object < 0) return { kind: shown, address, name: nameGlobal(image, address) };
  const type = graph.types.get(object)?.type;
  const start = graph.objects.address[object]! + graph.types.originOf(object);
  const place = type && findPrimitive(type, start, address, type.name);
  if (place) {
    const name =
      place.path === ''
        ? shownName(place.type)
        : `${shownName(place.type)} ${place.path} of ${place.owner}`;
    return { kind: shown, address: place.address, name };
  }
  return { kind: shown, address, name: '' };
}

function describeChannel(image: RuntimeImage, graph: HeapGraph, address: number): WaitTarget {
  const hchan = image.record('runtime.hchan');
  const element = graph.types.runtimeType(hchan.read(address, 'elemtype'));
  return {
    kind: 'chan',
    address,
    name: element ? `chan ${element.name}` : 'chan',
    length: hchan.read(address, 'qcount'),
    capacity: hchan.read(address, 'dataqsiz'),
  };
}

/** The outermost lock or condition of `type` around the word at `address`. */
function findPrimitive(
  type: GoType,
  start: number,
  address: number,
  owner: string,
): Place | undefined {
  let at = start;
  let current = type;
  const path: string[] = [];
  for (let depth = 0; depth < maxDepth; depth++) {
    if (primitives.has(current.name))
      return { type: current, path: path.join('.'), owner, address: at };
    if (current.kind === 'array' && current.elem && current.elem.sizeBytes > 0) {
      const index = Math.floor((address - at) / current.elem.sizeBytes);
      path.push(`[${index}]`);
      at += index * current.elem.sizeBytes;
      current = current.elem;
      continue;
    }
    const inside = current.fields.find(
      (field) => address >= at + field.offset && address < at + field.offset + field.type.sizeBytes,
    );
    if (!inside || current.kind !== 'struct') return undefined;
    path.push(inside.name);
    at += inside.offset;
    current = inside.type;
  }
  return undefined;
}

function nameGlobal({ program, snapshot }: RuntimeImage, address: number): string {
  const { bias } = snapshot.header;
  const found = program.dwarf?.globals.find(
    (variable) =>
      address >= variable.address + bias &&
      address < variable.address + bias + (variable.type?.sizeBytes ?? 8),
  );
  return found?.name ?? '';
}
