/**
 * `limit` of the candidates from `offset` in order of their key, without sorting all of them: a heap has millions.
 * Equal keys keep the order of the candidates.
 * @param ascending smallest key first.
 */
export function pageByKey(
  candidates: ArrayLike<number>,
  keyOf: (candidate: number) => number,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  ascending = false,
): number[] {
  const sign = ascending ? -1 : 1;
  const wanted = Math.min(candidates.length, offset + limit);
  if (wanted <= offset) return [];
  // A binary heap of positions, the one to be thrown out first on top.
  const heap = new Int32Array(wanted);
  const keys = new Float64Array(wanted);
  let size = 0;
  const isWorse = (a: number, b: number) =>
    keys[a]! < keys[b]! || (keys[a]! === keys[b]! && heap[a]! > heap[b]!);
  const swap = (a: number, b: number) => {
    const position = heap[a]!;
    const key = keys[a]!;
    heap[a] = heap[b]!;
    keys[a] = keys[b]!;
    heap[b] = position;
    keys[b] = key;
  };
  const sink = (from: number) => {
    for (let at = from; ;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < size && isWorse(child, worst)) worst = child;
      }
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  };
  for (let i = 0; i < candidates.length; i++) {
    const key = sign * keyOf(candidates[i]!);
    if (size < wanted) {
      heap[size] = i;
      keys[size] = key;
      for (let at = size++; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!isWorse(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    } else if (key > keys[0]!) {
      heap[0] = i;
      keys[0] = key;
      sink(0);
    }
  }
  const order: number[] = [];
  while (size > 0) {
    order.push(candidates[heap[0]!]!);
    swap(0, --size);
    sink(0);
  }
  // Worst first so far; the best `offset` belong to earlier pages.
  return order.reverse().slice(offset);
}
