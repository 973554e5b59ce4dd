import { create } from 'zustand';

/** A place in source; the line is 1-based, 0 when only the file is known. */
export interface SourcePosition {
  readonly path: string;
  readonly line: number;
}

/** What every panel highlights. One object, so that panels cannot disagree. */
export interface Selection {
  /** Full name as pprof spells it: `main.syncBatch`. */
  readonly function: string | undefined;
  /** goid. */
  readonly goroutine: number | undefined;
  /** Seconds since the recording began. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
  readonly source: SourcePosition | undefined;
  /** Node of the heap graph; −1 when only its name is known. */
  readonly object: { readonly node: number; readonly label: string } | undefined;
}

export const emptySelection: Selection = {
  function: undefined,
  goroutine: undefined,
  range: undefined,
  source: undefined,
  object: undefined,
};

/** Steps that Alt+Left can go back. */
const maxHistory = 100;

interface SelectionState {
  readonly selection: Selection;
  readonly history: readonly Selection[];
  /** Replaces the selection as a whole: what is not named is no longer selected. */
  select(next: Partial<Selection>): void;
  clear(): void;
  back(): void;
}

export const useSelection = create<SelectionState>()((set) => ({
  selection: emptySelection,
  history: [],
  select: (next) =>
    set(({ selection, history }) => {
      const changed = { ...emptySelection, ...next };
      if (isSameSelection(selection, changed)) return {};
      return { selection: changed, history: [...history.slice(-maxHistory + 1), selection] };
    }),
  clear: () =>
    set(({ selection, history }) =>
      isSameSelection(selection, emptySelection)
        ? {}
        : { selection: emptySelection, history: [...history.slice(-maxHistory + 1), selection] },
    ),
  back: () =>
    set(({ history }) => {
      const selection = history.at(-1);
      return selection === undefined ? {} : { selection, history: history.slice(0, -1) };
    }),
}));

export function isSameSelection(a: Selection, b: Selection): boolean {
  return (
    a.function === b.function &&
    a.goroutine === b.goroutine &&
    a.range?.start === b.range?.start &&
    a.range?.end === b.range?.end &&
    a.source?.path === b.source?.path &&
    a.source?.line === b.source?.line &&
    a.object?.node === b.object?.node &&
    a.object?.label === b.object?.label
  );
}

/** What the breadcrumb shows, broadest first. */
export function getCrumbs(selection: Selection): readonly string[] {
  const { goroutine, source, object } = selection;
  const crumbs: string[] = [];
  if (object !== undefined) crumbs.push(object.label);
  if (goroutine !== undefined) crumbs.push(`G${goroutine}`);
  if (selection.function !== undefined) crumbs.push(selection.function);
  if (source !== undefined) crumbs.push(formatPosition(source));
  return crumbs;
}

/** `sync.go:41`, or the file alone. */
export function formatPosition({ path, line }: SourcePosition): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return line > 0 ? `${name}:${line}` : name;
}
