/** Reads so many bytes of a file from an offset on; fewer at its end. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

const headerBytes = 64;
const programHeaderBytes = 56;
const noteSegment = 4;
/** ET_CORE. */
const coreFile = 4;
const auxiliaryVector = 6;
/** NT_FILE: what files were mapped where. */
const mappedFiles = 0x46494c45;
/** AT_ENTRY: where the executable begins to run. */
const entryPoint = 9n;
/** Notes of thousands of threads stay below it. */
const maxNoteBytes = 64 << 20;
const maxMappings = 1 << 16;

interface Mapping {
  readonly start: bigint;
  readonly end: bigint;
  readonly path: string;
}

/**
 * The executable that dumped a core, by the core's own notes: the mapped file in which the program's entry point lies.
 * @returns its path at that time; undefined when the core does not say (one of `dump` in dlv), or is none.
 */
export function executableOfCore(read: ReadAt): string | undefined {
  const head = viewOf(read(0, headerBytes));
  if (head.byteLength < headerBytes || head.getUint32(0) !== 0x7f454c46) return undefined;
  if (head.getUint16(4) !== 0x0201 || head.getUint16(16, true) !== coreFile) return undefined;
  const table = viewOf(
    read(Number(head.getBigUint64(32, true)), head.getUint16(56, true) * programHeaderBytes),
  );
  let entry: bigint | undefined;
  let files: readonly Mapping[] = [];
  for (let at = 0; at + programHeaderBytes <= table.byteLength; at += programHeaderBytes) {
    if (table.getUint32(at, true) !== noteSegment) continue;
    const offset = Number(table.getBigUint64(at + 8, true));
    const size = Math.min(maxNoteBytes, Number(table.getBigUint64(at + 32, true)));
    for (const { type, value } of notesOf(viewOf(read(offset, size)))) {
      if (type === auxiliaryVector) entry ??= entryOf(value);
      else if (type === mappedFiles && files.length === 0) files = mappingsOf(value);
    }
  }
  if (entry === undefined) return undefined;
  const at = entry;
  return files.find(({ start, end }) => start <= at && at < end)?.path;
}

/** Name size, value size, type, name, value; both padded to four bytes. */
function* notesOf(notes: DataView): Iterable<{ type: number; value: DataView }> {
  for (let at = 0; at + 12 <= notes.byteLength;) {
    const value = at + 12 + Math.ceil(notes.getUint32(at, true) / 4) * 4;
    const size = notes.getUint32(at + 4, true);
    if (value + size > notes.byteLength) return;
    const type = notes.getUint32(at + 8, true);
    yield { type, value: new DataView(notes.buffer, notes.byteOffset + value, size) };
    at = value + Math.ceil(size / 4) * 4;
  }
}

/** Pairs of a key and its value. */
function entryOf(vector: DataView): bigint | undefined {
  for (let at = 0; at + 16 <= vector.byteLength; at += 16) {
    if (vector.getBigUint64(at, true) === entryPoint) return vector.getBigUint64(at + 8, true);
  }
  return undefined;
}

/** Count, page size; start, end and place in the file of each; then their names, each with a zero behind it. */
function mappingsOf(note: DataView): readonly Mapping[] {
  if (note.byteLength < 16) return [];
  const count = Math.min(maxMappings, Number(note.getBigUint64(0, true)));
  const names = 16 + count * 24;
  if (names > note.byteLength) return [];
  const bytes = new Uint8Array(note.buffer, note.byteOffset + names, note.byteLength - names);
  const paths = new TextDecoder().decode(bytes).split('\0');
  return Array.from({ length: count }, (_, i) => ({
    start: note.getBigUint64(16 + i * 24, true),
    end: note.getBigUint64(24 + i * 24, true),
    path: paths[i] ?? '',
  }));
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
