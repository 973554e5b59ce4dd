import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Result } from '../../app/contract/result';
import type { FailureText } from './failure-note';

export const pageSize = 100;
/** Pages kept: what was seen last can be gone back to at once. */
const maxPages = 60;
/** Asked for at the same time; more would only delay what comes into sight next. */
const maxAsked = 2;

export type LoadRows<Row> = (
  offset: number,
  limit: number,
) => Promise<Result<readonly Row[], FailureText>>;

/** Rows of a long list that are loaded when they come into sight. */
export interface RowPages<Row> {
  /** Undefined while it is loaded. */
  rowAt(index: number): Row | undefined;
  /** Says which rows are in sight, first and last included. */
  want(first: number, last: number): void;
  readonly failure: FailureText | undefined;
}

/**
 * Loads pages in sight first, then their neighbours; while someone scrolls fast, pages that went by are never asked for.
 * A new `load` starts afresh.
 */
export function useRowPages<Row>(load: LoadRows<Row>, total: number): RowPages<Row> {
  const [, setLoads] = useState(0);
  const store = useMemo(() => new PageStore(load, total), [load, total]);
  useEffect(() => store.attach(() => setLoads((before) => before + 1)), [store]);
  const want = useCallback((first: number, last: number) => store.want(first, last), [store]);
  return { rowAt: (index) => store.rowAt(index), want, failure: store.failure };
}

/** The pages of one list, without React. */
export class PageStore<Row> {
  failure: FailureText | undefined;
  readonly #load: LoadRows<Row>;
  readonly #pageCount: number;
  /** In order of use, the oldest first. */
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #asked = new Set<number>();
  #wanted: readonly number[] = [];
  #onLoaded: (() => void) | undefined;

  constructor(load: LoadRows<Row>, total: number) {
    this.#load = load;
    this.#pageCount = Math.ceil(total / pageSize);
  }

  rowAt(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  want(first: number, last: number): void {
    const from = Math.floor(Math.max(0, first) / pageSize);
    const to = Math.floor(Math.max(0, last) / pageSize);
    const wanted: number[] = [];
    for (let page = from; page <= to; page++) wanted.push(page);
    wanted.push(to + 1, from - 1);
    this.#wanted = wanted.filter((page) => page >= 0 && page < this.#pageCount);
    for (const page of this.#wanted) {
      const rows = this.#pages.get(page);
      if (rows === undefined) continue;
      this.#pages.delete(page);
      this.#pages.set(page, rows);
    }
    this.#next();
  }

  /** Tells when something has come. @returns what ends that. */
  attach(onLoaded: () => void): () => void {
    this.#onLoaded = onLoaded;
    return () => (this.#onLoaded = undefined);
  }

  #next(): void {
    if (this.failure !== undefined) return;
    for (const page of this.#wanted) {
      if (this.#asked.size >= maxAsked) return;
      if (this.#pages.has(page) || this.#asked.has(page)) continue;
      this.#asked.add(page);
      void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    const reply = await this.#load(page * pageSize, pageSize);
    this.#asked.delete(page);
    if (reply.ok) this.#pages.set(page, reply.value);
    else this.failure = reply.error;
    while (this.#pages.size > maxPages) {
      const oldest = [...this.#pages.keys()].find((kept) => !this.#wanted.includes(kept));
      if (oldest === undefined) break;
      this.#pages.delete(oldest);
    }
    this.#onLoaded?.();
    // A list that nobody looks at any longer asks for nothing more.
    if (this.#onLoaded !== undefined) this.#next();
  }
}
