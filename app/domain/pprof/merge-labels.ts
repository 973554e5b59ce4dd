import { GrowingU32 } from './growable';
import type { EntityMerger } from './merge-entities';
import type { LabelTable, Profile } from './profile';

/** A label with its texts. */
export interface SampleLabel {
  readonly key: string;
  readonly str: string;
  readonly num: bigint;
  readonly unit: string;
}

/** Labels of a sample with a text that is equal for equal sets, in whatever order of keys. */
interface LabelSet {
  readonly key: string;
  readonly labels: readonly SampleLabel[];
}

const noLabels: LabelSet = { key: '', labels: [] };

/** Collects the label rows of a merged profile. */
export class LabelMerger {
  private readonly key = new GrowingU32();
  private readonly str = new GrowingU32();
  private readonly num: bigint[] = [];
  private readonly unit = new GrowingU32();

  constructor(private readonly strings: Pick<EntityMerger, 'text'>) {}

  /**
   * Reads the labels of a profile's samples. `extra` replaces a label of the same key, as
   * `Profile.SetLabel`. Labels without any value are left out, as Go's decoder does.
   */
  static reader(
    profile: Profile,
    extra: { readonly key: string; readonly value: string } | undefined,
  ): (sample: number) => LabelSet {
    const { labels, samples, strings } = profile;
    const added = extra && { key: extra.key, str: extra.value, num: 0n, unit: '' };
    const onlyAdded = added ? toSet([added]) : noLabels;
    return (sample) => {
      const first = samples.labelStart[sample] ?? 0;
      const end = samples.labelStart[sample + 1] ?? 0;
      if (first === end) return onlyAdded;
      const read: SampleLabel[] = [];
      for (let row = first; row < end; row++) {
        const label = {
          key: strings[labels.key[row] ?? 0] ?? '',
          str: strings[labels.str[row] ?? 0] ?? '',
          num: labels.num[row] ?? 0n,
          unit: strings[labels.numUnit[row] ?? 0] ?? '',
        };
        const isEmpty = label.str === '' && label.num === 0n && label.unit === '';
        if (!isEmpty && label.key !== added?.key) read.push(label);
      }
      if (added) read.push(added);
      return toSet(read);
    };
  }

  /** Adds a sample's labels; answers where the next sample's begin. */
  add(labels: readonly SampleLabel[]): number {
    for (const label of labels) {
      this.key.push(this.strings.text(label.key));
      this.str.push(this.strings.text(label.str));
      this.num.push(label.num);
      this.unit.push(this.strings.text(label.unit));
    }
    return this.key.length;
  }

  toTable(): LabelTable {
    return {
      length: this.key.length,
      key: this.key.toArray(),
      str: this.str.toArray(),
      num: BigInt64Array.from(this.num),
      numUnit: this.unit.toArray(),
    };
  }
}

/** The sort is stable: several values of one key keep their order, which is part of the key. */
function toSet(labels: readonly SampleLabel[]): LabelSet {
  if (labels.length === 0) return noLabels;
  const sorted = [...labels].sort((l, r) => (l.key < r.key ? -1 : l.key > r.key ? 1 : 0));
  const key = sorted
    .map((each) => JSON.stringify([each.key, each.str, String(each.num), each.unit]))
    .join();
  return { key, labels };
}
