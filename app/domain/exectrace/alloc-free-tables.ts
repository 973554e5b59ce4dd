import type { ByteReader } from './byte-reader';
import { fail } from './damage';

/** Experiment number of batches that belong to `GODEBUG=traceallocfree=1` (Go 1.23 and newer). */
export const allocFreeExperiment = 1;

/** First byte of a batch. */
const batchOfTypes = 0;
const batchOfInfo = 1;

/** A type that the program allocates, as its generation describes it. */
export interface AllocatedType {
  /** As reflect's `String` says it: `*main.node`. */
  readonly name: string;
  /** Of one value; what is allocated may be an array of them. */
  readonly sizeBytes: number;
  /** Leading part of a value in which pointers are. */
  readonly pointerBytes: number;
}

/** How ids of memory are to be read: `address = minAddress + id × unit`. Bytes. */
export interface AllocFreeInfo {
  readonly minAddress: number;
  /** Unit of spans. */
  readonly pageSize: number;
  /** Unit of heap objects. */
  readonly heapAlign: number;
  /** Unit of goroutine stacks. */
  readonly stackAlign: number;
}

/** What one generation tells beside the events of the alloc/free experiment. */
export class AllocFreeTables {
  readonly types = new Map<number, AllocatedType>();
  /** Undefined until a batch of it was read: only the first generation must have one. */
  info: AllocFreeInfo | undefined;

  clear(): void {
    this.types.clear();
  }

  /** A whole batch of the experiment. Kinds that are not known are passed over. */
  readBatch(reader: ByteReader): void {
    if (reader.atEnd) return;
    const kind = reader.byte();
    if (kind === batchOfTypes) while (!reader.atEnd) this.readType(reader);
    if (kind === batchOfInfo) this.info = readInfo(reader);
  }

  private readType(reader: ByteReader): void {
    const id = reader.uvarint();
    reader.uvarint(); // address of the descriptor
    const sizeBytes = reader.uvarint();
    const pointerBytes = reader.uvarint();
    const name = reader.text(reader.uvarint());
    this.types.set(id, { name, sizeBytes, pointerBytes });
  }
}

function readInfo(reader: ByteReader): AllocFreeInfo {
  const { at } = reader;
  const minAddress = reader.uvarint();
  const [pageSize, heapAlign, stackAlign] = [reader.uvarint(), reader.uvarint(), reader.uvarint()];
  if (pageSize === 0 || heapAlign === 0 || stackAlign === 0) fail('a unit of memory is 0', at);
  return { minAddress, pageSize, heapAlign, stackAlign };
}
