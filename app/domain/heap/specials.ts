import type { Layouts } from './layouts';
import type { Memory } from './memory';
import type { ObjectIndex } from './objects';

/** What is attached to single objects (runtime/mheap.go, `special`). Struct of arrays by push. */
export interface Specials {
  /** Objects with a finalizer: what they refer to is kept, they themselves are not. */
  readonly finalizable: readonly number[];
  /** Objects with a weak handle: whoever holds the handle may bring them back. */
  readonly weak: readonly number[];
  /** Words the collector marks from: closures of finalizers and cleanups, weak handles. */
  readonly words: readonly { readonly label: string; readonly value: number }[];
  /** Objects the profiler sampled, with the address of their `bucket`. */
  readonly sampled: readonly { readonly object: number; readonly bucket: number }[];
}

/** A longer chain on one span is corrupt. */
const maxSpecials = 1 << 20;

/** Kind numbers move between releases; recognised by which kinds a release has. */
function kindsOf(layouts: Layouts) {
  if (layouts.has('runtime.specialTinyBlock')) return { finalizer: 2, weak: 3, cleanup: 7 }; // Go ≥ 1.25
  if (layouts.has('runtime.specialWeakHandle')) return { finalizer: 1, weak: 2, cleanup: 6 };
  return { finalizer: 1, weak: -1, cleanup: -1 };
}

/** @param buckets addresses on `runtime.mbuckets`: a special that names one is a profile special. */
export function readSpecials(
  memory: Memory,
  layouts: Layouts,
  objects: ObjectIndex,
  buckets: { has(address: number): boolean },
): Specials {
  const finalizable: number[] = [];
  const weak: number[] = [];
  const words: { label: string; value: number }[] = [];
  const sampled: { object: number; bucket: number }[] = [];
  const at = (field: string) => layouts.offset('runtime.special', field);
  const next = at('next');
  const offset = at('offset');
  const kindAt = at('kind');
  const kinds = kindsOf(layouts);
  const { spans } = objects;
  if (next === undefined || offset === undefined || kindAt === undefined) {
    return { finalizable, weak, words, sampled };
  }
  const wideOffset = layouts.fieldSize('runtime.special', 'offset') === 8;
  const bucketAt = layouts.offset('runtime.specialprofile', 'b') ?? -1;
  const pushWords = (label: string, special: number, type: string, field: string) => {
    const start = layouts.offset(type, field);
    if (start === undefined) return;
    for (let i = 0; i < layouts.fieldSize(type, field); i += 8) {
      const value = memory.u64(special + start + i);
      if (value) words.push({ label, value });
    }
  };
  for (let s = 0; s < spans.length; s++) {
    let special = spans.specials[s]!;
    for (let n = 0; special !== 0 && n < maxSpecials; n++) {
      const kind = memory.u8(special + kindAt);
      const inside = wideOffset ? memory.u64(special + offset) : memory.u16(special + offset);
      if (kind === undefined || inside === undefined) break;
      const object = objects.find(spans.base[s]! + inside);
      const bucket = bucketAt < 0 ? undefined : memory.u64(special + bucketAt);
      if (kind === kinds.finalizer) {
        pushWords('finalizers', special, 'runtime.specialfinalizer', 'fn');
        if (object >= 0) finalizable.push(object);
      } else if (kind === kinds.weak) {
        pushWords('weak pointers', special, 'runtime.specialWeakHandle', 'handle');
        if (object >= 0) weak.push(object);
      } else if (kind === kinds.cleanup) {
        pushWords('cleanups', special, 'runtime.specialCleanup', 'fn');
        pushWords('cleanups', special, 'runtime.specialCleanup', 'cleanup');
      } else if (bucket !== undefined && object >= 0 && buckets.has(bucket)) {
        sampled.push({ object, bucket });
      }
      special = memory.u64(special + next) ?? 0;
    }
  }
  return { finalizable, weak, words, sampled };
}
