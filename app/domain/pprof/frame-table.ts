import { packageOf } from '../format/go-name';
import { GrowingU32 } from './growable';
import type { Profile } from './profile';
import { TupleInterner } from './tuple-interner';
import type { FrameOptions } from './view-options';

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
  /** What frames are apart from line and address: a text each. */
  private readonly codes = new Map<string, number>();
  private readonly known = new TupleInterner(7);

  /** The number of a function, file or binary, to be given to `intern` with what `part` adds. */
  code({ name, file, objfile, startLine }: FrameInfo): number {
    const key = `${name}\0${file}\0${objfile}\0${startLine}`;
    const known = this.codes.get(key);
    if (known !== undefined) return known;
    this.codes.set(key, this.codes.size);
    return this.codes.size - 1;
  }

  /** The number of a frame that has been met, −1 for a new one. */
  find(code: number, line: number, column: number, address: bigint): number {
    this.fill(code, line, column, address);
    return this.known.find();
  }

  /** The number of a frame, new or known. */
  intern(code: number, info: FrameInfo): number {
    this.fill(code, info.line, info.column, info.address);
    const number = this.known.intern();
    if (number === this.frames.length) this.frames.push(info);
    return number;
  }

  private fill(code: number, line: number, column: number, address: bigint): void {
    const { tuple } = this.known;
    tuple[0] = code;
    tuple[1] = line;
    tuple[2] = Math.floor(line / 4294967296);
    tuple[3] = column;
    tuple[4] = Math.floor(column / 4294967296);
    tuple[5] = address === 0n ? 0 : Number(address & 0xffffffffn);
    tuple[6] = address === 0n ? 0 : Number(address >> 32n);
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

/** Turns locations into frames, as `profile.Aggregate` and `graph.nodeInfo` do. */
export function computeLocationFrames(
  profile: Profile,
  options: FrameOptions,
  interner: FrameInterner,
): LocationFrames {
  const { locations, lines } = profile;
  const start = new Uint32Array(locations.length + 1);
  const frame = new GrowingU32();
  const maker = new FrameMaker(profile, options, interner);
  for (let row = 0; row < locations.length; row++) {
    start[row] = frame.length;
    const end = locations.lineStart[row + 1] ?? lines.length;
    let first = locations.lineStart[row] ?? 0;
    if (first === end) frame.push(maker.make(row, -1));
    if (options.noInlines === true && first < end) first = end - 1;
    for (let line = first; line < end; line++) frame.push(maker.make(row, line));
  }
  start[locations.length] = frame.length;
  return { start, frame: frame.toArray() };
}

/** Makes the frames of one profile at one granularity. */
class FrameMaker {
  /** By function row: its code in the interner, −1 while unknown. */
  private readonly codes: Int32Array;
  /** By function row: its frame where lines do not count, −1 while unknown. */
  private readonly numbers: Int32Array;
  private readonly hasLines: boolean;
  private readonly hasColumns: boolean;
  private readonly hasAddresses: boolean;

  constructor(
    private readonly profile: Profile,
    private readonly options: FrameOptions,
    private readonly interner: FrameInterner,
  ) {
    const { granularity, noInlines, showColumns } = options;
    this.codes = new Int32Array(profile.functions.length).fill(-1);
    this.numbers = new Int32Array(profile.functions.length).fill(-1);
    this.hasAddresses = granularity === 'addresses';
    this.hasLines = this.hasAddresses || granularity === 'lines';
    // Addresses alone are not aggregated at all, so that columns stay.
    const isUntouched = this.hasAddresses && noInlines !== true;
    this.hasColumns = isUntouched || (this.hasLines && showColumns === true);
  }

  /** @param lineRow −1 for a location without lines. */
  make(location: number, lineRow: number): number {
    const { lines, locations } = this.profile;
    const func = lineRow < 0 ? -1 : lines.func[lineRow]!;
    if (func >= 0 && !this.hasLines && this.numbers[func]! >= 0) return this.numbers[func]!;
    const address = this.hasAddresses ? locations.address[location]! : 0n;
    const line = func >= 0 && this.hasLines ? lines.line[lineRow]! : 0;
    const column = func >= 0 && this.hasColumns ? lines.column[lineRow]! : 0;
    const known = func < 0 ? -1 : this.codes[func]!;
    if (known >= 0) {
      const number = this.interner.find(known, line, column, address);
      if (number >= 0) return number;
    }
    const info = { ...this.describe(location, func), line, column, address };
    const code = known >= 0 ? known : this.interner.code(info);
    const number = this.interner.intern(code, info);
    // Nameless code is told apart by its binary, so that it depends on the location.
    if (func >= 0 && info.name !== '') {
      this.codes[func] = code;
      this.numbers[func] = number;
    }
    return number;
  }

  /** What does not depend on the line. */
  private describe(location: number, func: number): FrameInfo {
    const { functions, locations, mappings, strings } = this.profile;
    const objfile = mappings[locations.mapping[location]!]?.file ?? '';
    const none = { name: '', file: '', line: 0, column: 0, startLine: 0, address: 0n };
    if (func < 0) return { ...none, objfile };
    const { granularity } = this.options;
    const fullName = strings[functions.name[func]!] ?? '';
    const filename = strings[functions.filename[func]!] ?? '';
    const isNamed = granularity !== 'files';
    const name = granularity === 'packages' ? packageOf(fullName) : isNamed ? fullName : '';
    const hasFile = granularity === 'files' || granularity === 'filefunctions' || this.hasLines;
    return {
      ...none,
      name,
      file: hasFile && filename !== '' ? cleanPath(trimCwd(filename)) : '',
      objfile: name === '' ? objfile : '',
      startLine: name === '' ? functions.startLine[func]! : 0,
    };
  }
}

/** pprof drops these from file names, as some build systems put them there. */
const trimCwd = (path: string): string => path.replace(/^\/proc\/self\/cwd\/(?:\.\/)?/, '');

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
