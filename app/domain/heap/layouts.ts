import type { SnapshotHeader } from './snapshot-header';

/** Field places of the runtime's structs in this very program, as DWARF told them. */
export class Layouts {
  readonly #layouts: SnapshotHeader['layouts'];

  constructor(header: SnapshotHeader) {
    this.#layouts = header.layouts;
  }

  has(type: string): boolean {
    return Object.hasOwn(this.#layouts, type);
  }

  size(type: string): number {
    return this.#layouts[type]?.size ?? 0;
  }

  /** Bytes from the start of the struct; undefined when this Go version has no such field. */
  offset(type: string, field: string): number | undefined {
    const fields = this.#layouts[type]?.fields;
    return fields && Object.hasOwn(fields, field) ? fields[field]![0] : undefined;
  }

  /** Bytes the field takes; 0 when there is none. */
  fieldSize(type: string, field: string): number {
    const fields = this.#layouts[type]?.fields;
    return fields && Object.hasOwn(fields, field) ? fields[field]![1] : 0;
  }

  /** `type.field` of every wanted field that is absent. */
  missing(type: string, fields: readonly string[]): string[] {
    return fields
      .filter((field) => this.offset(type, field) === undefined)
      .map((field) => `${type}.${field}`);
  }
}
