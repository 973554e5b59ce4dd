/**
 * The cursors that still have events, as a min-heap by the time of the next one. Equal times come
 * out in the order in which Go's reader (`internal/trace/batchcursor.go`) has them, which depends
 * on every step: strictly less, up first and then down, in the order of insertion.
 */
export class Frontier {
  size = 0;
  cursor = new Int32Array(16);
  /** Time of the cursor's next event, beside it: comparing need not look elsewhere. */
  time = new Float64Array(16);

  reserve(cursors: number): void {
    if (this.cursor.length > cursors) return;
    this.cursor = new Int32Array(cursors + 1);
    this.time = new Float64Array(cursors + 1);
  }

  insert(cursor: number, times: Float64Array, row: number): void {
    const i = this.size++;
    this.cursor[i] = cursor;
    this.time[i] = times[row]!;
    this.siftUp(i);
  }

  /** After the time at `i` changed. */
  update(i: number): void {
    if (this.siftUp(i) === i) this.siftDown(i);
  }

  remove(i: number): void {
    for (let at = i; at > 0; at = (at - 1) >> 1) this.swap(at, (at - 1) >> 1);
    this.size--;
    this.cursor[0] = this.cursor[this.size]!;
    this.time[0] = this.time[this.size]!;
    this.siftDown(0);
  }

  /** Sorts from earliest to latest; equal times keep their order. */
  sort(): void {
    const { cursor, time, size } = this;
    for (let i = 1; i < size; i++) {
      const c = cursor[i]!;
      const t = time[i]!;
      let j = i - 1;
      while (j >= 0 && time[j]! > t) {
        cursor[j + 1] = cursor[j]!;
        time[j + 1] = time[j]!;
        j--;
      }
      cursor[j + 1] = c;
      time[j + 1] = t;
    }
  }

  private siftUp(from: number): number {
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!(this.time[parent]! > this.time[i]!)) break;
      this.swap(i, parent);
      i = parent;
    }
    return i;
  }

  siftDown(from: number): void {
    const { cursor, time, size } = this;
    let i = from;
    const c = cursor[i]!;
    const t = time[i]!;
    for (;;) {
      let least = i;
      let leastTime = t;
      const left = 2 * i + 1;
      if (left < size && time[left]! < leastTime) {
        least = left;
        leastTime = time[left]!;
      }
      const right = left + 1;
      if (right < size && time[right]! < leastTime) {
        least = right;
        leastTime = time[right]!;
      }
      if (least === i) break;
      cursor[i] = cursor[least]!;
      time[i] = leastTime;
      i = least;
    }
    cursor[i] = c;
    time[i] = t;
  }

  private swap(a: number, b: number): void {
    const c = this.cursor[a]!;
    const t = this.time[a]!;
    this.cursor[a] = this.cursor[b]!;
    this.time[a] = this.time[b]!;
    this.cursor[b] = c;
    this.time[b] = t;
  }
}
