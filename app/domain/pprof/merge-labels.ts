import { GrowingU32 } from './growable';
import type { EntityMerger } from './merge-entities';
import type { LabelTable, Profile } from './profile';
import { StackTrie } from './stack-trie';
import { TupleInterner } from './tuple-interner';

/** Numbers sets of labels, equal ones alike whatever the order of their keys; 0 is the empty set. */
export class LabelMerger {
  /** Key, string, number (low and high word), unit; texts as rows of the merged string table. */
  private readonly known = new TupleInterner(5);
  /** Labels of a set, by key; several values of one key keep their order. */
  private readonly sets = new StackTrie();

  constructor(private readonly strings: Pick<EntityMerger, 'text'>) {}

  /**
   * Answers the set of a sample. `extra` replaces labels of the same key, as `Profile.SetLabel`.
   * Labels without any value are left out, as Go's decoder does.
   */
  reader(
    { labels, samples, strings }: Profile,
    extra: { readonly key: string; readonly value: string } | undefined,
  ): (sample: number) => number {
    const rows = new Int32Array(strings.length).fill(-1);
    const text = (index: number): number => {
      if (rows[index]! < 0) rows[index] = this.strings.text(strings[index] ?? '');
      return rows[index]!;
    };
    const words = new Uint32Array(labels.num.buffer, labels.num.byteOffset, labels.length * 2);
    const extraKey = extra && this.strings.text(extra.key);
    const added = extra && this.intern(extraKey ?? 0, this.strings.text(extra.value), 0, 0, 0);
    const found: number[] = [];
    return (sample) => {
      const end = samples.labelStart[sample + 1]!;
      found.length = 0;
      for (let row = samples.labelStart[sample]!; row < end; row++) {
        const str = labels.str[row]!;
        const [lo, hi] = [words[row * 2]!, words[row * 2 + 1]!];
        const isEmpty = str === 0 && lo === 0 && hi === 0 && labels.numUnit[row] === 0;
        const key = text(labels.key[row]!);
        if (isEmpty || key === extraKey) continue;
        found.push(this.intern(key, text(str), lo, hi, text(labels.numUnit[row]!)));
      }
      if (added !== undefined) found.push(added);
      if (found.length > 1) found.sort((l, r) => this.known.word(l, 0) - this.known.word(r, 0));
      let set = 0;
      for (const label of found) set = this.sets.child(set, label);
      return set;
    };
  }

  private intern(key: number, str: number, lo: number, hi: number, unit: number): number {
    const { tuple } = this.known;
    tuple[0] = key;
    tuple[1] = str;
    tuple[2] = lo;
    tuple[3] = hi;
    tuple[4] = unit;
    return this.known.intern();
  }

  /** The label rows of samples that have these sets, and where each sample's begin. */
  toTable(sets: Uint32Array): { readonly labels: LabelTable; readonly labelStart: Uint32Array } {
    const rows = new GrowingU32();
    const labelStart = new Uint32Array(sets.length + 1);
    const reversed: number[] = [];
    for (let sample = 0; sample < sets.length; sample++) {
      reversed.length = 0;
      for (let set = sets[sample]!; set > 0; set = this.sets.parent(set)) {
        reversed.push(this.sets.item(set));
      }
      for (let i = reversed.length - 1; i >= 0; i--) rows.push(reversed[i]!);
      labelStart[sample + 1] = rows.length;
    }
    const chosen = rows.toArray();
    const word = (index: number): Uint32Array =>
      chosen.map((label) => this.known.word(label, index));
    const num = new Uint32Array(chosen.length * 2);
    chosen.forEach((label, row) => {
      num[row * 2] = this.known.word(label, 2);
      num[row * 2 + 1] = this.known.word(label, 3);
    });
    const labels = {
      length: chosen.length,
      key: word(0),
      str: word(1),
      num: new BigInt64Array(num.buffer),
      numUnit: word(4),
    };
    return { labels, labelStart };
  }
}
