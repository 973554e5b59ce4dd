import { err, ok, type Result } from '../../contract/result';
import { Memory, type Chunk } from './memory';
import { snapshotHeaderSchema, type SnapshotHeader } from './snapshot-header';

export interface Snapshot {
  readonly header: SnapshotHeader;
  readonly memory: Memory;
  /** As copied, for iteration by kind. */
  readonly chunks: readonly (Chunk & { readonly kind: string })[];
}

export type SnapshotError =
  | { code: 'not-a-snapshot'; reason: string }
  | { code: 'truncated'; chunk: string; missingBytes: number };

const magic = 'TRVSNAP1';

/**
 * Opens a snapshot (docs/formats.md, already inflated). Chunks are views into `bytes`, not copies.
 * @param image read-only parts of the executable (see gosym), consulted last.
 */
export function decodeSnapshot(
  bytes: Uint8Array,
  image: readonly Chunk[] = [],
): Result<Snapshot, SnapshotError> {
  const bad = (reason: string) => err({ code: 'not-a-snapshot' as const, reason });
  if (bytes.length < 16 || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) {
    return bad('it does not begin with TRVSNAP1');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(8, true));
  if (headerLength > bytes.length - 16) return bad('its header is cut short');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + headerLength)));
  } catch {
    return bad('its header is not JSON');
  }
  const header = snapshotHeaderSchema.safeParse(json);
  if (!header.success) return bad(`its header is malformed: ${header.error.issues[0]?.message}`);
  const data = Math.ceil((16 + headerLength) / 16) * 16;
  const chunks: (Chunk & { kind: string })[] = [];
  for (const { kind, address, length, offset } of header.data.chunks) {
    const start = data + offset;
    if (start + length > bytes.length) {
      return err({ code: 'truncated', chunk: kind, missingBytes: start + length - bytes.length });
    }
    chunks.push({ kind, address, bytes: bytes.subarray(start, start + length) });
  }
  return ok({ header: header.data, memory: new Memory([...chunks, ...image]), chunks });
}
