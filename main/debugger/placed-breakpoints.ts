import type { z } from 'zod';
import type { GdbBreakpoint, gdbBreakpointWishSchema } from '../../app/contract/gdb-views';
import { ok, type Result } from '../../app/contract/result';
import type { MiRecord } from '../../app/domain/mi/record';
import { breakDelete } from '../gdb/commands/breakpoints/break-edit';
import { breakInsert } from '../gdb/commands/breakpoints/break-insert';
import { bkptSchema, toBreakpoint } from '../gdb/commands/breakpoints/breakpoint';
import type { GdbFailure } from '../gdb/gdb-messages';
import type { MiSession } from '../gdb/mi-session';

export type BreakpointWish = z.output<typeof gdbBreakpointWishSchema>;

interface Placed {
  /** GDB's. */
  readonly number: string;
  readonly state: GdbBreakpoint;
}

/** The person's breakpoints and watchpoints by their own names, and GDB's numbers of them. */
export class PlacedBreakpoints {
  readonly #placed = new Map<string, Placed>();
  readonly #gdb: MiSession;
  readonly #onChange: (breakpoint: GdbBreakpoint) => void;

  constructor(gdb: MiSession, onChange: (breakpoint: GdbBreakpoint) => void) {
    this.#gdb = gdb;
    this.#onChange = onChange;
  }

  /** A line that has no code, or a condition that GDB cannot read, is an answer: `problem` says why. */
  async set({ id, file, line, condition }: BreakpointWish): Promise<GdbBreakpoint> {
    await this.delete(id);
    const text = condition.trim();
    const made = await breakInsert(
      this.#gdb,
      { file, line },
      text === '' ? {} : { condition: text },
    );
    if (!made.ok) return { id, hits: 0, problem: made.error.message };
    const { id: number, line: actual, file: actualFile, pending } = made.value;
    const state: GdbBreakpoint = {
      id,
      hits: 0,
      ...(actual !== undefined && { line: actual }),
      ...(actualFile !== undefined && { file: actualFile }),
      ...(pending !== undefined && { problem: pending }),
    };
    this.#placed.set(id, { number, state });
    return state;
  }

  /** A watchpoint that was set already. */
  adopt(id: string, number: string): void {
    this.#placed.set(id, { number, state: { id, hits: 0 } });
  }

  async delete(id: string): Promise<Result<void, GdbFailure>> {
    const placed = this.#placed.get(id);
    if (placed === undefined) return ok(undefined);
    this.#placed.delete(id);
    return breakDelete(this.#gdb, placed.number);
  }

  /** The person's name of GDB's breakpoint. */
  nameOf(number: string | undefined): string | undefined {
    for (const [id, placed] of this.#placed) if (placed.number === number) return id;
    return undefined;
  }

  /** `=breakpoint-modified`: it was met, or moved when code was loaded. */
  take(record: MiRecord): void {
    if (record.kind !== 'notify-async' || record.class !== 'breakpoint-modified') return;
    const parsed = bkptSchema.safeParse(record.results['bkpt']);
    if (!parsed.success) return;
    const { id: number, line, hits } = toBreakpoint(parsed.data);
    const id = this.nameOf(number);
    const before = id === undefined ? undefined : this.#placed.get(id);
    if (id === undefined || before === undefined) return;
    const state = { ...before.state, hits, ...(line !== undefined && { line }) };
    this.#placed.set(id, { number, state });
    this.#onChange(state);
  }
}
