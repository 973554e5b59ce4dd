/** What the head of an ELF file says of how it is loaded. */
export interface ElfHead {
  /** Loaded anywhere: addresses at run time are not the file's. */
  readonly isRelocatable: boolean;
  /** Where the code lies in the file and, without a load bias, in memory. */
  readonly code: { readonly offset: bigint; readonly address: bigint } | undefined;
  /** Hex id of the GNU build-id note, undefined without one. */
  readonly gnuBuildId: string | undefined;
}

const programHeaderBytes = 56;
const segment = { load: 1, note: 4 } as const;
const executable = 1;
/** ET_DYN; a plain executable is 2. */
const sharedObject = 3;
const buildIdNote = 3;
/** Go's linker ends the segment with its own note; GNU's lies right behind it (seen with 1.26). */
const behindNotes = 64;

/**
 * Reads the head alone, for what needs no more of a large executable.
 * @param bytes of the file from its start; 64 KiB have the headers and, as Go's linker places them, the notes.
 * @returns undefined when it is no 64-bit little-endian ELF.
 */
export function readElfHead(bytes: Uint8Array): ElfHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64 || view.getUint32(0) !== 0x7f454c46) return undefined;
  if (bytes[4] !== 2 || bytes[5] !== 1) return undefined;
  let code: ElfHead['code'];
  let gnuBuildId: string | undefined;
  const table = Number(view.getBigUint64(32, true));
  const count = view.getUint16(56, true);
  for (let row = 0; row < count; row++) {
    const at = table + row * programHeaderBytes;
    if (!(at + programHeaderBytes <= bytes.length)) break;
    const kind = view.getUint32(at, true);
    const offset = view.getBigUint64(at + 8, true);
    if (kind === segment.load && (view.getUint32(at + 4, true) & executable) !== 0) {
      code ??= { offset, address: view.getBigUint64(at + 16, true) };
    } else if (kind === segment.note) {
      const size = Number(view.getBigUint64(at + 32, true));
      gnuBuildId ??= findBuildId(view, Number(offset), Number(offset) + size + behindNotes);
    }
  }
  return { isRelocatable: view.getUint16(16, true) === sharedObject, code, gnuBuildId };
}

/** Notes are name size, value size, type, name, value; both padded to four bytes. */
function findBuildId(view: DataView, start: number, end: number): string | undefined {
  const last = Math.min(end, view.byteLength);
  for (let at = start; at + 12 <= last;) {
    const nameSize = view.getUint32(at, true);
    const valueSize = view.getUint32(at + 4, true);
    const value = at + 12 + Math.ceil(nameSize / 4) * 4;
    const next = value + Math.ceil(valueSize / 4) * 4;
    if (next > last) return undefined;
    const isGnu = nameSize === 4 && view.getUint32(at + 12) === 0x474e5500;
    if (isGnu && view.getUint32(at + 8, true) === buildIdNote) {
      const id = new Uint8Array(view.buffer, view.byteOffset + value, valueSize);
      return Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    at = next;
  }
  return undefined;
}

/**
 * What the loader added to the addresses of a file that it mapped so.
 * @param mapped where the code's segment begins in memory, and in the file.
 */
export function computeLoadBias(
  head: ElfHead | undefined,
  mapped: { readonly start: bigint; readonly offset: bigint },
): bigint {
  if (head?.isRelocatable !== true || head.code === undefined || mapped.start === 0n) return 0n;
  return mapped.start - mapped.offset + head.code.offset - head.code.address;
}
