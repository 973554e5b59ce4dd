import { useCallback, useEffect, useMemo, useState } from 'react';

export interface TreeNode<T> {
  /** Unique in the whole tree. */
  readonly id: string;
  readonly value: T;
  readonly isBranch: boolean;
}

/** One line of the tree as drawn: only what is unfolded. */
export interface TreeRow<T> extends TreeNode<T> {
  /** From 1. */
  readonly level: number;
  readonly isOpen: boolean;
  readonly isLoading: boolean;
  readonly parent: string | undefined;
}

/** Children by parent id; the top is under `''`. */
type Children<T> = ReadonlyMap<string, readonly TreeNode<T>[]>;

export function flattenTree<T>(
  children: Children<T>,
  open: ReadonlySet<string>,
  parent = '',
  level = 1,
): TreeRow<T>[] {
  return (children.get(parent) ?? []).flatMap((node) => {
    const isOpen = open.has(node.id);
    const isLoading = isOpen && !children.has(node.id);
    const row: TreeRow<T> = {
      ...node,
      level,
      isOpen,
      isLoading,
      parent: parent === '' ? undefined : parent,
    };
    return isOpen ? [row, ...flattenTree(children, open, node.id, level + 1)] : [row];
  });
}

export interface LazyTree<T> {
  readonly rows: readonly TreeRow<T>[];
  /** False until the top has come. */
  readonly isReady: boolean;
  setOpen(row: TreeRow<T>, open: boolean): void;
}

/** A tree that asks for children when a branch is first unfolded. A new `load` starts afresh. */
export function useLazyTree<T>(
  load: (parent: T | undefined) => Promise<readonly TreeNode<T>[]>,
): LazyTree<T> {
  const [state, setState] = useState<{ load: typeof load; children: Children<T> }>({
    load,
    children: new Map(),
  });
  const [open, setOpenIds] = useState<ReadonlySet<string>>(new Set());

  const fetchChildren = useCallback(
    async (id: string, value: T | undefined) => {
      const nodes = await load(value);
      setState((before) => {
        const children = before.load === load ? before.children : new Map();
        return { load, children: new Map(children).set(id, nodes) };
      });
    },
    [load],
  );
  useEffect(() => {
    setOpenIds(new Set());
    void fetchChildren('', undefined);
  }, [fetchChildren]);

  const children = useMemo<Children<T>>(
    () => (state.load === load ? state.children : new Map<string, readonly TreeNode<T>[]>()),
    [state, load],
  );
  return {
    rows: useMemo(() => flattenTree(children, open), [children, open]),
    isReady: children.has(''),
    setOpen(row, wanted) {
      setOpenIds((before) => {
        const next = new Set(before);
        if (wanted) next.add(row.id);
        else next.delete(row.id);
        return next;
      });
      if (wanted && !children.has(row.id)) void fetchChildren(row.id, row.value);
    },
  };
}
