import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { analyzeTrace } from './analyze-trace';
import { PerfettoWriter } from './export/perfetto-writer';
import { lane } from './export/timeline-writer';
import {
  exportChrome,
  exportPerfetto,
  type TimelineExport,
  type TimelineLanes,
} from './export-timeline';
import { goroutineStates, type TraceAnalysis } from './trace-analysis';
import { GoFixtures } from './testing/go-fixtures';
import { sourceOfBytes, type TraceSource } from './trace-source';

const fixtures = new GoFixtures();
afterAll(() => fixtures.dispose());

let source: TraceSource;
let trace: TraceAnalysis;
beforeAll(() => {
  source = sourceOfBytes(readFileSync(fixtures.record('go1.27.4', 0)));
  const read = analyzeTrace(source);
  if (!read.ok) throw new Error(read.error.code);
  trace = read.value;
}, 300_000);

/** The fields of Chrome's Trace Event Format that are written. */
interface ChromeEvent {
  readonly ph: 'B' | 'E' | 'b' | 'e' | 's' | 'f' | 'C' | 'M' | 'i';
  readonly name?: string;
  readonly pid: number;
  readonly tid?: number;
  /** Microseconds. */
  readonly ts?: number;
  readonly id?: string | number;
}

function finish(written: TimelineExport) {
  for (;;) {
    const read = written.advance();
    if (read !== undefined) return read;
  }
}

function chromeEvents(of: TraceSource, lanes?: TimelineLanes): readonly ChromeEvent[] {
  let text = '';
  const read = finish(exportChrome(of, (part) => (text += part), lanes));
  if (!read.ok) return [];
  const document = JSON.parse(text) as { traceEvents: readonly ChromeEvent[] };
  return document.traceEvents;
}

/** The depth of every lane at its end; fails where a span ends that never began, or time goes back. */
function finalDepths(
  events: readonly { lane: string; phase: 'begin' | 'end'; time: number }[],
): Map<string, number> {
  const depth = new Map<string, number>();
  const last = new Map<string, number>();
  for (const { lane: on, phase, time } of events) {
    if (time < (last.get(on) ?? 0)) throw new Error(`time goes back on ${on}`);
    last.set(on, time);
    const now = (depth.get(on) ?? 0) + (phase === 'begin' ? 1 : -1);
    if (now < 0) throw new Error(`a span ends on ${on} that never began`);
    depth.set(on, now);
  }
  return depth;
}

describe('a trace as JSON for Chrome', () => {
  let whole: readonly ChromeEvent[];
  beforeAll(() => {
    whole = chromeEvents(source);
  });

  const spansOf = (events: readonly ChromeEvent[]) =>
    events.flatMap(({ ph, pid, tid, id, ts }) => {
      const phase: 'begin' | 'end' | undefined =
        ph === 'B' || ph === 'b' ? 'begin' : ph === 'E' || ph === 'e' ? 'end' : undefined;
      return phase === undefined ? [] : [{ lane: `${pid} ${tid} ${id}`, phase, time: ts! }];
    });

  test('has spans that nest on every lane and end', () => {
    const depths = finalDepths(spansOf(whole));
    expect(depths.size).toBeGreaterThan(80);
    expect([...depths.values()].every((depth) => depth === 0)).toBe(true);
  });

  test('gives every goroutine its time in each state', () => {
    const spans = whole.filter(({ pid, ph }) => pid === 2 && 'BE'.includes(ph));
    const runningUs = new Map<number, number>();
    const open = new Map<number, ChromeEvent>();
    for (const event of spans) {
      if (event.ph === 'B') open.set(event.tid!, event);
      else if (open.get(event.tid!)?.name === 'running') {
        const spent = event.ts! - open.get(event.tid!)!.ts!;
        runningUs.set(event.tid!, (runningUs.get(event.tid!) ?? 0) + spent);
      }
    }
    const { goroutines } = trace;
    const state = goroutineStates.indexOf('running');
    for (let row = 0; row < goroutines.count; row++) {
      const expected = goroutines.stateNs[row * goroutineStates.length + state]! / 1000;
      const goid = goroutines.goid[row]!;
      expect(runningUs.get(goid) ?? 0, `goroutine ${goid}`).toBeCloseTo(expected, 2);
    }
  });

  test('draws wake-ups from one P to another, each arrow once', () => {
    const events = whole;
    const starts = events.filter(({ ph }) => ph === 's').map(({ id }) => id);
    const ends = events.filter(({ ph }) => ph === 'f').map(({ id }) => id);
    expect(new Set(starts).size).toBe(starts.length);
    expect(new Set(ends).size).toBe(ends.length);
    expect(ends.length).toBeGreaterThan(10);
    const started = new Set(starts);
    expect(ends.every((id) => started.has(id))).toBe(true);
  });

  test('has collections, stops, counters, tasks, regions and logs', () => {
    const names = new Set(whole.map(({ name }) => name));
    for (const name of [
      'GC',
      'stop-the-world (GC mark termination)',
      'heap in use',
      'heap goal',
      'runnable',
      'job',
      'step',
      'category',
      'syscall',
      'chan receive',
      'clock snapshot',
    ]) {
      expect(names, name).toContain(name);
    }
  });

  test('has only the lanes that are asked for', () => {
    const pids = (lanes: TimelineLanes) =>
      new Set(
        chromeEvents(source, lanes)
          .filter(({ ph }) => ph === 'B')
          .map(({ pid }) => pid),
      );
    expect(pids({ procs: true, goroutines: false }).has(2)).toBe(false);
    expect(pids({ procs: false, goroutines: true }).has(1)).toBe(false);
  });

  test('is a whole document for every truncation of the trace', () => {
    const bytes = source.read(0, source.size).slice();
    for (let size = 16; size < bytes.length; size += Math.ceil(bytes.length / 8)) {
      const events = chromeEvents(sourceOfBytes(bytes.subarray(0, size)));
      expect([...finalDepths(spansOf(events)).values()].every((depth) => depth === 0)).toBe(true);
    }
  });
});

/** The fields in use, as perfetto.protos has them. */
const schema = protobuf
  .parse(
    `
  syntax = "proto2";
  message Trace { repeated TracePacket packet = 1; }
  message TracePacket {
    optional ClockSnapshot clock_snapshot = 6;
    optional uint64 timestamp = 8;
    optional uint32 trusted_packet_sequence_id = 10;
    optional TrackEvent track_event = 11;
    optional InternedData interned_data = 12;
    optional uint32 sequence_flags = 13;
    optional TrackDescriptor track_descriptor = 60;
  }
  message ClockSnapshot { repeated Clock clocks = 1; }
  message Clock { optional uint32 clock_id = 1; optional uint64 timestamp = 2; }
  message TrackEvent {
    repeated DebugAnnotation debug_annotations = 4;
    optional int32 type = 9;
    optional uint64 name_iid = 10;
    optional uint64 track_uuid = 11;
    optional int64 counter_value = 30;
    repeated fixed64 flow_ids = 47;
    repeated fixed64 terminating_flow_ids = 48;
  }
  message DebugAnnotation {
    optional uint64 name_iid = 1;
    optional uint64 uint_value = 3;
    optional string string_value = 6;
    optional uint64 string_value_iid = 17;
  }
  message Name { optional uint64 iid = 1; optional string name = 2; }
  message InternedData {
    repeated Name event_names = 2;
    repeated Name debug_annotation_names = 3;
    repeated Name debug_annotation_string_values = 29;
  }
  message TrackDescriptor {
    optional uint64 uuid = 1;
    optional string name = 2;
    optional uint64 parent_uuid = 5;
    optional CounterDescriptor counter = 8;
    optional int32 child_ordering = 11;
    optional int32 sibling_order_rank = 12;
  }
  message CounterDescriptor { optional int32 unit = 3; }
`,
  )
  .root.lookupType('Trace');

const nameSchema = z.object({ iid: z.number(), name: z.string() });
const packetSchema = z.object({
  timestamp: z.number(),
  sequenceFlags: z.number(),
  clockSnapshot: z.object({ clocks: z.array(z.object({ clockId: z.number() })) }).optional(),
  trackEvent: z
    .object({
      type: z.number(),
      nameIid: z.number().optional(),
      trackUuid: z.number(),
      counterValue: z.number().optional(),
      flowIds: z.array(z.number()).optional(),
      terminatingFlowIds: z.array(z.number()).optional(),
    })
    .optional(),
  internedData: z
    .object({
      eventNames: z.array(nameSchema).optional(),
      debugAnnotationNames: z.array(nameSchema).optional(),
    })
    .optional(),
  trackDescriptor: z
    .object({ uuid: z.number(), name: z.string(), parentUuid: z.number().optional() })
    .optional(),
});
type Packet = z.infer<typeof packetSchema>;

function decodePackets(chunks: readonly Uint8Array[]): readonly Packet[] {
  const message = schema.decode(Buffer.concat(chunks));
  const plain = schema.toObject(message, { longs: Number }) as { packet: unknown[] };
  return plain.packet.map((packet) => packetSchema.parse(packet));
}

/** Events with their names, read as Perfetto does: numbers hold until the state is cleared. */
function readPackets(packets: readonly Packet[]) {
  const names = new Map<number, string>();
  const tracks = new Map<number, string>();
  const events: { type: number; name: string; track: string; uuid: number; time: number }[] = [];
  for (const packet of packets) {
    if ((packet.sequenceFlags & 1) !== 0) names.clear();
    for (const { iid, name } of packet.internedData?.eventNames ?? []) names.set(iid, name);
    const { trackDescriptor: track, trackEvent: event } = packet;
    if (track !== undefined) {
      if (track.parentUuid !== undefined && !tracks.has(track.parentUuid)) {
        throw new Error(`track ${track.name} has a parent that is not declared`);
      }
      tracks.set(track.uuid, track.name);
    }
    if (event === undefined) continue;
    const on = tracks.get(event.trackUuid);
    if (on === undefined) throw new Error(`track ${event.trackUuid} is not declared`);
    const name = event.nameIid === undefined ? '' : names.get(event.nameIid);
    if (name === undefined) throw new Error(`name ${event.nameIid} has no text`);
    const { type, trackUuid: uuid } = event;
    events.push({ type, name, track: on, uuid, time: packet.timestamp });
  }
  return { tracks, events };
}

describe('a trace for Perfetto', () => {
  let packets: readonly Packet[];
  beforeAll(() => {
    const chunks: Uint8Array[] = [];
    const read = finish(exportPerfetto(source, (chunk) => chunks.push(chunk)));
    if (!read.ok) throw new Error(read.error.code);
    packets = decodePackets(chunks);
  });

  test('names every track and every span before it is used', () => {
    const { tracks, events } = readPackets(packets);
    expect([...tracks.values()]).toContain('P 0');
    expect([...tracks.values()].some((name) => /^G\d+ main\.work\.func1$/.test(name))).toBe(true);
    const names = new Set(events.map(({ name }) => name));
    expect(names).toContain('main.work.func1');
    expect(names).toContain('chan receive');
  });

  test('has the spans of the JSON, and they nest', () => {
    const { events } = readPackets(packets);
    const spans = events.flatMap(({ type, uuid, time }) => {
      const phase: 'begin' | 'end' = type === 1 ? 'begin' : 'end';
      return type > 2 ? [] : [{ lane: String(uuid), phase, time }];
    });
    expect([...finalDepths(spans).values()].every((depth) => depth === 0)).toBe(true);
    const inJson = chromeEvents(source).filter(({ ph }) => ph === 'B' || ph === 'b');
    expect(spans.filter(({ phase }) => phase === 'begin')).toHaveLength(inJson.length);
  });

  test('has arrows, counters and the clocks', () => {
    const from = packets.flatMap(({ trackEvent }) => trackEvent?.flowIds ?? []);
    const to = packets.flatMap(({ trackEvent }) => trackEvent?.terminatingFlowIds ?? []);
    expect(to.length).toBeGreaterThan(10);
    expect(new Set(from).size).toBe(from.length);
    const known = new Set(from);
    expect(to.every((id) => known.has(id))).toBe(true);
    const { events } = readPackets(packets);
    expect(events.some(({ type, track }) => type === 4 && track === 'heap in use')).toBe(true);
    const clocks = packets.find(({ clockSnapshot }) => clockSnapshot !== undefined);
    expect(clocks?.clockSnapshot?.clocks.map(({ clockId }) => clockId)).toEqual([6, 3, 1]);
  });

  test('numbers names anew before there are too many to remember', () => {
    const chunks: Uint8Array[] = [];
    const writer = new PerfettoWriter((chunk) => chunks.push(chunk));
    writer.declareProc(0);
    const count = 24_000;
    for (let i = 0; i < count; i++) {
      writer.begin(lane.proc, 0, i * 10, `main.f${i % 22_000}`);
      writer.end(lane.proc, 0, i * 10 + 5);
    }
    writer.finish();
    const decoded = decodePackets(chunks);
    expect(decoded.filter(({ sequenceFlags }) => (sequenceFlags & 1) !== 0).length).toBeGreaterThan(
      1,
    );
    const begun = readPackets(decoded).events.filter(({ type }) => type === 1);
    expect(begun).toHaveLength(count);
    expect(begun.every(({ name }, i) => name === `main.f${i % 22_000}`)).toBe(true);
  });
});
