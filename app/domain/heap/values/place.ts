import type { GoType } from '../../gosym';

/** Where a value lies and how to read it. Run-time addresses. */
export type Place =
  /** A value of a static type. */
  | { readonly kind: 'typed'; readonly type: GoType; readonly address: number }
  /** Elements side by side: an array on the heap, what a slice shows. */
  | {
      readonly kind: 'elements';
      readonly elem: GoType;
      readonly address: number;
      readonly count: number;
    }
  /** A map behind its pointer. */
  | { readonly kind: 'map'; readonly type: GoType; readonly address: number }
  /** A channel behind its pointer. */
  | { readonly kind: 'chan'; readonly type: GoType; readonly address: number }
  /** A func value behind its pointer: {pc, captured variables}. */
  | { readonly kind: 'closure'; readonly address: number }
  /** Bytes of strings. */
  | { readonly kind: 'text'; readonly address: number; readonly count: number }
  /** Nothing tells the type. */
  | { readonly kind: 'words'; readonly address: number; readonly count: number };

/** The place as an opaque text: what a panel sends back to look further in. */
export function formatRef(place: Place): string {
  const at = place.address.toString(16);
  switch (place.kind) {
    case 'typed':
      return `t:${place.type.dieOffset}:${at}`;
    case 'elements':
      return `e:${place.elem.dieOffset}:${at}:${place.count}`;
    case 'map':
      return `m:${place.type.dieOffset}:${at}`;
    case 'chan':
      return `c:${place.type.dieOffset}:${at}`;
    case 'closure':
      return `f:${at}`;
    case 'text':
      return `s:${at}:${place.count}`;
    case 'words':
      return `w:${at}:${place.count}`;
  }
}

/** Undefined for a text that no place has: it comes from outside. @param typeAt by DIE offset. */
export function parseRef(
  ref: string,
  typeAt: (dieOffset: number) => GoType | undefined,
): Place | undefined {
  const typed = /^([temc]):(\d{1,15}):([0-9a-f]{1,16})(?::(\d{1,15}))?$/.exec(ref);
  if (typed) {
    const type = typeAt(Number(typed[2]));
    const address = parseInt(typed[3]!, 16);
    if (!type || !Number.isSafeInteger(address)) return undefined;
    if (typed[1] === 'e') {
      const count = typed[4] === undefined ? undefined : Number(typed[4]);
      return count === undefined ? undefined : { kind: 'elements', elem: type, address, count };
    }
    const kind = typed[1] === 't' ? 'typed' : typed[1] === 'm' ? 'map' : 'chan';
    if (kind !== 'typed' && type.kind !== kind) return undefined;
    return { kind, type, address };
  }
  const plain = /^([fsw]):([0-9a-f]{1,16})(?::(\d{1,15}))?$/.exec(ref);
  if (!plain) return undefined;
  const address = parseInt(plain[2]!, 16);
  if (!Number.isSafeInteger(address)) return undefined;
  if (plain[1] === 'f') return { kind: 'closure', address };
  const count = Number(plain[3] ?? 0);
  return { kind: plain[1] === 's' ? 'text' : 'words', address, count };
}
