import type { EdgeBuilder } from './edges';
import type { Memory } from './memory';
import type { ObjectIndex } from './objects';
import type { TypeMasks } from './type-masks';

/** Objects up to this size have their bitmap in the span; larger ones name their type in a header. */
const maxBitmapObjectBytes = 512;
const wordBytes = 8;
const wordRange = 0x1_0000_0000;

export interface BitmapPlace {
  /** Green Tea's inline mark bits: they sit behind the bitmap at the end of the span. */
  readonly inlineMarkBytes: number;
  /** Elements below this size have no inline mark bits. */
  readonly leastInlineElement: number;
}

export interface EdgeCounts {
  /** Spans with pointers whose contents were not copied: their objects have no edges. */
  uncopiedSpans: number;
  /** Objects whose type could not be read: every word was taken for a pointer. */
  guessedObjects: number;
  /**
   * Objects with a pointer to a slot that is free, once for each. The reachable must not have any: that
   * is the sign of a wrong reading. Garbage may, while the runtime sweeps: what it pointed to is gone.
   */
  readonly intoFree: number[];
}

/** Adds the rows of all objects, in order, exactly as the collector would trace them. */
export function addObjectEdges(
  builder: EdgeBuilder,
  memory: Memory,
  objects: ObjectIndex,
  masks: TypeMasks,
  place: BitmapPlace,
): EdgeCounts {
  const counts: EdgeCounts = { uncopiedSpans: 0, guessedObjects: 0, intoFree: [] };
  const { spans } = objects;
  for (let s = 0; s < spans.length; s++) {
    if (spans.elements[s] === 0) continue;
    const scan = spans.pointerFree[s] === 1 ? undefined : readWords(memory, objects, s);
    if (scan === undefined) {
      if (spans.pointerFree[s] !== 1) counts.uncopiedSpans++;
      for (let i = 0; i < spans.elements[s]!; i++)
        if (objects.objectAt(s, i) >= 0) builder.endRow();
    } else if (spans.elementBytes[s]! <= maxBitmapObjectBytes) {
      addByBitmap(builder, objects, s, scan, place, counts);
    } else {
      addByType(builder, objects, s, scan, masks, counts);
    }
  }
  return counts;
}

/** The span as 32-bit halves of its words; copied only when the snapshot left it unaligned. */
function readWords(memory: Memory, objects: ObjectIndex, s: number): Uint32Array | undefined {
  const bytes = memory.bytes(objects.spans.base[s]!, objects.spans.sizeBytes[s]!);
  if (!bytes) return undefined;
  // Not slice(): of Node's Buffer that is a view, as misaligned as before.
  const whole = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(whole.buffer, whole.byteOffset, whole.byteLength >> 2);
}

function addByBitmap(
  builder: EdgeBuilder,
  objects: ObjectIndex,
  s: number,
  halves: Uint32Array,
  { inlineMarkBytes, leastInlineElement }: BitmapPlace,
  counts: EdgeCounts,
): void {
  const { spans } = objects;
  const elementBytes = spans.elementBytes[s]!;
  const spanBytes = spans.sizeBytes[s]!;
  const marks = elementBytes >= leastInlineElement ? inlineMarkBytes : 0;
  const bitmap = (spanBytes - spanBytes / 64 - marks) >> 2; // in 32-bit units
  const words = elementBytes / wordBytes;
  const count = spans.elements[s]!;
  builder.reserve(count * words);
  const { to, offset } = builder;
  let length = builder.length;
  for (let i = 0; i < count; i++) {
    if (objects.objectAt(s, i) < 0) continue;
    const first = i * words;
    const end = first + words;
    for (let word = first; word < end;) {
      // What is left of this unit of the bitmap, from `word` on.
      let mask = halves[bitmap + (word >>> 5)]! >>> (word & 31);
      const next = (word | 31) + 1;
      while (mask !== 0) {
        const skip = 31 - Math.clz32(mask & -mask);
        word += skip;
        if (word >= end) break;
        const low = halves[2 * word]!;
        const high = halves[2 * word + 1]!;
        if ((low | high) !== 0) {
          const target = objects.findHalves(low, high);
          if (target >= 0) {
            to[length] = target;
            offset[length++] = (word - first) * wordBytes;
          } else if (target === -2) counts.intoFree.push(objects.objectAt(s, i));
        }
        mask = (mask >>> skip) >>> 1;
        word++;
      }
      word = next;
    }
    builder.endRow(length);
  }
}

function addByType(
  builder: EdgeBuilder,
  objects: ObjectIndex,
  s: number,
  halves: Uint32Array,
  masks: TypeMasks,
  counts: EdgeCounts,
): void {
  const { spans } = objects;
  const elementBytes = spans.elementBytes[s]!;
  const large = spans.sizeClass[s] === 0;
  const header = large ? 0 : 1; // the header word takes the object's first word
  const words = elementBytes / wordBytes;
  for (let i = 0; i < spans.elements[s]!; i++) {
    const object = objects.objectAt(s, i);
    if (object < 0) continue;
    const first = i * words;
    const type = large
      ? spans.largeType[s]!
      : halves[2 * first]! + halves[2 * first + 1]! * wordRange;
    const mask = masks.get(type);
    if (mask) {
      const { pointerWords } = mask;
      const step = mask.sizeBytes / wordBytes;
      for (let tile = header; pointerWords.length > 0 && tile + step <= words; tile += step) {
        // By index: an iterator costs more than the word.
        for (let p = 0; p < pointerWords.length; p++) {
          const word = pointerWords[p]!;
          const found = addPointer(builder, objects, halves, first + tile + word, tile + word);
          if (found === -2) counts.intoFree.push(object);
        }
      }
    } else if (!large && type === 0) {
      // Allocated this very moment: its header is not written yet, its words are zero.
    } else {
      counts.guessedObjects++;
      for (let w = header; w < words; w++) {
        const found = addPointer(builder, objects, halves, first + w, w);
        if (found === -2) counts.intoFree.push(object);
      }
    }
    builder.endRow();
  }
}

/** @returns the object pointed to, or as `ObjectIndex.find`. */
function addPointer(
  builder: EdgeBuilder,
  objects: ObjectIndex,
  halves: Uint32Array,
  wordInSpan: number,
  wordInObject: number,
): number {
  const to = objects.findHalves(halves[2 * wordInSpan]!, halves[2 * wordInSpan + 1]!);
  if (to >= 0) builder.add(to, wordInObject * wordBytes);
  return to;
}
