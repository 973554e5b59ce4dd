import { laneCodec, stateCount, unzigzag } from './lane';
import type { DensityLevels } from './density-levels';
import type { TileStore } from './tile-store';

/** One row of a lane as it is read; reused from row to row. */
export interface Row {
  /** ns; of a level: begin of the bucket. */
  time: number;
  /** State lanes of rows: the site. State lanes of levels: the state after. */
  site: number;
  reference: number;
  /** Counts after, or the value (index 0). */
  readonly after: Float64Array;
  /** Of a level: time in each state within the bucket, or least and greatest value. */
  readonly sums: Float64Array;
}

const newRow = (): Row => ({
  time: 0,
  site: 0,
  reference: 0,
  after: new Float64Array(stateCount),
  sums: new Float64Array(stateCount),
});

/** Reads rows of lanes: from the tile that covers a moment on, as far as is asked for. */
export class LaneReader {
  private bytes: Uint8Array = new Uint8Array();
  private at = 0;
  private value = 0;
  private readonly row = newRow();

  constructor(
    private readonly store: TileStore,
    private readonly levels: Pick<DensityLevels, 'codec' | 'shift'>,
  ) {}

  /**
   * Visits the rows that say what holds in [from, to): the last one at or before `from`, and all up
   * to `to`, that one excluded. `visit` answers false to stop; it must not read on its own.
   * @param from and `to` in ns.
   * @param withNext visits also what comes at or after `to`, until the visitor has seen enough.
   */
  forEachRow(
    lane: number,
    from: number,
    to: number,
    visit: (row: Row) => boolean | void,
    withNext = false,
  ): void {
    const width = this.widthOf(lane);
    const tiles = this.tilesBetween(lane, from / width, to / width, withNext);
    const { store } = this;
    const last = { found: false };
    const range = { from, to: withNext ? Infinity : to, width };
    for (const tile of tiles) {
      this.bytes = tile < 0 ? store.readPending(lane) : store.readTile(tile);
      this.at = 0;
      this.value = 0;
      const first = tile < 0 ? store.pendingFirst[lane]! : store.tiles.first[tile]!;
      const rows = tile < 0 ? store.pendingRows[lane]! : store.tiles.rows[tile]!;
      if (!this.visitTile(lane, first, rows, range, last, visit)) return;
    }
    if (last.found) visit(this.row);
  }

  /** False when it is done. The row before `from` is held back until it is known to be the last. */
  private visitTile(
    lane: number,
    first: number,
    rows: number,
    range: { from: number; to: number; width: number },
    held: { found: boolean },
    visit: (row: Row) => boolean | void,
  ): boolean {
    const { row } = this;
    const { bytes } = this;
    let unit = first;
    for (let i = 0; i < rows; i++) {
      const before = this.at;
      unit += this.varint();
      const time = unit * range.width;
      if (held.found && time > range.from) {
        held.found = false;
        if (visit(row) === false) return false;
      }
      if (time >= range.to) return false;
      row.time = time;
      this.decode(lane, row);
      if (time <= range.from) held.found = true;
      else if (visit(row) === false) return false;
      if (this.at <= before || this.at > bytes.length) return false;
    }
    return true;
  }

  private decode(lane: number, row: Row): void {
    const isLevel = this.levels.shift[lane]! > 0;
    switch (this.levels.codec[lane]) {
      case laneCodec.value:
        if (isLevel) {
          row.after[0] = this.varint();
          row.sums[0] = this.varint();
          row.sums[1] = this.varint();
        } else {
          this.value += unzigzag(this.varint());
          row.after[0] = this.value;
        }
        return;
      case laneCodec.counts:
        for (let s = 0; s < stateCount; s++) row.after[s] = this.varint();
        break;
      default:
        row.site = this.varint();
        if (!isLevel) row.reference = this.varint();
    }
    if (isLevel) for (let s = 0; s < stateCount; s++) row.sums[s] = this.varint();
  }

  private varint(): number {
    const { bytes } = this;
    let byte = bytes[this.at++]!;
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = bytes[this.at++]!;
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte >= 128);
    return value;
  }

  /** How many ns a unit of the lane's times is. */
  widthOf(lane: number): number {
    const shift = this.levels.shift[lane]!;
    return shift === 0 ? 1 : 2 ** shift;
  }

  /** Rows of the tiles that cover [from, to) in ns: what reading them all would cost. */
  rowsBetween(lane: number, from: number, to: number): number {
    const width = this.widthOf(lane);
    let rows = 0;
    for (const tile of this.tilesBetween(lane, from / width, to / width)) {
      rows += tile < 0 ? this.store.pendingRows[lane]! : this.store.tiles.rows[tile]!;
    }
    return rows;
  }

  /** Tiles in order of time; −1 stands for the rows that are pending. `withNext`: one more. */
  private tilesBetween(lane: number, from: number, to: number, withNext = false): number[] {
    const { store } = this;
    const { first, prev, jump } = store.tiles;
    const found: number[] = [];
    const isPending = store.pendingRows[lane]! > 0;
    if (isPending && store.pendingFirst[lane]! < to) found.push(-1);
    if (isPending && store.pendingFirst[lane]! <= from) return found;
    let tile = store.lastTile[lane]!;
    let next = isPending ? -1 : undefined;
    while (tile >= 0 && first[tile]! >= to) {
      const far = jump[tile]!;
      next = tile;
      tile = far !== tile && first[far]! >= to ? far : prev[tile]!;
    }
    if (withNext && next !== undefined && found.length === 0) found.push(next);
    for (; tile >= 0; tile = prev[tile]!) {
      found.push(tile);
      if (first[tile]! <= from) break;
    }
    return found.reverse();
  }
}
