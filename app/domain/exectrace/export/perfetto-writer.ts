import { Writer } from 'protobufjs/minimal.js';
import {
  counters,
  lane,
  type CounterName,
  type Lane,
  type SpanDetail,
  type TimelineWriter,
} from './timeline-writer';

/** Fields of perfetto.protos, by message. */
const packet = {
  timestamp: 8,
  sequenceId: 10,
  event: 11,
  interned: 12,
  flags: 13,
  clocks: 6,
  track: 60,
};
const event = {
  annotations: 4,
  type: 9,
  nameIid: 10,
  track: 11,
  value: 30,
  flows: 47,
  endingFlows: 48,
};
const track = { uuid: 1, name: 2, parent: 5, counter: 8, childOrdering: 11, rank: 12 };
const interned = { eventNames: 2, annotationNames: 3, annotationStrings: 29 };
const value = { nameIid: 1, uint: 3, string: 6, stringIid: 17 };
const eventType = { begin: 1, end: 2, instant: 3, counter: 4 };
/** The names that this sequence gave numbers to are valid from here; or: are needed. */
const flag = { cleared: 1, needed: 2 };
const clockId = { realtime: 1, monotonic: 3, boottime: 6 };

/** Tracks: groups and counters have the first numbers, the others follow from their ids. */
const groupUuid = { procs: 1, goroutines: 2, runtime: 3, tasks: 4, gc: 5, stw: 6 };
const firstCounterUuid = 10;
const firstProcUuid = 1000;
const firstGoroutineUuid = 2 ** 33;
const firstTaskUuid = 2 ** 52;

/** Names that have numbers at most, before numbering starts again: bounds memory here and in the reader. */
const maxNames = 20_000;
const chunkPackets = 1024;

/** Annotation names, numbered once. */
const annotation = { goroutine: 1, at: 2, message: 3 };

const varint = (field: number) => field << 3;
const bytes = (field: number) => (field << 3) | 2;
const fixed64 = (field: number) => (field << 3) | 1;

/** A name and its number, for a field of InternedData. */
interface Fresh {
  readonly field: number;
  readonly iid: number;
  readonly text: string;
}

/**
 * Writes Perfetto's own format: TracePackets with TrackEvents. Times are those of the trace, as if it were
 * CLOCK_BOOTTIME; clock snapshots say what they are by the wall clock.
 */
export class PerfettoWriter implements TimelineWriter {
  private writer = new Writer();
  private packets = 0;
  private readonly names = new Map<string, number>();
  private readonly places = new Map<string, number>();
  private nextIid = 1;
  /** Names that were given numbers in the packet at hand. */
  private readonly fresh: Fresh[] = [];
  private isCleared = true;

  constructor(private readonly write: (chunk: Uint8Array) => void) {
    this.declareTrack(groupUuid.procs, 'Ps', 0, 1);
    this.declareTrack(groupUuid.runtime, 'Runtime', 0, 2);
    this.declareTrack(groupUuid.gc, 'GC', groupUuid.runtime, 1);
    this.declareTrack(groupUuid.stw, 'stop the world', groupUuid.runtime, 2);
    counters.forEach((name, i) => {
      const unit = name.startsWith('heap') ? 3 : 2;
      this.declareTrack(firstCounterUuid + i, name, groupUuid.runtime, 3 + i, unit);
    });
    this.declareTrack(groupUuid.tasks, 'Tasks', 0, 3);
    this.declareTrack(groupUuid.goroutines, 'Goroutines', 0, 4);
  }

  declareProc(proc: number): void {
    this.declareTrack(firstProcUuid + proc, `P ${proc}`, groupUuid.procs, proc);
  }

  declareGoroutine(goid: number, name: string): void {
    this.declareTrack(uuidOf(lane.goroutine, goid), name, groupUuid.goroutines, 0);
  }

  declareRegions(goid: number): void {
    const parent = uuidOf(lane.goroutine, goid);
    this.declareTrack(uuidOf(lane.region, goid), 'regions', parent, 0);
  }

  begin(on: Lane, id: number, time: number, name: string, detail?: SpanDetail): void {
    // A task is a lane of its own.
    if (on === lane.task) this.declareTrack(uuidOf(on, id), name, groupUuid.tasks, 0);
    this.startPacket(time);
    const nameIid = this.numberOf(this.names, name);
    const place = detail?.place ?? '';
    const placeIid = place === '' ? 0 : this.numberOf(this.places, place);
    const { writer } = this;
    writer.uint32(bytes(packet.event)).fork();
    this.eventHead(eventType.begin, uuidOf(on, id));
    writer.uint32(varint(event.nameIid)).uint32(nameIid);
    if (detail !== undefined && detail.goid >= 0) {
      writer.uint32(bytes(event.annotations)).fork();
      writer.uint32(varint(value.nameIid)).uint32(annotation.goroutine);
      writer.uint32(varint(value.uint)).uint64(detail.goid).ldelim();
    }
    if (placeIid !== 0) {
      writer.uint32(bytes(event.annotations)).fork();
      writer.uint32(varint(value.nameIid)).uint32(annotation.at);
      writer.uint32(varint(value.stringIid)).uint32(placeIid).ldelim();
    }
    if (detail !== undefined && detail.arrow !== 0) {
      writer.uint32(fixed64(event.endingFlows)).fixed64(detail.arrow);
    }
    writer.ldelim();
    this.endPacket();
  }

  end(on: Lane, id: number, time: number): void {
    this.startPacket(time);
    this.writer.uint32(bytes(packet.event)).fork();
    this.eventHead(eventType.end, uuidOf(on, id));
    this.writer.ldelim();
    this.endPacket();
  }

  instant(on: Lane, id: number, time: number, name: string, message: string): void {
    this.startPacket(time);
    const nameIid = this.numberOf(this.names, name);
    const { writer } = this;
    writer.uint32(bytes(packet.event)).fork();
    this.eventHead(eventType.instant, uuidOf(on, id));
    writer.uint32(varint(event.nameIid)).uint32(nameIid);
    writer.uint32(bytes(event.annotations)).fork();
    writer.uint32(varint(value.nameIid)).uint32(annotation.message);
    writer.uint32(bytes(value.string)).string(message).ldelim();
    writer.ldelim();
    this.endPacket();
  }

  arrow(on: Lane, id: number, time: number, arrow: number): void {
    this.startPacket(time);
    const nameIid = this.numberOf(this.names, 'wake');
    this.writer.uint32(bytes(packet.event)).fork();
    this.eventHead(eventType.instant, uuidOf(on, id));
    this.writer.uint32(varint(event.nameIid)).uint32(nameIid);
    this.writer.uint32(fixed64(event.flows)).fixed64(arrow).ldelim();
    this.endPacket();
  }

  counter(name: CounterName, time: number, reading: number): void {
    this.startPacket(time);
    this.writer.uint32(bytes(packet.event)).fork();
    this.eventHead(eventType.counter, firstCounterUuid + counters.indexOf(name));
    this.writer.uint32(varint(event.value)).int64(reading).ldelim();
    this.endPacket();
  }

  clock(time: number, monotonicNs: bigint, wallNs: bigint): void {
    const { writer } = this;
    this.startPacket(time);
    writer.uint32(bytes(packet.clocks)).fork();
    const readings = [
      [clockId.boottime, time],
      [clockId.monotonic, monotonicNs],
      [clockId.realtime, wallNs],
    ] as const;
    for (const [id, reading] of readings) {
      writer.uint32(bytes(1)).fork();
      writer.uint32(varint(1)).uint32(id);
      writer
        .uint32(varint(2))
        .uint64(toLong(BigInt(reading)))
        .ldelim();
    }
    writer.ldelim();
    this.endPacket();
  }

  finish(): void {
    this.flush();
  }

  private declareTrack(uuid: number, name: string, parent: number, rank: number, unit = 0): void {
    this.startPacket(0);
    const { writer } = this;
    writer.uint32(bytes(packet.track)).fork();
    writer.uint32(varint(track.uuid)).uint64(uuid);
    writer.uint32(bytes(track.name)).string(name);
    if (parent !== 0) writer.uint32(varint(track.parent)).uint64(parent);
    if (unit !== 0) {
      writer.uint32(bytes(track.counter)).fork().uint32(varint(3)).uint32(unit).ldelim();
    }
    // Explicit: by rank.
    if (parent === 0) writer.uint32(varint(track.childOrdering)).uint32(3);
    if (rank !== 0) writer.uint32(varint(track.rank)).int32(rank);
    writer.ldelim();
    this.endPacket();
  }

  private eventHead(type: number, uuid: number): void {
    this.writer.uint32(varint(event.type)).uint32(type);
    this.writer.uint32(varint(event.track)).uint64(uuid);
  }

  private startPacket(time: number): void {
    const { writer } = this;
    writer.uint32(bytes(1)).fork();
    writer.uint32(varint(packet.timestamp)).uint64(time);
    writer.uint32(varint(packet.sequenceId)).uint32(1);
    if (this.names.size + this.places.size > maxNames) {
      this.names.clear();
      this.places.clear();
      this.nextIid = 1;
      this.isCleared = true;
    }
    const flags = this.isCleared ? flag.cleared | flag.needed : flag.needed;
    writer.uint32(varint(packet.flags)).uint32(flags);
    if (this.isCleared) {
      for (const [text, iid] of Object.entries(annotation)) {
        this.fresh.push({ field: interned.annotationNames, iid, text });
      }
    }
    this.isCleared = false;
  }

  private endPacket(): void {
    if (this.fresh.length > 0) {
      // One message for all: of a message that comes twice Perfetto's reader sees the last only.
      this.writer.uint32(bytes(packet.interned)).fork();
      for (const entry of this.fresh) this.writeInterned(entry);
      this.writer.ldelim();
      this.fresh.length = 0;
    }
    this.writer.ldelim();
    if (++this.packets % chunkPackets === 0) this.flush();
  }

  private flush(): void {
    const chunk = this.writer.finish();
    this.writer = new Writer();
    if (chunk.length > 0) this.write(chunk);
  }

  /** Number of a name; one that is new goes into the packet at hand. */
  private numberOf(numbers: Map<string, number>, name: string): number {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const iid = this.nextIid++;
    numbers.set(name, iid);
    const field = numbers === this.names ? interned.eventNames : interned.annotationStrings;
    this.fresh.push({ field, iid, text: name });
    return iid;
  }

  private writeInterned({ field, iid, text }: Fresh): void {
    const { writer } = this;
    writer.uint32(bytes(field)).fork();
    writer.uint32(varint(1)).uint32(iid);
    writer.uint32(bytes(2)).string(text).ldelim();
  }
}

function uuidOf(on: Lane, id: number): number {
  switch (on) {
    case lane.proc:
      return firstProcUuid + id;
    case lane.goroutine:
      return firstGoroutineUuid + id * 2;
    case lane.region:
      return firstGoroutineUuid + id * 2 + 1;
    case lane.task:
      return firstTaskUuid + id;
    case lane.gc:
      return groupUuid.gc;
    case lane.stw:
      return groupUuid.stw;
  }
}

/** What protobufjs takes for integers beyond 2^53. */
const toLong = (bits: bigint) => ({
  low: Number(bits & 0xffffffffn) | 0,
  high: Number((bits >> 32n) & 0xffffffffn) | 0,
  unsigned: true,
});
