import type { GoType } from '../../gosym';
import { readChannel, type Waiter } from './channels';
import { readClosure } from './closures';
import { readInterface } from './dynamic';
import { shortName } from './format-value';
import { mapCount, mapEntries } from './maps/entries';
import type { MapEntry } from './maps/slot';
import { syncMapEntries } from './maps/sync-map';
import type { Place } from './place';
import { readSequence } from './sequences';
import { fieldOf, type ValueMemory } from './source';

/** A named part of a value; `text` where there is nothing to read. */
export interface Part {
  /** `.field`, `[3]`, `*`, `sender goroutine 17`; of a map's entry the key is yet to be printed. */
  readonly name: string;
  readonly key?: { readonly type: GoType; readonly address: number };
  readonly place?: Place;
  readonly text?: string;
}

/** Parts of a place, one after the other; they may be very many. */
export interface Parts {
  /** Undefined when it is not known beforehand. */
  readonly count: number | undefined;
  /** From `offset` on. */
  from(offset: number): Iterable<Part>;
}

const none: Parts = { count: 0, from: () => [] };

const typed = (type: GoType, address: number): Place => ({ kind: 'typed', type, address });

/** What can be seen by looking into a place. */
export function partsOf(values: ValueMemory, place: Place): Parts {
  switch (place.kind) {
    case 'typed':
      return partsOfValue(values, place.type, place.address);
    case 'elements':
      return elements(place.elem, place.address, place.count);
    case 'map':
      return entries(
        mapEntries(values, place.type, place.address),
        mapCount(values, place.type, place.address),
      );
    case 'chan':
      return partsOfChannel(values, place.type, place.address);
    case 'closure': {
      const captured = readClosure(values, place.address)?.captured ?? [];
      if (captured.length === 0) return wordsBehind(values, place.address);
      return list(
        captured.map(({ name, type, address }) => ({ name, place: typed(type, address) })),
      );
    }
    case 'text':
      return none;
    case 'words':
      return words(values, place.address, place.count);
  }
}

function partsOfValue(values: ValueMemory, type: GoType, address: number): Parts {
  switch (type.kind) {
    case 'struct':
      if (type.name === 'sync.Map')
        return entries(syncMapEntries(values, type, address), undefined);
      return list(
        type.fields
          .filter(({ name }) => name !== '_')
          .map((field) => ({
            name: `.${field.embedded ? shortName(field.name) : field.name}`,
            place: typed(field.type, address + field.offset),
          })),
      );
    case 'array':
      return type.elem ? elements(type.elem, address, type.count ?? 0) : none;
    case 'slice': {
      const sequence = readSequence(values, type, address);
      if (!sequence || !type.elem || sequence.damaged !== undefined) return none;
      return elements(type.elem, sequence.address, sequence.length);
    }
    case 'pointer':
      return partsOfPointer(values, type, address);
    case 'interface': {
      const dynamic = readInterface(values, type, address);
      return dynamic?.kind === 'typed' ? partsOfValue(values, dynamic.type, dynamic.address) : none;
    }
    case 'map':
    case 'chan':
    case 'func': {
      const pointer = values.u64(address);
      if (!pointer) return none;
      return type.kind === 'func'
        ? partsOf(values, { kind: 'closure', address: pointer })
        : partsOf(values, { kind: type.kind, type, address: pointer });
    }
    default:
      return none;
  }
}

/** Of what it points to, when that has any; else that itself. */
function partsOfPointer(values: ValueMemory, type: GoType, address: number): Parts {
  const pointer = values.u64(address);
  const { elem } = type;
  if (!pointer || !elem || elem.sizeBytes === 0) return none;
  if (elem.kind === 'struct' || elem.kind === 'array') return partsOfValue(values, elem, pointer);
  return list([{ name: '*', place: typed(elem, pointer) }]);
}

function elements(elem: GoType, address: number, count: number): Parts {
  return {
    count,
    *from(offset) {
      for (let i = offset; i < count; i++) {
        yield { name: `[${i}]`, place: typed(elem, address + i * elem.sizeBytes) };
      }
    },
  };
}

function entries(all: Iterable<MapEntry>, count: number | undefined): Parts {
  return {
    count,
    *from(offset) {
      let skipped = 0;
      for (const { key, keyAddress, elem, elemAddress } of all) {
        if (skipped++ < offset) continue;
        const place = typed(elem, elemAddress);
        yield { name: '', key: { type: key, address: keyAddress }, place };
      }
    },
  };
}

/** The buffer, oldest first, then who waits. */
function partsOfChannel(values: ValueMemory, type: GoType, address: number): Parts {
  const channel = readChannel(values, address);
  const { elem } = type;
  if (!channel || !elem) return none;
  const { length, senders, receivers } = channel;
  const waiting = (what: string, { goid, elemAddress }: Waiter): Part => {
    const name = `${what} goroutine ${goid ?? '?'}`;
    return what === 'sender' && elemAddress !== 0
      ? { name, place: typed(elem, elemAddress) }
      : { name, text: `waits to ${what === 'sender' ? 'send' : 'receive'}` };
  };
  return {
    count: length + senders.length + receivers.length,
    *from(offset) {
      for (let i = offset; i < length; i++) {
        yield { name: `[${i}]`, place: typed(elem, channel.elementAt(i, elem.sizeBytes)) };
      }
      const waiters = [
        ...senders.map((waiter) => waiting('sender', waiter)),
        ...receivers.map((waiter) => waiting('receiver', waiter)),
      ];
      yield* waiters.slice(Math.max(0, offset - length));
    },
  };
}

/** What a closure captured where the debug information does not tell: the words behind its pc. */
function wordsBehind(values: ValueMemory, address: number): Parts {
  const object = values.objectAt(address);
  if (object === undefined) return none;
  const { objects } = values.source.graph;
  const end = objects.address[object]! + objects.sizeBytes(object);
  return words(values, address + 8, Math.floor((end - address) / 8) - 1);
}

/** Words of an object that nothing tells the type of; those that point into the heap say to what. */
function words(values: ValueMemory, address: number, count: number): Parts {
  const { graph } = values.source;
  return {
    count,
    *from(offset) {
      for (let i = offset; i < count; i++) {
        const word = values.u64(address + 8 * i);
        if (word === undefined) return;
        const object = values.objectAt(word);
        const says = object === undefined ? '' : ` → ${graph.types.name(object)}`;
        yield { name: `+${8 * i}`, text: `0x${word.toString(16)}${says}` };
      }
    },
  };
}

const list = (parts: readonly Part[]): Parts => ({
  count: parts.length,
  from: (offset) => parts.slice(offset),
});

/** Where a pointer, map, channel or interface leads on the heap. */
export function targetOf(values: ValueMemory, place: Place): number | undefined {
  if (place.kind !== 'typed') return values.objectAt(place.address);
  const { type, address } = place;
  switch (type.kind) {
    case 'pointer':
    case 'map':
    case 'chan':
    case 'func':
    case 'unsafe-pointer':
    case 'slice':
    case 'string':
      return values.objectAt(values.u64(address) ?? 0);
    case 'interface':
      return values.objectAt(values.u64(address + 8) ?? 0);
    case 'struct': {
      const inner = type.name.startsWith('sync/atomic.Pointer[') ? fieldOf(type, 'v') : undefined;
      return inner && values.objectAt(values.u64(address + inner.offset) ?? 0);
    }
    default:
      return undefined;
  }
}
