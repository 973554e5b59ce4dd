import type { TagKey, TagValue } from './tag-totals';

type WithBefore<T> = T & {
  /** Total in the base. */
  readonly before: number;
};

export interface JoinedTagKey extends Omit<WithBefore<TagKey>, 'values'> {
  readonly values: WithBefore<TagValue>[];
}

/**
 * Labels of a profile beside those of a base, also the ones that only the base has.
 * @param limit values of a key that are kept, the largest of either.
 */
export function joinTags(
  now: readonly TagKey[],
  base: readonly TagKey[],
  limit: number,
): JoinedTagKey[] {
  return join(now, base, ({ key }) => key).map(([key, before]) => {
    const values = join(key?.values ?? [], before?.values ?? [], ({ value }) => value)
      .map(([value, earlier]) => ({
        value: (value ?? earlier)!.value,
        total: value?.total ?? 0,
        samples: value?.samples ?? 0,
        before: earlier?.total ?? 0,
      }))
      .sort((l, r) => sizeOf(r) - sizeOf(l));
    return {
      key: (key ?? before)!.key,
      total: key?.total ?? 0,
      samples: key?.samples ?? 0,
      before: before?.total ?? 0,
      valueCount: values.length,
      values: values.slice(0, limit),
    };
  });
}

const sizeOf = ({ total, before }: { readonly total: number; readonly before: number }): number =>
  Math.max(Math.abs(total), Math.abs(before));

/** Pairs by name: those of now in their order, then what is gone. */
function join<T>(
  now: readonly T[],
  base: readonly T[],
  nameOf: (each: T) => string,
): [now: T | undefined, base: T | undefined][] {
  const earlier = new Map(base.map((each) => [nameOf(each), each]));
  const pairs = now.map((each): [T | undefined, T | undefined] => {
    const known = earlier.get(nameOf(each));
    earlier.delete(nameOf(each));
    return [each, known];
  });
  return [...pairs, ...[...earlier.values()].map((each): [undefined, T] => [undefined, each])];
}
