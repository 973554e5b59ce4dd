import { attribute, tag } from './constants';
import { getNumber, getText, readEntry, type Entry } from './entries';
import { decodeLocationList, decodeRanges, type PcRange } from './lists';
import { decodeLocation } from './location';
import type { LocalVariable, VariablePlace } from './model';
import type { Sections } from './sections';
import type { TypeTable } from './types';

/** A variable of a function or of a call inlined into it, with all its places. */
export interface ScopedVariable extends Omit<LocalVariable, 'place' | 'type'> {
  readonly typeOffset: number | undefined;
  /** Pcs of the innermost scope that declares it; undefined: all of the function. */
  readonly scope: readonly PcRange[] | undefined;
  readonly places: readonly (PcRange & { readonly place: VariablePlace })[];
}

/** An abstract origin of an abstract origin … : more hops than that is a loop. */
const maxOrigins = 4;
/** No function comes near; a corrupt one must still end. */
const maxEntries = 1 << 20;

interface Scope {
  readonly ranges: readonly PcRange[] | undefined;
  readonly inlinedFrom: string | undefined;
}

/** All variables below a DW_TAG_subprogram, inner scopes after outer ones. */
export function decodeFunctionVariables(
  sections: Sections,
  types: TypeTable,
  subprogram: Entry,
): readonly ScopedVariable[] {
  const variables: ScopedVariable[] = [];
  if (!subprogram.hasChildren) return variables;
  const scopes: Scope[] = [{ ranges: undefined, inlinedFrom: undefined }];
  let at = subprogram.next;
  for (let i = 0; i < maxEntries && scopes.length > 0; i++) {
    const entry = readEntry(sections, subprogram.unit, at);
    if (entry === undefined) break;
    if (entry === 'end') {
      scopes.pop();
      at += 1;
      continue;
    }
    const scope = scopes[scopes.length - 1]!;
    if (entry.tag === tag.variable || entry.tag === tag.formalParameter) {
      const variable = decodeVariable(sections, types, entry, scope);
      if (variable) variables.push(variable);
    }
    if (entry.hasChildren) scopes.push(innerScope(sections, types, entry, scope));
    at = entry.next;
  }
  return variables;
}

function innerScope(sections: Sections, types: TypeTable, entry: Entry, outer: Scope): Scope {
  const inlined = entry.tag === tag.inlinedSubroutine;
  if (!inlined && entry.tag !== tag.lexicalBlock) return outer;
  const low = getNumber(entry, attribute.lowPc);
  const high = getNumber(entry, attribute.highPc);
  const list = getNumber(entry, attribute.ranges);
  let ranges = outer.ranges;
  if (list !== undefined) ranges = decodeRanges(sections, entry.unit, list);
  else if (low !== undefined && high !== undefined) ranges = [{ low, high }];
  const name = inlined ? inherited(types, entry, (e) => getText(e, attribute.name)) : undefined;
  return { ranges, inlinedFrom: name ?? outer.inlinedFrom };
}

function decodeVariable(
  sections: Sections,
  types: TypeTable,
  entry: Entry,
  scope: Scope,
): ScopedVariable | undefined {
  const name = inherited(types, entry, (e) => getText(e, attribute.name));
  const places = decodePlaces(sections, entry);
  if (name === undefined || places.length === 0) return undefined;
  return {
    name,
    role: entry.tag === tag.formalParameter ? 'parameter' : 'local',
    typeOffset: inherited(types, entry, (e) => getNumber(e, attribute.type)),
    inlinedFrom: scope.inlinedFrom,
    declarationLine: inherited(types, entry, (e) => getNumber(e, attribute.declLine)) ?? 0,
    closureOffset: inherited(types, entry, (e) => getNumber(e, attribute.goClosureOffset)),
    scope: scope.ranges,
    places,
  };
}

function decodePlaces(sections: Sections, entry: Entry): ScopedVariable['places'] {
  const { unit } = entry;
  const location = entry.attributes.get(attribute.location);
  if (typeof location === 'number') {
    return decodeLocationList(sections, unit, location).map(({ low, high, expression }) => ({
      low,
      high,
      place: decodeLocation(expression, unit, sections),
    }));
  }
  if (!(location instanceof Uint8Array)) return [];
  return [{ low: 0, high: Infinity, place: decodeLocation(location, unit, sections) }];
}

/** An attribute of the entry or of what it is a concrete instance of. */
function inherited<T>(
  types: TypeTable,
  entry: Entry,
  get: (entry: Entry) => T | undefined,
): T | undefined {
  let current: Entry | undefined = entry;
  for (let i = 0; i < maxOrigins && current; i++) {
    const value = get(current);
    if (value !== undefined) return value;
    const origin = getNumber(current, attribute.abstractOrigin);
    current = origin === undefined ? undefined : types.entryAt(origin);
  }
  return undefined;
}
