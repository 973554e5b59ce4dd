import { AddressProfile, LegacyFault } from './address-profile';
import { isMapSentinel } from './memory-map';
import { finish, isBlank, parseAddresses, toCalls } from './text-lines';

const threadStart = /--- Thread ([0-9a-fA-F]+) \(name: (.*)\/(\d+)\) stack: ---/;

/** threadz, as servers of other languages print it; undefined when it is not. */
export function parseThreadText(lines: readonly string[]): AddressProfile | undefined {
  let at = 0;
  while (at < lines.length && isBlank(lines[at]!)) at++;
  if (/--- threadz \d+ ---/.test(lines[at] ?? '')) {
    at++;
    while (at < lines.length && !lines[at]!.startsWith('-') && !isMapSentinel(lines[at]!)) at++;
  } else if (!threadStart.test(lines[at] ?? '')) return undefined;
  const unit = { type: 'thread', unit: 'count' };
  const profile = new AddressProfile([unit], unit);
  profile.period = 1n;
  while (at < lines.length && !isMapSentinel(lines[at]!)) {
    if (lines[at]!.startsWith('---- no stack trace for')) break;
    if (!threadStart.test(lines[at]!)) throw new LegacyFault('a thread has no heading');
    const addresses: bigint[] = [];
    let isSame = false;
    for (at++; at < lines.length && !lines[at]!.trim().startsWith('---'); at++) {
      if (lines[at]!.includes('same as previous thread')) isSame = true;
      else addresses.push(...parseAddresses(lines[at]!));
    }
    if (isSame || addresses.length === 0) profile.repeatLast();
    // The leaf is where the thread is, not a call.
    else profile.add([...addresses.slice(0, 1), ...toCalls(addresses.slice(1))], [1n]);
  }
  return finish(dropDuplicateLeaf(profile), lines.slice(at));
}

/** Handlers may list the leaf twice, once as found and once less one. */
export function dropDuplicateLeaf(profile: AddressProfile): AddressProfile {
  return profile.withStacks((stack) => {
    const [leaf, next, ...rest] = stack;
    return leaf !== undefined && next !== undefined && leaf === next + 1n ? [leaf, ...rest] : stack;
  });
}
