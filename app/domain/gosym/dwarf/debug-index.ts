import { ByteReader } from '../byte-reader';
import type { Abbreviation } from './abbreviations';
import { attribute, form, tag } from './constants';
import { isAddressForm } from './entries';
import { readForm, skipForm } from './forms';
import type { Sections } from './sections';
import type { Unit } from './units';

/** Where the top-level entries lie: all that one linear pass over .debug_info keeps. */
export interface DebugIndex {
  readonly units: readonly Unit[];
  /** Offsets of type entries, ascending. */
  readonly types: Uint32Array;
  /** Where an abi.Type lies, counted from runtime.types → offset of its entry. */
  readonly runtimeTypes: ReadonlyMap<number, number>;
  /** Offsets of package-level variables. */
  readonly variables: Uint32Array;
  /** By ascending low pc. */
  readonly functions: {
    readonly low: Float64Array;
    readonly high: Float64Array;
    readonly offset: Uint32Array;
  };
}

const typeTags: ReadonlySet<number> = new Set([
  tag.arrayType,
  tag.enumerationType,
  tag.pointerType,
  tag.structureType,
  tag.subroutineType,
  tag.typedef,
  tag.unionType,
  tag.baseType,
  tag.unspecifiedType,
]);

type Interest = 'none' | 'type' | 'variable' | 'function';

interface Plan {
  readonly abbreviation: Abbreviation;
  readonly interest: Interest;
  /** Bytes of the attributes when every form has a fixed size. */
  readonly fixedBytes: number | undefined;
}

/** Entries are skipped by their forms, unread: 20 MB take well under a second. */
export function buildDebugIndex(sections: Sections, units: readonly Unit[]): DebugIndex {
  const types: number[] = [];
  const variables: number[] = [];
  const runtimeTypes = new Map<number, number>();
  const functions: { low: number; high: number; offset: number }[] = [];
  const plans = new Map<Unit['abbreviations'], (Plan | undefined)[]>();

  for (const unit of units) {
    let planned = plans.get(unit.abbreviations);
    if (planned === undefined) plans.set(unit.abbreviations, (planned = planAll(unit)));
    const reader = new ByteReader(sections.info, unit.firstEntry, unit.end);
    let depth = 0;
    while (!reader.done) {
      const offset = reader.at;
      const code = reader.uleb();
      if (code === 0) {
        if (--depth <= 0) break;
        continue;
      }
      const plan = planned[code];
      if (plan === undefined) break; // corrupt: the rest of the unit cannot be read
      const interest = depth === 1 ? plan.interest : 'none';
      if (interest === 'type') {
        types.push(offset);
        const runtimeType = readRuntimeType(reader, unit, sections, plan.abbreviation);
        if (runtimeType !== 0 && !runtimeTypes.has(runtimeType)) {
          runtimeTypes.set(runtimeType, offset);
        }
      } else if (interest === 'function') {
        const range = readPcRange(reader, unit, sections, plan.abbreviation);
        if (range.low < range.high) functions.push({ ...range, offset });
      } else {
        if (interest === 'variable') variables.push(offset);
        if (plan.fixedBytes !== undefined) reader.skip(plan.fixedBytes);
        else for (const spec of plan.abbreviation.attributes) skipForm(reader, unit, spec.form);
      }
      if (plan.abbreviation.hasChildren) depth++;
      else if (depth === 0) break;
    }
  }
  functions.sort((a, b) => a.low - b.low);
  return {
    units,
    types: Uint32Array.from(types),
    runtimeTypes,
    variables: Uint32Array.from(variables),
    functions: {
      low: Float64Array.from(functions, ({ low }) => low),
      high: Float64Array.from(functions, ({ high }) => high),
      offset: Uint32Array.from(functions, ({ offset }) => offset),
    },
  };
}

function planAll(unit: Unit): (Plan | undefined)[] {
  const plans: (Plan | undefined)[] = [];
  for (const [code, abbreviation] of unit.abbreviations) {
    if (code > 0xffff) continue; // a code that large is corruption, not a compiler's
    const probe = new ByteReader(new Uint8Array(64));
    const fixed = abbreviation.attributes.every(({ form: f }) => isFixedSize(f));
    if (fixed) for (const spec of abbreviation.attributes) skipForm(probe, unit, spec.form);
    plans[code] = {
      abbreviation,
      interest: interestOf(abbreviation),
      fixedBytes: fixed && !probe.overran ? probe.at : undefined,
    };
  }
  return plans;
}

function interestOf({ tag: entryTag, attributes }: Abbreviation): Interest {
  const has = (wanted: number) => attributes.some((spec) => spec.attribute === wanted);
  if (typeTags.has(entryTag)) return 'type';
  if (entryTag === tag.variable && has(attribute.location)) return 'variable';
  if (entryTag === tag.subprogram && has(attribute.lowPc) && has(attribute.highPc)) {
    return 'function';
  }
  return 'none';
}

const variableSizeForms: ReadonlySet<number> = new Set([
  ...[form.string, form.sdata, form.udata, form.refUdata, form.strx, form.addrx, form.loclistx],
  ...[form.rnglistx, form.block1, form.block2, form.block4, form.block, form.exprloc],
  form.indirect,
]);

function isFixedSize(attributeForm: number): boolean {
  return !variableSizeForms.has(attributeForm);
}

function readRuntimeType(
  reader: ByteReader,
  unit: Unit,
  sections: Sections,
  { attributes }: Abbreviation,
): number {
  let runtimeType = 0;
  for (const spec of attributes) {
    if (spec.attribute !== attribute.goRuntimeType) skipForm(reader, unit, spec.form);
    else runtimeType = numeric(readForm(reader, unit, sections, spec));
  }
  return runtimeType;
}

function readPcRange(
  reader: ByteReader,
  unit: Unit,
  sections: Sections,
  { attributes }: Abbreviation,
): { low: number; high: number } {
  let low = 0;
  let high = 0;
  let highIsLength = false;
  for (const spec of attributes) {
    if (spec.attribute === attribute.lowPc) {
      low = numeric(readForm(reader, unit, sections, spec));
    } else if (spec.attribute === attribute.highPc) {
      high = numeric(readForm(reader, unit, sections, spec));
      highIsLength = !isAddressForm(spec.form);
    } else {
      skipForm(reader, unit, spec.form);
    }
  }
  return { low, high: highIsLength ? low + high : high };
}

const numeric = (value: unknown): number => (typeof value === 'number' ? value : 0);
