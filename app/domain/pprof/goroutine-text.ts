import type { Frame } from '../../contract/frame';
import { err, ok, type Result } from '../../contract/result';

/** A goroutine as `debug=2` prints it. */
export interface GoroutineDump {
  readonly goid: number;
  /** `running`, `chan receive`, `select`, `sync.Mutex.Lock`…; as the runtime words it. */
  readonly state: string;
  /** Whole minutes it has been waiting; undefined below one. */
  readonly waitMinutes: number | undefined;
  readonly lockedToThread: boolean;
  /** Marked `(leaked)` by the runtime's own leak detector. */
  readonly leaked: boolean;
  /** Printed by Go 1.27 and later for modules that say go 1.27. */
  readonly labels: Readonly<Record<string, string>>;
  /** Leaf first. */
  readonly frames: readonly Frame[];
  /** Frames the runtime left out of a very deep stack. */
  readonly elidedFrames: number;
  /** `goid` is the creator; 0 when not printed (before Go 1.21). */
  readonly createdBy: (Frame & { readonly goid: number }) | undefined;
}

export interface GoroutineText {
  readonly goroutines: readonly GoroutineDump[];
  /** Lines that fit nowhere: a cut or foreign file. */
  readonly skippedLines: number;
}

export type GoroutineTextError = { readonly code: 'no-goroutines' };

/** `goroutine 7 gp=0x… m=nil [chan receive, 2 minutes, locked to thread]:`; gp and m in crashes. */
const headerPattern =
  /^goroutine (\d+)(?: gp=\S+)?(?: m=\S+)?(?: mp=\S+)? \[(.*)\](?: \{(.*)\})?:$/;
/** `\t/src/sync.go:41 +0x1d4`; the offset is missing for inlined frames of some versions. */
const placePattern = /^\t(.*):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$/;
const createdPattern = /^created by (.*?)(?: in goroutine (\d+))?$/;
const elidedPattern = /^\.\.\.(?:(\d+) frames elided|additional frames elided)\.\.\.$/;

type Draft = { -readonly [K in keyof GoroutineDump]: GoroutineDump[K] } & { frames: Frame[] };

/** Reads `/debug/pprof/goroutine?debug=2` or a traceback. */
export function parseGoroutineText(text: string): Result<GoroutineText, GoroutineTextError> {
  const goroutines: Draft[] = [];
  let skippedLines = 0;
  /** What the next `\tfile:line` belongs to. */
  let pending: { place(file: string, line: number): void } | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line === '') {
      pending = undefined;
      continue;
    }
    const started = parseHeader(line);
    const current = started ?? goroutines[goroutines.length - 1];
    if (started) {
      goroutines.push(started);
      pending = undefined;
    } else if (current === undefined) skippedLines++;
    else if (line.startsWith('\t')) {
      const [, file = '', number = '0'] = placePattern.exec(line) ?? [];
      if (pending && file !== '') pending.place(file, Number(number));
      else skippedLines++;
      pending = undefined;
    } else pending = parseFrame(current, line);
  }
  return goroutines.length === 0
    ? err({ code: 'no-goroutines' })
    : ok({ goroutines, skippedLines });
}

function parseHeader(line: string): Draft | undefined {
  const [, goid, status, labels] = headerPattern.exec(line) ?? [];
  if (goid === undefined || status === undefined) return undefined;
  const parts = splitStatus(status);
  const minutes = parts.notes.map((each) => /^(\d+) minutes?$/.exec(each)?.[1]).find(Boolean);
  return {
    goid: Number(goid),
    state: parts.state.replace(/ \((?:leaked|scan)\)/g, ''),
    waitMinutes: minutes === undefined ? undefined : Number(minutes),
    lockedToThread: parts.notes.includes('locked to thread'),
    leaked: / \(leaked\)/.test(status),
    labels: parseLabels(labels ?? parts.labels),
    frames: [],
    elidedFrames: 0,
    createdBy: undefined,
  };
}

/** Up to Go 1.26 the labels stand inside the brackets: `[chan receive, 2 minutes labels:{"k": "v"}]`. */
function splitStatus(status: string): { state: string; notes: string[]; labels: string } {
  const [, before = status, labels = ''] = /^(.*?),? labels:\{(.*)\}$/.exec(status) ?? [];
  const [state = '', ...notes] = before.split(', ');
  return { state, notes, labels };
}

function parseLabels(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const [, key = '', value = ''] of text.matchAll(
    /("(?:[^"\\]|\\.)*"|[^\s",:]+): ("(?:[^"\\]|\\.)*"|[^\s",]+)/g,
  )) {
    labels[unquote(key)] = unquote(value);
  }
  return labels;
}

/** Undoes the runtime's `printquoted`. */
function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return text
    .slice(1, -1)
    .replace(
      /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g,
      (_, x?: string, u?: string, wide?: string, plain = '') => {
        const code = x ?? u ?? wide;
        if (code === undefined) return controls[plain] ?? plain;
        const point = parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
      },
    );
}

/** A line that begins a frame; answers where its file and line are to go. */
function parseFrame(
  goroutine: Draft,
  line: string,
): { place(file: string, line: number): void } | undefined {
  const elided = elidedPattern.exec(line);
  if (elided) {
    goroutine.elidedFrames += Number(elided[1] ?? 1);
    return undefined;
  }
  const [, creator, goid] = createdPattern.exec(line) ?? [];
  if (creator !== undefined) {
    const created = { function: creator, file: '', line: 0, goid: Number(goid ?? 0) };
    goroutine.createdBy = created;
    return { place: (file, at) => (goroutine.createdBy = { ...created, file, line: at }) };
  }
  const name = stripArguments(line);
  const index = goroutine.frames.push({ function: name, file: '', line: 0 }) - 1;
  return { place: (file, at) => (goroutine.frames[index] = { function: name, file, line: at }) };
}

/** `main.(*Syncer).run(0xc000012345, {0x1, 0x2})`: the arguments are the last parentheses. */
function stripArguments(line: string): string {
  if (!line.endsWith(')')) return line;
  let depth = 0;
  for (let i = line.length - 1; i >= 0; i--) {
    if (line[i] === ')') depth++;
    else if (line[i] === '(' && --depth === 0) return i === 0 ? line : line.slice(0, i);
  }
  return line;
}
