import type { Chunk } from '../heap/memory';
import { ByteReader } from './byte-reader';

export interface ElfSegment {
  readonly kind: 'load' | 'dynamic' | 'relro';
  /** Address in the file; add the load bias for the run-time address. */
  readonly address: number;
  readonly memorySizeBytes: number;
  readonly bytes: Uint8Array;
  readonly writable: boolean;
  readonly executable: boolean;
}

const headerBytes = 56;
const kinds: ReadonlyMap<number, ElfSegment['kind']> = new Map([
  [1, 'load'],
  [2, 'dynamic'],
  [0x6474e552, 'relro'],
]);
/** Elf64_Dyn tags. */
const dynamicTag = { rela: 7, relaSize: 8 } as const;
const relaBytes = 24;
/** R_X86_64_RELATIVE: the word becomes bias + addend. The only kind Go's own pointers have. */
const relativeRelocation = 8;

/** The segments we use, by ascending address; stops where the table is cut. */
export function decodeProgramHeaders(
  bytes: Uint8Array,
  offset: number,
  count: number,
): readonly ElfSegment[] {
  const segments: ElfSegment[] = [];
  for (let i = 0; i < count; i++) {
    const reader = new ByteReader(bytes, offset + i * headerBytes);
    const kind = kinds.get(reader.u32());
    const flags = reader.u32();
    const start = reader.u64();
    const address = reader.u64();
    reader.skip(8);
    const fileSize = reader.u64();
    const memorySizeBytes = reader.u64();
    if (reader.overran) break;
    if (kind === undefined) continue;
    segments.push({
      kind,
      address,
      memorySizeBytes,
      bytes: bytes.subarray(
        Math.min(start, bytes.length),
        Math.min(start + fileSize, bytes.length),
      ),
      writable: (flags & 2) !== 0,
      executable: (flags & 1) !== 0,
    });
  }
  return segments.sort((a, b) => a.address - b.address);
}

/**
 * The parts protected after relocation (PT_GNU_RELRO), as the loader left them: type descriptors
 * and the like of a position-independent executable, whose pointers the file has as zero.
 */
export function relocatedChunks(segments: readonly ElfSegment[], bias: number): readonly Chunk[] {
  const chunks = segments
    .filter(({ kind, bytes }) => kind === 'relro' && bytes.length > 0)
    .map(({ address, bytes }) => ({ address: address + bias, bytes: new Uint8Array(bytes) }));
  if (chunks.length === 0) return [];
  const table = relocationTable(segments);
  const reader = new ByteReader(table);
  for (let i = 0; (i + 1) * relaBytes <= table.length; i++) {
    reader.at = i * relaBytes;
    const target = reader.u64() + bias;
    const kind = reader.u32();
    reader.skip(4);
    if (kind !== relativeRelocation) continue;
    const value = reader.u64() + bias;
    for (const { address, bytes } of chunks) {
      if (target >= address && target + 8 <= address + bytes.length) {
        const view = new DataView(bytes.buffer, bytes.byteOffset + target - address, 8);
        view.setUint32(0, value % 0x1_0000_0000, true);
        view.setUint32(4, Math.floor(value / 0x1_0000_0000), true);
      }
    }
  }
  return chunks;
}

/** Found as the loader finds it: by the dynamic table, not by section name. */
function relocationTable(segments: readonly ElfSegment[]): Uint8Array {
  const dynamic = segments.find(({ kind }) => kind === 'dynamic')?.bytes ?? new Uint8Array(0);
  const reader = new ByteReader(dynamic);
  let address = 0;
  let sizeBytes = 0;
  while (!reader.done) {
    const tag = reader.u64();
    const value = reader.u64();
    if (tag === 0) break;
    if (tag === dynamicTag.rela) address = value;
    else if (tag === dynamicTag.relaSize) sizeBytes = value;
  }
  for (const { kind, address: start, bytes } of segments) {
    if (kind !== 'load' || address < start || address >= start + bytes.length) continue;
    return bytes.subarray(address - start, Math.min(address - start + sizeBytes, bytes.length));
  }
  return new Uint8Array(0);
}
