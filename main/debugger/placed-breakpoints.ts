import type { z } from 'zod';
import type { GdbBreakpoint, gdbBreakpointWishSchema } from '../../app/contract/gdb-views';
import { ok, type Result } from '../../app/contract/result';
import type { MiRecord } from '../../app/domain/mi/record';
import {
  breakAfter,
  breakCondition,
  breakDelete,
  breakDisable,
  breakEnable,
} from '../gdb/commands/breakpoints/break-edit';
import { breakInsert } from '../gdb/commands/breakpoints/break-insert';
import { bkptSchema, toBreakpoint } from '../gdb/commands/breakpoints/breakpoint';
import type { GdbFailure } from '../gdb/gdb-messages';
import type { MiSession } from '../gdb/mi-session';

export type BreakpointWish = z.output<typeof gdbBreakpointWishSchema>;

interface Placed {
  /** GDB's. */
  readonly number: string;
  readonly state: GdbBreakpoint;
  /** undefined: a watchpoint. */
  readonly wish: BreakpointWish | undefined;
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

  /**
   * A line that has no code, or a condition that GDB cannot read, is an answer: `problem` says why. One that stays where
   * it is keeps its number of hits.
   */
  async set(wish: BreakpointWish): Promise<GdbBreakpoint> {
    const { id, file, line } = wish;
    const placed = this.#placed.get(id);
    const before = placed?.wish;
    if (placed !== undefined && before?.file === file && before.line === line) {
      return this.#change(placed, before, wish);
    }
    await this.delete(id);
    const condition = wish.condition.trim();
    const made = await breakInsert(
      this.#gdb,
      { file, line },
      {
        ...(condition !== '' && { condition }),
        isDisabled: wish.disabled,
        ...(wish.ignore > 0 && { ignoreCount: wish.ignore }),
      },
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
    this.#placed.set(id, { number, state, wish });
    return state;
  }

  async #change(
    placed: Placed,
    before: BreakpointWish,
    wish: BreakpointWish,
  ): Promise<GdbBreakpoint> {
    const { number } = placed;
    const { problem: _, ...state } = placed.state;
    this.#placed.set(wish.id, { number, state, wish });
    if (wish.disabled !== before.disabled) {
      await (wish.disabled ? breakDisable : breakEnable)(this.#gdb, number);
    }
    if (wish.ignore !== before.ignore) await breakAfter(this.#gdb, number, wish.ignore);
    const condition = wish.condition.trim();
    if (condition === before.condition.trim()) return placed.state;
    const changed = await breakCondition(this.#gdb, number, condition);
    // GDB keeps the old one then, which nobody wants any more: better none than one that stops where it must not.
    if (!changed.ok) {
      await this.delete(wish.id);
      return { id: wish.id, hits: state.hits, problem: changed.error.message };
    }
    return state;
  }

  /** Printed in place of a stop at GDB's breakpoint; empty: it stops. */
  logOf(number: string | undefined): string {
    const name = this.nameOf(number);
    return (name === undefined ? undefined : this.#placed.get(name)?.wish?.log.trim()) ?? '';
  }

  /** A watchpoint that was set already. */
  adopt(id: string, number: string): void {
    this.#placed.set(id, { number, state: { id, hits: 0 }, wish: undefined });
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
    this.#placed.set(id, { ...before, state });
    this.#onChange(state);
  }
}
