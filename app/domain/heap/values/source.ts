import type { GoField, GoType } from '../../gosym';
import { AbiTypes } from '../../gosym';
import type { HeapGraph } from '../heap-graph';
import type { Layouts } from '../layouts';
import type { Memory } from '../memory';
import type { StackRoots } from '../stack-roots';
import type { RuntimeImage } from '../stack-roots/runtime-image';

/** What values are read from. */
export interface ValueSource {
  readonly graph: HeapGraph;
  readonly image: RuntimeImage;
  readonly layouts: Layouts;
  readonly stackRoots: StackRoots;
}

/** Reads a stopped program's memory as typed values; nothing is trusted to be there or to be whole. */
export class ValueMemory {
  readonly memory: Memory;
  readonly source: ValueSource;
  readonly #abi: AbiTypes;
  readonly #goids: ReadonlyMap<number, number>;

  constructor(source: ValueSource) {
    const { image, stackRoots } = source;
    this.source = source;
    this.memory = image.memory;
    const layoutOf = (name: string) =>
      image.snapshot.header.layouts[name] ?? image.program.dwarf?.layoutOf(name);
    this.#abi = new AbiTypes(image.memory, image.symbols.modules, layoutOf);
    this.#goids = new Map(stackRoots.goroutines.map(({ g, goid }) => [g, goid]));
  }

  /** By the compiler's name. */
  typeNamed(name: string): GoType | undefined {
    return this.source.image.program.dwarf?.typeByName(name);
  }

  /** By its identity, which is what a handle carries. */
  typeAt(dieOffset: number): GoType | undefined {
    return (
      this.source.graph.types.described.byIdentity(dieOffset) ??
      this.source.image.program.dwarf?.typeAt(dieOffset)
    );
  }

  /** By the run-time address of an abi.Type. */
  runtimeType(address: number): GoType | undefined {
    return this.source.graph.types.runtimeType(address);
  }

  /** Of a type that cannot be read otherwise. */
  runtimeTypeName(address: number): string | undefined {
    return this.#abi.nameOf(address);
  }

  /** Whether an interface keeps values of a type in its data word (abi.Type.IsDirectIface). */
  isDirect(typeAddress: number): boolean {
    const record = this.source.image.record('internal/abi.Type');
    // The flag moved from Kind_ to TFlag in Go 1.26; in either the other's bit 5 is unused.
    return ((record.read(typeAddress, 'Kind_') | record.read(typeAddress, 'TFlag')) & 32) !== 0;
  }

  /** Number of the goroutine with this runtime.g. */
  goid(g: number): number | undefined {
    return this.#goids.get(g);
  }

  /** Object on the heap that holds an address. */
  objectAt(address: number): number | undefined {
    const object = this.source.graph.objects.find(address);
    return object < 0 ? undefined : object;
  }

  u64(address: number): number | undefined {
    return this.memory.u64(address);
  }

  view(address: number, length: number): DataView | undefined {
    const bytes = this.memory.bytes(address, length);
    return bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

export const fieldOf = (type: GoType | undefined, name: string): GoField | undefined =>
  type?.fields.find((field) => field.name === name);
