import { err, ok, type Result } from '../../contract/result';
import type { Chunk } from '../heap/memory';
import { architectureOfMachine, type Architecture } from './arch';
import { ByteReader, cstringAt, decodeText } from './byte-reader';
import { decodeProgramHeaders, relocatedChunks, type ElfSegment } from './elf-segments';

/** Inflates one zlib stream. The domain carries no inflater; callers pass node:zlib or the page's. */
export type Inflate = (deflated: Uint8Array, inflatedSizeBytes: number) => Uint8Array;

export interface ElfSymbol {
  readonly name: string;
  readonly address: number;
  readonly sizeBytes: number;
  readonly kind: 'function' | 'object' | 'other';
}

export type ElfError =
  | { readonly code: 'not-elf'; readonly reason: string }
  | { readonly code: 'unsupported-machine'; readonly machine: number };

interface SectionHeader {
  readonly name: string;
  readonly type: number;
  readonly compressed: boolean;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly link: number;
}

const sectionHeaderSize = 64;
const symbolSize = 24;
const symbolTableType = 2;
const noBitsType = 8;
const noteType = 7;
const compressedFlag = 0x800;
/** A section that claims to inflate to more is taken for corrupt: no Go binary comes near. */
const maxInflatedBytes = 2 ** 31;

/** An executable as it lies on disk. All addresses are the file's; none includes a load bias. */
export class Elf {
  readonly bytes: Uint8Array;
  readonly architecture: Architecture;
  /** Position independent: the run-time address is the file's plus a bias. */
  readonly positionIndependent: boolean;
  readonly segments: readonly ElfSegment[];
  readonly #sections: readonly SectionHeader[];
  readonly #inflate: Inflate;
  readonly #inflated = new Map<string, Uint8Array | undefined>();
  #symbols: ReadonlyMap<string, ElfSymbol> | undefined;

  constructor(
    bytes: Uint8Array,
    architecture: Architecture,
    positionIndependent: boolean,
    segments: readonly ElfSegment[],
    sections: readonly SectionHeader[],
    inflate: Inflate,
  ) {
    this.bytes = bytes;
    this.architecture = architecture;
    this.positionIndependent = positionIndependent;
    this.segments = segments;
    this.#sections = sections;
    this.#inflate = inflate;
  }

  /** False for a binary linked with -w or -s, or stripped. */
  get hasDwarf(): boolean {
    return this.section('.debug_info') !== undefined && this.section('.debug_abbrev') !== undefined;
  }

  get sectionNames(): readonly string[] {
    return this.#sections.map(({ name }) => name);
  }

  /** Contents, inflated when the file has them compressed; undefined when absent or corrupt. */
  section(name: string): Uint8Array | undefined {
    if (this.#inflated.has(name)) return this.#inflated.get(name);
    const header = this.#sections.find((section) => section.name === name);
    const contents = header && this.#contents(header);
    this.#inflated.set(name, contents);
    return contents;
  }

  /** Functions and objects by name; of several with one name, the first. */
  get symbols(): ReadonlyMap<string, ElfSymbol> {
    return (this.#symbols ??= this.#decodeSymbols());
  }

  /** Id that `go tool buildid` prints. */
  get goBuildId(): string | undefined {
    const note = this.#note('Go', 4);
    return note && decodeText(note);
  }

  /** Hex id of the GNU build-id note, as `file` prints it. */
  get gnuBuildId(): string | undefined {
    const note = this.#note('GNU', 3);
    return note && [...note].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /**
   * What the program cannot have changed, by run-time address: the read-only segments, and of a
   * position-independent executable what the loader relocated and then protected.
   */
  readonlyChunks(bias: number): readonly Chunk[] {
    const chunks = this.segments
      .filter(({ kind, writable, bytes }) => kind === 'load' && !writable && bytes.length > 0)
      .map(({ address, bytes }) => ({ address: address + bias, bytes }));
    return [...chunks, ...relocatedChunks(this.segments, bias)];
  }

  #contents(header: SectionHeader): Uint8Array | undefined {
    if (header.type === noBitsType) return undefined;
    const raw = this.bytes.subarray(header.offset, header.offset + header.sizeBytes);
    if (raw.length !== header.sizeBytes) return undefined;
    if (!header.compressed) return raw;
    const reader = new ByteReader(raw);
    const zlib = reader.u32() === 1;
    reader.skip(4);
    const sizeBytes = reader.u64();
    reader.skip(8);
    if (!zlib || reader.overran || sizeBytes > maxInflatedBytes) return undefined;
    try {
      const contents = this.#inflate(raw.subarray(reader.at), sizeBytes);
      return contents.length === sizeBytes ? contents : undefined;
    } catch {
      return undefined; // corrupt stream: the section counts as absent
    }
  }

  #decodeSymbols(): ReadonlyMap<string, ElfSymbol> {
    const symbols = new Map<string, ElfSymbol>();
    const header = this.#sections.find(({ type }) => type === symbolTableType);
    const table = header && this.#contents(header);
    const strings = header && this.#sections[header.link];
    const names = strings && this.#contents(strings);
    if (!table || !names) return symbols;
    const reader = new ByteReader(table);
    for (let i = 0; (i + 1) * symbolSize <= table.length; i++) {
      reader.at = i * symbolSize;
      const nameOffset = reader.u32();
      const type = reader.u8() & 15;
      reader.skip(3);
      const address = reader.u64();
      const sizeBytes = reader.u64();
      if (address === 0 || type > 2) continue;
      const name = cstringAt(names, nameOffset);
      if (name === '' || symbols.has(name)) continue;
      const kind = type === 2 ? 'function' : type === 1 ? 'object' : 'other';
      symbols.set(name, { name, address, sizeBytes, kind });
    }
    return symbols;
  }

  #note(owner: string, type: number): Uint8Array | undefined {
    for (const header of this.#sections) {
      const contents = header.type === noteType ? this.#contents(header) : undefined;
      if (!contents) continue;
      const reader = new ByteReader(contents);
      while (!reader.done) {
        const nameSize = reader.u32();
        const valueSize = reader.u32();
        const kind = reader.u32();
        const name = cstringAt(contents.subarray(0, reader.at + nameSize), reader.at);
        reader.skip(Math.ceil(nameSize / 4) * 4);
        const start = reader.at;
        reader.skip(Math.ceil(valueSize / 4) * 4);
        if (reader.overran) break;
        if (name === owner && kind === type) return contents.subarray(start, start + valueSize);
      }
    }
    return undefined;
  }
}

/** Opens a 64-bit little-endian ELF executable. A stripped one opens too: see `hasDwarf`. */
export function parseElf(bytes: Uint8Array, inflate: Inflate): Result<Elf, ElfError> {
  const bad = (reason: string) => err({ code: 'not-elf' as const, reason });
  const reader = new ByteReader(bytes);
  if (reader.u32() !== 0x464c457f) return bad('it does not begin with \\x7fELF');
  if (reader.u8() !== 2 || reader.u8() !== 1) return bad('it is not 64-bit little-endian');
  reader.at = 16;
  const type = reader.u16();
  const machine = reader.u16();
  reader.at = 32;
  const programHeaders = reader.u64();
  const sectionHeaders = reader.u64();
  reader.skip(6);
  const programHeaderBytes = reader.u16();
  const programHeaderCount = reader.u16();
  const sectionHeaderBytes = reader.u16();
  const sectionCount = reader.u16();
  const nameSection = reader.u16();
  if (reader.overran) return bad('its header is cut short');
  if (type !== 2 && type !== 3) return bad('it is not an executable');
  const architecture = architectureOfMachine(machine);
  if (architecture === undefined) return err({ code: 'unsupported-machine', machine });
  if (programHeaderBytes !== 56) return bad('its program headers are malformed');
  const segments = decodeProgramHeaders(bytes, programHeaders, programHeaderCount);
  const sections =
    sectionHeaderBytes === sectionHeaderSize
      ? decodeSectionHeaders(bytes, sectionHeaders, sectionCount, nameSection)
      : [];
  return ok(new Elf(bytes, architecture, type === 3, segments, sections, inflate));
}

function decodeSectionHeaders(
  bytes: Uint8Array,
  offset: number,
  count: number,
  nameSection: number,
): SectionHeader[] {
  const raw: (Omit<SectionHeader, 'name'> & { nameOffset: number })[] = [];
  for (let i = 0; i < count; i++) {
    const reader = new ByteReader(bytes, offset + i * sectionHeaderSize);
    const nameOffset = reader.u32();
    const type = reader.u32();
    const flags = reader.u64();
    reader.skip(8);
    const start = reader.u64();
    const sizeBytes = reader.u64();
    const link = reader.u32();
    if (reader.overran) break;
    const compressed = (flags & compressedFlag) !== 0;
    raw.push({ nameOffset, type, compressed, offset: start, sizeBytes, link });
  }
  const strings = raw[nameSection];
  const names = strings
    ? bytes.subarray(
        Math.min(strings.offset, bytes.length),
        Math.min(strings.offset + strings.sizeBytes, bytes.length),
      )
    : new Uint8Array(0);
  return raw.map(({ nameOffset, ...header }) => ({
    ...header,
    name: cstringAt(names, nameOffset),
  }));
}
