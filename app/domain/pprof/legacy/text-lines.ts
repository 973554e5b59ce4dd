import { LegacyFault, type AddressProfile, type TextLabel } from './address-profile';
import { coverAddresses, isMapSentinel, parseMemoryMap } from './memory-map';

/** Addresses of a stack as the text has them. */
export function parseAddresses(text: string): bigint[] {
  return (text.match(/0x[0-9a-f]+/g) ?? []).map((each) => {
    if (each.length > 18) throw new LegacyFault(`an address has more than 64 bits: ${each}`);
    return BigInt(each);
  });
}

/** Return addresses as places inside the calls. */
export const toCalls = (addresses: readonly bigint[]): bigint[] =>
  addresses.map((each) => BigInt.asUintN(64, each - 1n));

export const isBlank = (line: string): boolean => /^\s*(#|$)/.test(line);

/** `#\t0x47c5c4\truntime.mallocgc+0xa4\t\t/src/runtime/malloc.go:1150`: what Go says beside its addresses. */
const symbolLine = /^#\s+(0x[0-9a-f]{1,16})\s+(\S.*?)\+0x[0-9a-f]+\s+(\S.*):(\d+)$/;

/** Takes a frame's name out of a comment, if it has one. */
export function readSymbol(profile: AddressProfile, line: string): void {
  const [, address, name, file, number] = symbolLine.exec(line) ?? [];
  if (address === undefined || name === undefined) return;
  profile.name(BigInt(address), { name, file: file ?? '', line: Number(number) });
}

/** `# labels: {"key":"value"}` of a goroutine profile. */
export function readLabels(line: string): readonly TextLabel[] | undefined {
  const [, list] = /^# labels: \{(.*)\}$/.exec(line) ?? [];
  if (list === undefined) return undefined;
  return [...list.matchAll(/("(?:[^"\\]|\\.)*"):("(?:[^"\\]|\\.)*")/g)].flatMap(
    ([, key, value]) => {
      try {
        return [{ key: String(JSON.parse(key!)), str: String(JSON.parse(value!)) }];
      } catch {
        return []; // an escape that Go writes and JSON has not
      }
    },
  );
}

/**
 * Reads the memory map behind the samples, and leaves out of each stack the frames that Go prints
 * an address of but no name: the runtime's own at both ends.
 */
export function finish(profile: AddressProfile, rest: readonly string[]): AddressProfile {
  const start = rest.findIndex(isMapSentinel);
  profile.mappings = start < 0 ? [] : parseMemoryMap(rest.slice(start + 1));
  const named = profile.withStacks((stack) => {
    const known = stack.filter((address) => profile.nameOf(address) !== undefined);
    return known.length > 0 ? known : stack;
  });
  const used = new Set<bigint>();
  for (let i = 0; i < named.samples; i++) for (const each of named.stackOf(i)) used.add(each);
  named.mappings = coverAddresses(profile.mappings, used);
  return named;
}
