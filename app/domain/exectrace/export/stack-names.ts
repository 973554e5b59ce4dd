import { baseName } from '../../format/format';
import type { GenerationTables } from '../event-block';

/** Names for stacks of the generation at hand, each looked up once. */
export class StackNames {
  private tables: GenerationTables | undefined;
  private readonly roots = new Map<number, string>();
  private readonly leaves = new Map<number, string>();
  private readonly places = new Map<number, string>();

  beginGeneration(tables: GenerationTables): void {
    this.tables = tables;
    for (const cache of [this.roots, this.leaves, this.places]) cache.clear();
  }

  /** Function of the outermost frame; empty for the empty stack. */
  root(stack: number): string {
    return this.find(this.roots, stack, () => {
      let root = '';
      this.tables?.forEachFrame(stack, (_pc, fn) => (root = fn));
      return root;
    });
  }

  /** Function of the innermost frame. */
  leaf(stack: number): string {
    return this.find(this.leaves, stack, () => {
      let leaf: string | undefined;
      this.tables?.forEachFrame(stack, (_pc, fn) => (leaf ??= fn));
      return leaf ?? '';
    });
  }

  /** The innermost frame outside package runtime: `main.work main.go:81`. */
  place(stack: number): string {
    return this.find(this.places, stack, () => {
      let place: string | undefined;
      this.tables?.forEachFrame(stack, (_pc, fn, file, line) => {
        if (!fn.startsWith('runtime.')) place ??= `${fn} ${baseName(file)}:${line}`;
      });
      return place ?? this.leaf(stack);
    });
  }

  private find(cache: Map<number, string>, stack: number, make: () => string): string {
    if (stack === 0) return '';
    const known = cache.get(stack);
    if (known !== undefined) return known;
    const name = make();
    cache.set(stack, name);
    return name;
  }
}
