import { withRoomFor } from '../exectrace/growable';

/** Where finished tiles go; what was appended can be read back at once. */
export interface TileStorage {
  append(bytes: Uint8Array): void;
  /** The array need stay valid only until the next call. */
  read(offset: number, length: number): Uint8Array;
}

const blockSize = 64;
/** Blocks of unfinished tiles: 16 MiB, whatever the trace. */
const poolBlocks = 1 << 18;
/** A lane's tile is finished when it has this many bytes: what a query decodes to find one moment. */
export const tileBytes = 4096;
/** Longest varint: numbers are below 2^53. */
const maxVarintBytes = 8;
/** A row takes up to nine numbers, so it begins in one block and ends at most two further on. */
const blocksPerRow = 3;
const outputBytes = 1 << 20;

/** Tiles of all lanes as columns; the tiles of a lane are a chain from the last to the first. */
export interface TileTable {
  count: number;
  /** Time of the first row. */
  first: Float64Array;
  /** Place in the storage. */
  offset: Float64Array;
  bytes: Int32Array;
  rows: Int32Array;
  /** The tile before of the same lane; −1: none. */
  prev: Int32Array;
  /** A tile long before (skew-binary): any moment is found in O(log n) steps. */
  jump: Int32Array;
  depth: Int32Array;
}

/**
 * Append-only streams of rows, one a lane. A row is a time and numbers, as varints; times of a lane
 * never fall. Rows gather in small blocks of one bounded pool; a full tile, or everything when the
 * pool is full, is appended to the storage. Nothing is ever dropped or thinned.
 */
export class TileStore {
  laneCount = 0;
  /** By lane. */
  lastTime = new Float64Array(1024);
  lastTile = new Int32Array(1024);
  rowCount = new Float64Array(1024);
  pendingFirst = new Float64Array(1024);
  pendingRows = new Int32Array(1024);
  private pendingBytes = new Int32Array(1024);
  private head = new Int32Array(1024);
  private tail = new Int32Array(1024);

  readonly tiles: TileTable = {
    count: 0,
    first: new Float64Array(1024),
    offset: new Float64Array(1024),
    bytes: new Int32Array(1024),
    rows: new Int32Array(1024),
    prev: new Int32Array(1024),
    jump: new Int32Array(1024),
    depth: new Int32Array(1024),
  };

  private readonly pool: Uint8Array;
  private readonly next: Int32Array;
  private readonly used: Uint8Array;
  private free = 0;
  private freeBlocks: number;

  private readonly output = new Uint8Array(outputBytes);
  private outputSize = 0;
  /** Bytes that the storage has. */
  private stored = 0;

  private scratch = new Uint8Array(1 << 15);
  /** Lane, block and place of the row being written. */
  private lane = 0;
  private block = 0;
  private at = 0;
  /** Beyond it a number may not fit the block. */
  private end = 0;

  /** @param blocks size of the pool in blocks of 64 bytes; tests make it small. */
  constructor(
    private readonly storage: TileStorage,
    blocks = poolBlocks,
  ) {
    this.pool = new Uint8Array(blocks * blockSize);
    this.next = new Int32Array(blocks);
    this.used = new Uint8Array(blocks);
    for (let i = 0; i < blocks; i++) this.next[i] = i + 1;
    this.freeBlocks = blocks;
  }

  addLane(): number {
    const lane = this.laneCount++;
    this.lastTime = withRoomFor(this.lastTime, lane);
    this.lastTile = withRoomFor(this.lastTile, lane);
    this.rowCount = withRoomFor(this.rowCount, lane);
    this.pendingFirst = withRoomFor(this.pendingFirst, lane);
    this.pendingRows = withRoomFor(this.pendingRows, lane);
    this.pendingBytes = withRoomFor(this.pendingBytes, lane);
    this.head = withRoomFor(this.head, lane);
    this.tail = withRoomFor(this.tail, lane);
    this.lastTile[lane] = -1;
    this.head[lane] = -1;
    this.tail[lane] = -1;
    return lane;
  }

  /** Begins a row; `put` its numbers, then `endRow`. */
  beginRow(lane: number, time: number): void {
    if (this.pendingBytes[lane]! >= tileBytes) this.finishTile(lane);
    // Not in the middle of a row: it would be torn.
    if (this.freeBlocks < blocksPerRow) this.finishAll();
    let block = this.tail[lane]!;
    if (block < 0) block = this.grow(lane);
    this.lane = lane;
    this.block = block;
    this.at = block * blockSize + this.used[block]!;
    this.end = (block + 1) * blockSize - maxVarintBytes;
    if (this.pendingRows[lane]! === 0) {
      this.pendingFirst[lane] = time;
      this.put(0);
    } else {
      this.put(time - this.lastTime[lane]!);
    }
    this.lastTime[lane] = time;
  }

  /** Whether the row being written is the first of its tile. */
  get atTileStart(): boolean {
    return this.pendingRows[this.lane] === 0;
  }

  /** A whole number from 0 below 2^53. */
  put(value: number): void {
    if (this.at > this.end) this.spill();
    const { pool } = this;
    let rest = value;
    while (rest >= 0x10000000) {
      pool[this.at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    let low = rest | 0;
    while (low >= 128) {
      pool[this.at++] = (low & 127) | 128;
      low >>>= 7;
    }
    pool[this.at++] = low;
  }

  endRow(): void {
    const { lane } = this;
    this.keepBlock();
    this.pendingRows[lane] = this.pendingRows[lane]! + 1;
    this.rowCount[lane] = this.rowCount[lane]! + 1;
  }

  private keepBlock(): void {
    const { lane, block } = this;
    const size = this.at - block * blockSize;
    this.pendingBytes[lane] = this.pendingBytes[lane]! + size - this.used[block]!;
    this.used[block] = size;
  }

  private spill(): void {
    this.keepBlock();
    this.block = this.grow(this.lane);
    this.at = this.block * blockSize;
    this.end = this.at + blockSize - maxVarintBytes;
  }

  private grow(lane: number): number {
    const block = this.free;
    this.free = this.next[block]!;
    this.freeBlocks--;
    this.next[block] = -1;
    this.used[block] = 0;
    const tail = this.tail[lane]!;
    if (tail < 0) this.head[lane] = block;
    else this.next[tail] = block;
    this.tail[lane] = block;
    return block;
  }

  /** Finishes all tiles: nothing is pending afterwards. */
  finishAll(): void {
    for (let lane = 0; lane < this.laneCount; lane++) this.finishTile(lane);
  }

  /** Everything is in the storage afterwards. */
  flush(): void {
    this.finishAll();
    this.flushOutput();
  }

  /** Bytes of the storage. */
  get size(): number {
    return this.stored + this.outputSize;
  }

  /** For lanes that have no more rows: gives their blocks back. */
  finishTile(lane: number): void {
    const size = this.pendingBytes[lane]!;
    if (size === 0) return;
    if (this.outputSize + size > outputBytes) this.flushOutput();
    this.addTile(lane, size);
    this.copyPending(lane, this.output, this.outputSize);
    this.outputSize += size;
    const tail = this.tail[lane]!;
    for (let b = this.head[lane]!; b >= 0; b = this.next[b]!) this.freeBlocks++;
    this.next[tail] = this.free;
    this.free = this.head[lane]!;
    this.head[lane] = -1;
    this.tail[lane] = -1;
    this.pendingBytes[lane] = 0;
    this.pendingRows[lane] = 0;
  }

  private addTile(lane: number, size: number): void {
    const { tiles } = this;
    const tile = tiles.count++;
    tiles.first = withRoomFor(tiles.first, tile);
    tiles.offset = withRoomFor(tiles.offset, tile);
    tiles.bytes = withRoomFor(tiles.bytes, tile);
    tiles.rows = withRoomFor(tiles.rows, tile);
    tiles.prev = withRoomFor(tiles.prev, tile);
    tiles.jump = withRoomFor(tiles.jump, tile);
    tiles.depth = withRoomFor(tiles.depth, tile);
    tiles.first[tile] = this.pendingFirst[lane]!;
    tiles.offset[tile] = this.stored + this.outputSize;
    tiles.bytes[tile] = size;
    tiles.rows[tile] = this.pendingRows[lane]!;
    const prev = this.lastTile[lane]!;
    tiles.prev[tile] = prev;
    linkJump(tiles, tile, prev);
    this.lastTile[lane] = tile;
  }

  private copyPending(lane: number, to: Uint8Array, at: number): void {
    for (let b = this.head[lane]!; b >= 0; b = this.next[b]!) {
      const start = b * blockSize;
      const used = this.used[b]!;
      for (let i = 0; i < used; i++) to[at++] = this.pool[start + i]!;
    }
  }

  private flushOutput(): void {
    if (this.outputSize === 0) return;
    this.storage.append(this.output.subarray(0, this.outputSize));
    this.stored += this.outputSize;
    this.outputSize = 0;
  }

  /** Bytes of a finished tile; valid until the next call. */
  readTile(tile: number): Uint8Array {
    const offset = this.tiles.offset[tile]!;
    const size = this.tiles.bytes[tile]!;
    if (offset < this.stored) return this.storage.read(offset, size);
    return this.output.subarray(offset - this.stored, offset - this.stored + size);
  }

  /** Bytes of a lane's rows that no tile has yet; valid until the next call. */
  readPending(lane: number): Uint8Array {
    const size = this.pendingBytes[lane]!;
    this.scratch = withRoomFor(this.scratch, size);
    this.copyPending(lane, this.scratch, 0);
    return this.scratch.subarray(0, size);
  }

  /** Takes over what another run wrote and finished; the lanes have no pending rows. */
  restore(tiles: TileTable, lastTile: Int32Array, lanes: number, size: number): void {
    while (this.laneCount < lanes) this.addLane();
    this.lastTile.set(lastTile.subarray(0, lanes));
    Object.assign(this.tiles, tiles);
    this.stored = size;
  }
}

/** Myers' skew-binary jump pointers: O(log n) search in a list that only grows at one end. */
function linkJump(tiles: TileTable, tile: number, prev: number): void {
  if (prev < 0) {
    tiles.jump[tile] = tile;
    tiles.depth[tile] = 0;
    return;
  }
  const jump = tiles.jump[prev]!;
  const far = tiles.jump[jump]!;
  const { depth } = tiles;
  const isPair = depth[prev]! - depth[jump]! === depth[jump]! - depth[far]!;
  tiles.jump[tile] = isPair ? far : prev;
  depth[tile] = depth[prev]! + 1;
}
