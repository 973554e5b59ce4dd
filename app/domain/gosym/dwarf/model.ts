/** Shape of a type in memory. Go's kinds by reflect's names; the last three exist in C units only. */
export type GoKind =
  | 'bool'
  | 'int'
  | 'uint'
  | 'float'
  | 'complex'
  | 'string'
  | 'pointer'
  | 'unsafe-pointer'
  | 'struct'
  | 'array'
  | 'slice'
  | 'map'
  | 'chan'
  | 'func'
  | 'interface'
  | 'union'
  | 'enum'
  | 'unknown';

export interface GoField {
  readonly name: string;
  /** Bytes from the start of the struct. */
  readonly offset: number;
  readonly type: GoType;
  readonly embedded: boolean;
}

/**
 * One type, decoded on first use; the same DIE always gives the same object, so `===` compares types.
 * Typedefs of plain types are followed silently: a `main.Point` is the struct itself.
 */
export interface GoType {
  /** Offset of its entry in .debug_info: its identity. */
  readonly dieOffset: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly kind: GoKind;
  /** reflect.Kind as the compiler recorded it; 0 when it did not. */
  readonly goKind: number;
  /**
   * Of a struct; and of strings, slices as they lie in memory (`str`/`len`, `array`/`len`/`cap`).
   * Of an interface: those of runtime.iface or runtime.eface.
   */
  readonly fields: readonly GoField[];
  /** Of a pointer, array, slice, chan: what it holds; of a map: its value. Undefined for `unsafe.Pointer` and void. */
  readonly elem: GoType | undefined;
  /** Of a map. */
  readonly key: GoType | undefined;
  /** Of an array: how many elements. */
  readonly count: number | undefined;
  /** Of a map, chan: the runtime's struct behind the pointer (hmap/Map, hchan). Of an interface: iface or eface. */
  readonly representation: GoType | undefined;
  /** Address in the file of its runtime `abi.Type`; undefined when the program has none. */
  readonly runtimeType: number | undefined;
}

/** A package-level variable. */
export interface GlobalVariable {
  /** Qualified: `main.cache`. */
  readonly name: string;
  /** In the file: add the load bias for the run-time address. */
  readonly address: number;
  readonly type: GoType | undefined;
}

/** Where a variable lies at some pc. */
export type VariablePlace =
  | { readonly kind: 'cfa-offset'; readonly cfaOffset: number }
  /** The stack slot at CFA + cfaOffset holds the variable's address: it was moved to the heap. */
  | { readonly kind: 'indirect'; readonly cfaOffset: number }
  | { readonly kind: 'register'; readonly register: number }
  | { readonly kind: 'address'; readonly address: number }
  /** Split up: bytes of the variable, each somewhere else or nowhere. */
  | { readonly kind: 'pieces'; readonly pieces: readonly VariablePiece[] }
  | { readonly kind: 'unavailable' };

export interface VariablePiece {
  readonly offsetInside: number;
  readonly sizeBytes: number;
  readonly place: VariablePlace;
}

export interface LocalVariable {
  readonly name: string;
  readonly role: 'parameter' | 'local';
  readonly type: GoType | undefined;
  readonly place: VariablePlace;
  /** Name of the inlined function it belongs to; undefined for the function's own. */
  readonly inlinedFrom: string | undefined;
  /** 1-based; 0 when not recorded. */
  readonly declarationLine: number;
  /** Offset in the closure object, of a captured variable (Go ≥ 1.23). */
  readonly closureOffset: number | undefined;
}

/** A local variable where it begins to be. */
export interface FunctionLocal extends Pick<LocalVariable, 'name' | 'type' | 'closureOffset'> {
  readonly place: VariablePlace;
  /** Pc from which on it is there; 0: in all of the function. */
  readonly from: number;
}

/** The variable that a stack slot belongs to. */
export interface StackSlotName {
  readonly name: string;
  readonly type: GoType | undefined;
  /** Bytes between the variable's start and the slot. */
  readonly offsetInside: number;
  /** The slot holds the variable's address: the variable itself is on the heap. */
  readonly indirect: boolean;
  readonly role: LocalVariable['role'];
  readonly inlinedFrom: string | undefined;
  /**
   * `here`: the debug information places it there at this pc. `elsewhere`: it does at other pcs of
   * the function only (optimised code keeps values alive without saying which variable they were).
   */
  readonly certainty: 'here' | 'elsewhere';
}

/** Offset and size in bytes of each field, as in the snapshot's header. */
export interface StructLayout {
  readonly size: number;
  readonly fields: Readonly<Record<string, readonly [offset: number, size: number]>>;
}

/** Debug information of one executable. Every address and pc is the file's: subtract the load bias first. */
export interface Dwarf {
  readonly globals: readonly GlobalVariable[];
  typeAt(dieOffset: number): GoType | undefined;
  /** By the compiler's name: `main.Record`, `map[string]*main.Record`, `*runtime.g`. */
  typeByName(name: string): GoType | undefined;
  /** By the address of its `abi.Type`. */
  typeByRuntimeAddress(address: number): GoType | undefined;
  layoutOf(typeName: string): StructLayout | undefined;
  /** Parameters, locals and captured variables in scope at `pc`, those of inlined calls included. */
  variablesAt(pc: number): readonly LocalVariable[];
  /** The locals of the function around `pc` itself, not of inlined calls, each with where it is found first. */
  localsOf(pc: number): readonly FunctionLocal[];
  /** `pc` lies inside the instruction: for a return address pass pc − 1. */
  nameStackSlot(pc: number, offsetFromCfa: number): StackSlotName | undefined;
}
