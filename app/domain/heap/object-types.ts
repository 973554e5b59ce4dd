import type { GoType } from '../gosym';
import type { AbiGoTypes } from './abi-go-types';
import { CapturedVariables } from './captured-variables';
import { ClosureTypes } from './closure-types';
import { describeTypes } from './described-types';
import type { Edges } from './edges';
import type { Layouts } from './layouts';
import type { ObjectIndex } from './objects';
import type { Root } from './roots';
import type { RuntimeImage } from './stack-roots/runtime-image';
import { IntStack } from './int-stack';
import { Pointees } from './pointees';
import { TypingTable, type Slot, type Typing } from './typings';

/** Objects above this size class carry their type in the word before their data. */
const maxHeaderless = 512;
const isMapInside =
  /^(\*?(internal\/runtime\/maps|runtime\.[bh]map)\b|(noalg\.)?map\.(bucket|hdr|iter)\[)/;
/** Of a map type that reflect made. */
const isMadeGroup = ({ fields }: GoType) => fields[0]?.name === 'Ctrl' && fields[0].offset === 0;

/**
 * What each object is, as far as it can be told: from the type the allocator noted, and by following
 * typed words from variables with debug information.
 */
export class ObjectTypes {
  readonly typings: TypingTable;
  /** Types without debug information. */
  readonly described: AbiGoTypes;
  /** Of closures. */
  readonly captured: CapturedVariables;
  /** Typing id of each object; −1 when unknown. */
  readonly #typing: Int32Array;
  /** Where the typed value begins, plus 1, of objects known only by a pointer into their middle. */
  #begin: Int32Array | undefined;
  readonly #objects: ObjectIndex;
  readonly #image: RuntimeImage;
  readonly #closures: ClosureTypes;
  readonly #pointees: Pointees;
  /** Of sampled objects: few. */
  readonly #allocatedBy = new Map<number, string>();
  /** Typed objects whose words were not followed yet. */
  readonly #queue = new IntStack();
  /** Edges that lead into the middle of an object of unknown type, two by two: source, edge. */
  #inside = new IntStack();

  constructor(image: RuntimeImage, layouts: Layouts, objects: ObjectIndex) {
    this.#image = image;
    this.#objects = objects;
    this.#typing = new Int32Array(objects.length).fill(-1);
    this.typings = new TypingTable(image.program.dwarf);
    this.captured = new CapturedVariables(image, (address) => this.runtimeType(address));
    this.#closures = new ClosureTypes(image, this.typings, this.captured);
    this.described = describeTypes(image, (address) => this.#beginsObject(address));
    const runtimeType = (address: number) => this.runtimeType(address);
    this.#pointees = new Pointees(image, layouts, this.typings, this.#closures, runtimeType);
  }

  get(object: number): Typing | undefined {
    const id = this.#typing[object] ?? -1;
    return id < 0 ? undefined : this.typings.list[id];
  }

  name(object: number): string {
    return this.get(object)?.name ?? this.#allocatedBy.get(object) ?? 'unknown';
  }

  /** Of an object whose type is unknown: the function that allocated it, as the profiler noted. */
  nameByAllocation(object: number, allocatedBy: string): void {
    if (this.#typing[object]! < 0) {
      this.#allocatedBy.set(object, `unknown, allocated by ${allocatedBy}`);
    }
  }

  /** Bytes between the object's start and what it holds: the allocation header, or a known interior. */
  originOf(object: number): number {
    const known = this.#begin?.[object] ?? 0;
    return known > 0 ? known - 1 : this.#headerBytes(object);
  }

  /** The pointer word at `offset` of the object; undefined when its type does not tell. */
  slotAt(object: number, offset: number): Slot | undefined {
    return this.get(object)?.slotAt(offset - this.originOf(object));
  }

  #headerBytes(object: number): number {
    const { spans, span } = this.#objects;
    const s = span[object]!;
    const has = spans.elementBytes[s]! > maxHeaderless && spans.sizeClass[s] !== 0;
    return has && spans.pointerFree[s] === 0 ? 8 : 0;
  }

  /** Types everything that typed words lead to. */
  propagate(edges: Edges, roots: readonly Root[]): void {
    this.#typeByAllocator();
    roots.forEach((root, i) => this.#followRoot(root, edges, this.#objects.length + i));
    this.#drain(edges);
    // Pointers into the middle tell the least: tried once nothing better is left.
    for (let round = 0; round < 4 && this.#inside.length > 0; round++) {
      const inside = this.#inside;
      this.#inside = new IntStack();
      while (inside.length > 0) {
        const edge = inside.pop();
        this.#followInside(edges, roots, inside.pop(), edge);
      }
      this.#drain(edges);
    }
  }

  #followRoot(root: Root, edges: Edges, node: number): void {
    for (let e = edges.start[node]!; e < edges.start[node + 1]!; e++) {
      const object = edges.to[e]!;
      const slot = this.#rootSlot(root, edges.offset[e]!);
      if (slot) this.#follow(slot, object, root.address + edges.offset[e]!, node, e);
      if (root.kind !== 'special' || this.#typing[object]! >= 0) continue;
      // Finalizers and cleanups: functions among their arguments, told apart by what they point to.
      const typing = this.#closures.of(this.#objects.address[object]!);
      if (typing) this.#assign(object, typing);
    }
  }

  #rootSlot({ type, indirect }: Root, offset: number): Slot | undefined {
    if (!type) return undefined;
    if (indirect) return { kind: 'pointer', target: type, accessor: '' };
    return this.typings.slotsOf(type).get(offset >> 3);
  }

  #drain({ start, to, offset }: Edges): void {
    const typings = this.typings.list;
    while (this.#queue.length > 0) {
      const object = this.#queue.pop();
      const typing = typings[this.#typing[object]!]!;
      if (typing.slots.size === 0) continue;
      const origin = this.originOf(object);
      const address = this.#objects.address[object]!;
      const end = start[object + 1]!;
      for (let e = start[object]!; e < end; e++) {
        const slot = typing.slotAt(offset[e]! - origin);
        if (slot) this.#follow(slot, to[e]!, address + offset[e]!, object, e);
      }
    }
  }

  /** The word at `from`, of kind `slot`, makes edge `edge` of node `source` to `object`. */
  #follow(slot: Slot, object: number, from: number, source: number, edge: number): void {
    const id = this.#typing[object]!;
    const known = id < 0 ? undefined : this.typings.list[id];
    if (known && (known.array || slot.kind !== 'slice')) return;
    // Of what holds no pointers it does not matter where in it the word points.
    const plain = this.#pointees.plain(slot);
    if (plain) {
      if (!known || known.type === plain.type) this.#assign(object, plain);
      return;
    }
    const pointer = this.#image.memory.u64(from);
    if (!pointer) return;
    const typing = this.#pointees.of(slot, pointer, from);
    if (!typing) return;
    const begin = this.#objects.address[object]! + this.#headerBytes(object);
    const inside = pointer - begin;
    const whole = inside === 0 || (typing.array && inside % typing.strideBytes === 0);
    if (!whole && typing.slots.size > 0) {
      this.#inside.push(source);
      this.#inside.push(edge);
    } else if (!known || (typing.array && known.type === typing.type)) this.#assign(object, typing);
  }

  #followInside(edges: Edges, roots: readonly Root[], source: number, edge: number): void {
    const object = edges.to[edge]!;
    if (this.#typing[object]! >= 0) return;
    const root = source < this.#objects.length ? undefined : roots[source - this.#objects.length];
    const offset = edges.offset[edge]!;
    const from = (root ? root.address : this.#objects.address[source]!) + offset;
    const slot = root ? this.#rootSlot(root, offset) : this.slotAt(source, offset);
    const pointer = this.#image.memory.u64(from);
    if (slot?.kind !== 'pointer' || !pointer) return;
    const typing = this.#pointees.of(slot, pointer, from);
    if (!typing) return;
    this.#begin ??= new Int32Array(this.#objects.length);
    this.#begin[object] = pointer - this.#objects.address[object]! + 1;
    this.#assign(object, typing);
  }

  #assign(object: number, typing: Typing): void {
    this.#typing[object] = typing.id;
    this.#queue.push(object);
  }

  /** By run-time address of an abi.Type. */
  runtimeType(address: number): GoType | undefined {
    return this.described.get(address);
  }

  #beginsObject(address: number): boolean {
    const object = this.#objects.find(address);
    return object >= 0 && address === this.#objects.address[object]! + this.#headerBytes(object);
  }

  /** Large objects and those with a header name the type they were allocated as. */
  #typeByAllocator(): void {
    const { spans, span, address, length } = this.#objects;
    for (let object = 0; object < length; object++) {
      const s = span[object]!;
      const size = spans.elementBytes[s]!;
      if (size <= maxHeaderless || spans.pointerFree[s] === 1) continue;
      const large = spans.sizeClass[s] === 0;
      const at = large ? spans.largeType[s]! : this.#image.memory.u64(address[object]!);
      const type = at ? this.runtimeType(at) : undefined;
      // A map's inside is noted without its key and element types: propagation knows them.
      if (!type || type.sizeBytes === 0 || isMapInside.test(type.name) || isMadeGroup(type))
        continue;
      const array = 2 * type.sizeBytes <= size - (large ? 0 : 8);
      this.#assign(object, this.typings.of(type, array));
    }
  }
}
