import type { Profile } from './profile';
import type { Granularity } from './view-options';

/** What `go tool pprof` calls a node: frames with equal fields are one row. */
export interface FrameInfo {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly address: bigint;
  /** Binary; only where there is no function name. */
  readonly objfile: string;
  readonly startLine: number;
}

/** Numbers frames so that equal ones, also of two profiles, get one number. */
export class FrameInterner {
  readonly frames: FrameInfo[] = [];
  private readonly known = new Map<string, number>();

  intern(info: FrameInfo): number {
    const { name, file, line, column, address, objfile, startLine } = info;
    const key = `${name}\0${file}\0${line}\0${column}\0${address}\0${objfile}\0${startLine}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const number = this.frames.length;
    this.frames.push(info);
    this.known.set(key, number);
    return number;
  }
}

/**
 * The frames of each location: `frame[start[l] … start[l + 1])`, innermost inlined call first. A
 * location without lines has one frame.
 */
export interface LocationFrames {
  readonly start: Uint32Array;
  readonly frame: Uint32Array;
}

/** Turns locations into frames at a granularity, as `profile.Aggregate` and `graph.nodeInfo` do. */
export function computeLocationFrames(
  profile: Profile,
  granularity: Granularity,
  interner: FrameInterner,
): LocationFrames {
  const { locations, lines } = profile;
  const start = new Uint32Array(locations.length + 1);
  const frame: number[] = [];
  for (let row = 0; row < locations.length; row++) {
    start[row] = frame.length;
    const first = locations.lineStart[row] ?? 0;
    const end = locations.lineStart[row + 1] ?? lines.length;
    if (first === end) frame.push(interner.intern(toFrameInfo(profile, granularity, row, -1)));
    for (let line = first; line < end; line++) {
      frame.push(interner.intern(toFrameInfo(profile, granularity, row, line)));
    }
  }
  start[locations.length] = frame.length;
  return { start, frame: Uint32Array.from(frame) };
}

function toFrameInfo(
  profile: Profile,
  granularity: Granularity,
  location: number,
  lineRow: number,
): FrameInfo {
  const { functions, lines, locations, mappings, strings } = profile;
  const objfile = mappings[locations.mapping[location] ?? -1]?.file ?? '';
  const address = granularity === 'addresses' ? (locations.address[location] ?? 0n) : 0n;
  const func = lineRow < 0 ? -1 : (lines.func[lineRow] ?? -1);
  const none = { name: '', file: '', line: 0, column: 0, startLine: 0 };
  if (func < 0) return { ...none, address, objfile };
  const hasLines = granularity === 'lines' || granularity === 'addresses';
  const name = granularity === 'files' ? '' : (strings[functions.name[func] ?? 0] ?? '');
  const filename = strings[functions.filename[func] ?? 0] ?? '';
  return {
    name,
    file: granularity === 'functions' || filename === '' ? '' : cleanPath(filename),
    line: hasLines ? (lines.line[lineRow] ?? 0) : 0,
    column: granularity === 'addresses' ? (lines.column[lineRow] ?? 0) : 0,
    address,
    objfile: name === '' ? objfile : '',
    startLine: name === '' ? (functions.startLine[func] ?? 0) : 0,
  };
}

/** As `graph.NodeInfo.PrintableName`. */
export function formatFrame(frame: FrameInfo): string {
  const parts: string[] = [];
  if (frame.address !== 0n) parts.push(frame.address.toString(16).padStart(16, '0'));
  if (frame.name !== '') parts.push(frame.name);
  if (frame.line !== 0) {
    const column = frame.column === 0 ? '' : `:${frame.column}`;
    parts.push(`${frame.file}:${frame.line}${column}`);
  } else if (frame.file !== '') parts.push(frame.file);
  else if (frame.name === '') {
    parts.push(frame.objfile === '' ? '<unknown>' : `[${frame.objfile.replace(/^.*\//, '')}]`);
  }
  return parts.join(' ');
}

/** Go's `filepath.Clean` for slash paths. */
export function cleanPath(path: string): string {
  if (!/\/\/|(^|\/)\.\.?(\/|$)|.\/$/.test(path)) return path;
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (!rooted) kept.push('..');
  }
  const joined = kept.join('/');
  return rooted ? `/${joined}` : joined === '' ? '.' : joined;
}
