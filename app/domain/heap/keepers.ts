import type { PathStep } from '../../contract/findings';

/** A step that stands for several: `["k"]` and `[17]` become `[*]`. */
export function withoutKeys(via: string): string {
  return via.replace(/\["(?:[^"\\]|\\.)*"\]|\[[^\]]*\]/g, '[*]');
}

/**
 * What really keeps the end of a path, where the variable at its root says little: a sync.Pool, whose
 * objects go with the next collections, or the runtime's list of timers that are still to fire.
 * @param root label of the path's root.
 * @returns undefined when it is the root itself.
 */
export function keeperOf(root: string, path: readonly PathStep[]): string | undefined {
  let expression = root;
  for (const { via, type } of path) {
    if (type === '[]sync.poolLocal') {
      if (via.endsWith('.local')) return `sync.Pool ${expression}${via.slice(0, -'.local'.length)}`;
      if (via.endsWith('.victim')) {
        return `sync.Pool ${expression}${via.slice(0, -'.victim'.length)}, from before the last collection`;
      }
    }
    // The runtime has them by P: runtime.allp[3].timers.heap.
    if (root.startsWith('runtime.allp') && /\.timers[.[]/.test(via)) return 'pending timers';
    expression += via;
  }
  return undefined;
}
