import {
  lane,
  type CounterName,
  type Lane,
  type SpanDetail,
  type TimelineWriter,
} from './timeline-writer';

/** The viewer's processes: groups of lanes. */
const group = { procs: 1, goroutines: 2, runtime: 3, tasks: 4 } as const;
const groupNames = { 1: 'Ps', 2: 'Goroutines', 3: 'Runtime', 4: 'Tasks' } as const;

/** Characters gathered before they are handed on. */
const chunkSize = 1 << 16;

/**
 * Writes the JSON object of the Trace Event Format (Chrome's about:tracing, Perfetto's UI). Spans are B and E
 * events; regions and tasks are nestable asynchronous ones (b, e); wake-ups are flows (s, f). Times are
 * microseconds.
 */
export class ChromeWriter implements TimelineWriter {
  private pending = '{"displayTimeUnit":"ns","traceEvents":[\n';
  private isFirst = true;
  private readonly quoted = new Map<string, string>();

  constructor(private readonly write: (text: string) => void) {
    for (const [pid, name] of Object.entries(groupNames)) {
      this.metadata('process_name', Number(pid), 0, `{"name":"${name}"}`);
      this.metadata('process_sort_index', Number(pid), 0, `{"sort_index":${pid}}`);
    }
    this.metadata('thread_name', group.runtime, 0, '{"name":"GC"}');
    this.metadata('thread_name', group.runtime, 1, '{"name":"stop the world"}');
  }

  declareProc(proc: number): void {
    this.metadata('thread_name', group.procs, proc, `{"name":"P ${proc}"}`);
    this.metadata('thread_sort_index', group.procs, proc, `{"sort_index":${proc}}`);
  }

  declareGoroutine(goid: number, name: string): void {
    this.metadata('thread_name', group.goroutines, goid, `{"name":${this.quote(name)}}`);
  }

  declareRegions(): void {
    // Asynchronous spans need no lane.
  }

  begin(on: Lane, id: number, time: number, name: string, detail?: SpanDetail): void {
    const phase = isAsync(on) ? 'b' : 'B';
    this.event(
      `"ph":"${phase}","name":${this.quote(name)}${argumentsOf(detail, this)}`,
      on,
      id,
      time,
    );
    if (detail !== undefined && detail.arrow !== 0) {
      const flow = `"ph":"f","bp":"e","cat":"wake","name":"wake","id":${detail.arrow}`;
      this.event(flow, on, id, time);
    }
  }

  end(on: Lane, id: number, time: number): void {
    this.event(isAsync(on) ? '"ph":"e","name":""' : '"ph":"E"', on, id, time);
  }

  instant(on: Lane, id: number, time: number, name: string, message: string): void {
    const args = `"args":{"message":${JSON.stringify(message)}}`;
    this.event(`"ph":"i","s":"t","name":${this.quote(name)},${args}`, on, id, time);
  }

  arrow(on: Lane, id: number, time: number, arrow: number): void {
    this.event(`"ph":"s","cat":"wake","name":"wake","id":${arrow}`, on, id, time);
  }

  counter(name: CounterName, time: number, value: number): void {
    const key = name.startsWith('heap') ? 'bytes' : 'goroutines';
    const args = `"args":{"${key}":${value}}`;
    this.line(`{"ph":"C","name":"${name}","pid":${group.runtime},"ts":${micros(time)},${args}}`);
  }

  clock(time: number, monotonicNs: bigint, wallNs: bigint): void {
    const args = `"args":{"monotonic_ns":"${monotonicNs}","wall_ns":"${wallNs}"}`;
    const where = `"pid":${group.runtime},"tid":0,"ts":${micros(time)}`;
    this.line(`{"ph":"i","s":"g","name":"clock snapshot",${where},${args}}`);
  }

  finish(): void {
    this.write(`${this.pending}\n]}\n`);
    this.pending = '';
  }

  /** Names come again and again; what they look like in JSON is kept for some. */
  quote(text: string): string {
    const known = this.quoted.get(text);
    if (known !== undefined) return known;
    if (this.quoted.size > 10_000) this.quoted.clear();
    const quoted = JSON.stringify(text);
    this.quoted.set(text, quoted);
    return quoted;
  }

  private event(fields: string, on: Lane, id: number, time: number): void {
    this.line(`{${fields},${whereOf(on, id)},"ts":${micros(time)}}`);
  }

  private metadata(name: string, pid: number, tid: number, args: string): void {
    this.line(`{"ph":"M","name":"${name}","pid":${pid},"tid":${tid},"args":${args}}`);
  }

  private line(text: string): void {
    this.pending += this.isFirst ? text : `,\n${text}`;
    this.isFirst = false;
    if (this.pending.length < chunkSize) return;
    this.write(this.pending);
    this.pending = '';
  }
}

const isAsync = (on: Lane): boolean => on === lane.region || on === lane.task;

function whereOf(on: Lane, id: number): string {
  switch (on) {
    case lane.proc:
      return `"pid":${group.procs},"tid":${id}`;
    case lane.goroutine:
      return `"pid":${group.goroutines},"tid":${id}`;
    case lane.region:
      return `"cat":"region","id":"r${id}","pid":${group.goroutines},"tid":${id}`;
    case lane.task:
      return `"cat":"task","id":"t${id}","pid":${group.tasks},"tid":0`;
    case lane.gc:
      return `"pid":${group.runtime},"tid":0`;
    case lane.stw:
      return `"pid":${group.runtime},"tid":1`;
  }
}

function argumentsOf(detail: SpanDetail | undefined, writer: ChromeWriter): string {
  if (detail === undefined) return '';
  const args: string[] = [];
  if (detail.goid >= 0) args.push(`"goid":${detail.goid}`);
  if (detail.place !== '') args.push(`"at":${writer.quote(detail.place)}`);
  return args.length === 0 ? '' : `,"args":{${args.join(',')}}`;
}

/** Nanoseconds as microseconds with three decimals; division would round. */
function micros(ns: number): string {
  const rest = ns % 1000;
  return `${(ns - rest) / 1000}.${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}`;
}
