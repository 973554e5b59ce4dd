import { parseGoroutineText } from '../goroutine-text';
import { AddressProfile } from './address-profile';

/**
 * `debug=2` of goroutine as a profile of one sample type: equal stacks with equal labels and state
 * are one sample. Addresses are made up, one for each frame. Undefined when it lists no goroutine.
 */
export function parseGoroutineDump(text: string): AddressProfile | undefined {
  const dump = parseGoroutineText(text);
  if (!dump.ok) return undefined;
  const unit = { type: 'goroutine', unit: 'count' };
  const profile = new AddressProfile([unit], unit);
  profile.period = 1n;
  const addresses = new Map<string, bigint>();
  const groups = new Map<string, { count: bigint; stack: bigint[]; labels: [string, string][] }>();
  for (const { frames, labels, state } of dump.value.goroutines) {
    const stack = frames.map(({ function: name, file, line }) => {
      const key = `${name}\0${file}\0${line}`;
      const known = addresses.get(key) ?? BigInt(addresses.size + 1);
      addresses.set(key, known);
      profile.name(known, { name, file, line });
      return known;
    });
    const pairs: [string, string][] = [...Object.entries(labels), ['state', state]];
    const key = JSON.stringify([stack.map(String), pairs]);
    const group = groups.get(key) ?? { count: 0n, stack, labels: pairs };
    group.count += 1n;
    groups.set(key, group);
  }
  for (const { count, stack, labels } of groups.values()) {
    profile.add(
      stack,
      [count],
      labels.map(([key, str]) => ({ key, str })),
    );
  }
  return profile;
}
