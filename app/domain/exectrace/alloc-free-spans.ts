/**
 * Slot sizes by size class, bytes: the same from Go 1.22 to 1.27 (`internal/runtime/gc/sizeclasses.go`). Class 0 is an
 * object with a span of its own.
 */
const slotBytes = [
  0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
  384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304,
  2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880,
  12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
];

/** A span with slots has 10 pages at most; more is damage, and must not cost more. */
const maxPagesOfSlots = 32;

/** Bounds what a damaged trace may cost: pages of a heap of 128 GB. */
const maxPages = 1 << 24;

/** Spans of the heap as a trace tells them: an object's event says nothing of its size. */
export class AllocFreeSpans {
  /** By page: bytes of a slot. */
  private readonly slots = new Map<number, number>();

  /** A span exists or is made. `kindClass` is 1 for stacks and the like, else 2 × span class. */
  add(page: number, pages: number, kindClass: number, pageSize: number): void {
    if ((kindClass & 1) === 1) return;
    // Bit 0 of the span class tells spans without pointers.
    const slot = slotBytes[kindClass >> 2];
    if (slot === undefined || this.slots.size >= maxPages) return;
    if (slot === 0) this.slots.set(page, pages * pageSize);
    else {
      const end = page + Math.min(pages, maxPagesOfSlots);
      for (let at = page; at < end; at++) this.slots.set(at, slot);
    }
  }

  remove(page: number): void {
    const slot = this.slots.get(page);
    if (slot === undefined) return;
    // Pages of the same span follow; one of another span would be overwritten when it is made.
    this.slots.delete(page);
  }

  /** Bytes of the slot that an object at this page has; NaN when its span was not told. */
  slotAt(page: number): number {
    return this.slots.get(page) ?? NaN;
  }
}
