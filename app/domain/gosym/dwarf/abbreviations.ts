import { ByteReader } from '../byte-reader';
import { form } from './constants';

export interface AttributeSpec {
  readonly attribute: number;
  readonly form: number;
  /** Value of DW_FORM_implicit_const, which takes no bytes in the entry. */
  readonly implicit: number;
}

export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly AttributeSpec[];
}

/** Declarations by code. Codes are small in what compilers emit; a corrupt one is simply absent. */
export type AbbreviationTable = ReadonlyMap<number, Abbreviation>;

/** The table that starts at `offset` of .debug_abbrev; cut short where the bytes end. */
export function decodeAbbreviations(section: Uint8Array, offset: number): AbbreviationTable {
  const table = new Map<number, Abbreviation>();
  const reader = new ByteReader(section, offset);
  while (!reader.done) {
    const code = reader.uleb();
    if (code === 0) break;
    const tag = reader.uleb();
    const hasChildren = reader.u8() !== 0;
    const attributes: AttributeSpec[] = [];
    while (!reader.overran) {
      const attribute = reader.uleb();
      const attributeForm = reader.uleb();
      const implicit = attributeForm === form.implicitConst ? reader.sleb() : 0;
      if (attribute === 0 && attributeForm === 0) break;
      attributes.push({ attribute, form: attributeForm, implicit });
    }
    if (reader.overran) break;
    table.set(code, { tag, hasChildren, attributes });
  }
  return table;
}
