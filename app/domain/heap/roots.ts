import type { GoType } from '../gosym';
import type { Holder } from '../../contract/findings';

/** A named root: a node below the virtual root, with an edge for every word of it that points into the heap. */
export interface Root {
  readonly kind: Holder['rootKind'];
  /** `main.cache`, `local b of main.worker in goroutine 17`. */
  readonly label: string;
  /** What roots of the same variable in other goroutines share: `local b of main.worker`. */
  readonly family: string;
  readonly type: GoType | undefined;
  /** The heap object behind the words is the variable itself: it was moved there. */
  readonly indirect: boolean;
  /** Index into the stack roots' goroutines; −1 for others. */
  readonly goroutine: number;
  /** The runtime's own or the injected agent's: not accused. */
  readonly internal: boolean;
  /** Targets and their word's offset from the start of the variable, two by two. */
  readonly edges: number[];
  /** Run-time address of the variable; 0 when it has none of its own. */
  readonly address: number;
}

/** Order of the roots among children of the virtual root: of two equally short paths the more telling wins. */
export function rankOf({ kind, internal, label }: Root): number {
  if (internal) return 5;
  if (kind === 'global') return label.startsWith('main.') ? 0 : 2;
  if (kind === 'stack') return label.startsWith('local') ? 1 : 3;
  return 4;
}

/**
 * Who names what several roots reach. A goroutine in the middle of a map is nearer to its entries than the variable
 * that keeps them, but only passes by: variables that stay come first, the runtime's own last.
 */
export function turnOf(root: Root | undefined): number {
  if (!root || root.internal) return 2;
  return root.kind === 'stack' ? 1 : 0;
}

/** Turns there are. */
export const turns = 3;

/** Package path of a qualified name: `runtime`, `net/http`. */
export function packageOf(name: string): string {
  const slash = name.lastIndexOf('/');
  const dot = name.indexOf('.', slash + 1);
  return dot < 0 ? name : name.slice(0, dot);
}

export function isRuntimePackage(name: string): boolean {
  const path = packageOf(name);
  return path === 'runtime' || path.startsWith('runtime/internal') || path.startsWith('internal/');
}
