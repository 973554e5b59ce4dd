import { AddressProfile, LegacyFault } from './address-profile';
import { finish, isBlank, parseAddresses, readSymbol, toCalls } from './text-lines';

/** `debug=1` of block and mutex, and contentionz; undefined when it is neither. */
export function parseContentionText(lines: readonly string[]): AddressProfile | undefined {
  if (!/^--- (contentionz |mutex:|contention:)/.test(lines[0] ?? '')) return undefined;
  const count = { type: 'contentions', unit: 'count' };
  const profile = new AddressProfile([count, { type: 'delay', unit: 'nanoseconds' }], count);
  profile.period = 1n;
  const head = readHead(profile, lines);
  if (!head) return undefined;
  let { at } = head;
  for (; at < lines.length; at++) {
    const line = lines[at]!.trim();
    if (line.startsWith('---')) break;
    if (line.startsWith('#')) readSymbol(profile, line);
    if (isBlank(line)) continue;
    const [, cycles, times, stack] = /(\d+) *(\d+) @([ x0-9a-f]*)/.exec(line) ?? [];
    if (cycles === undefined || times === undefined) {
      throw new LegacyFault(`this is no sample of a contention profile: ${line.slice(0, 80)}`);
    }
    const { period } = profile;
    const isScaled = period > 0n;
    const delay = isScaled && head.hertz > 0 ? toNanos(cycles, period, head.hertz) : BigInt(cycles);
    const contentions = isScaled ? BigInt(times) * period : BigInt(times);
    profile.add(toCalls(parseAddresses(stack ?? '')), [contentions, delay]);
  }
  return finish(profile, lines.slice(at));
}

function toNanos(cycles: string, period: bigint, hertz: number): bigint {
  return BigInt(Math.trunc((Number(cycles) * Number(period)) / (hertz / 1e9)));
}

/** Reads `name = value` lines; undefined for formats of others that begin alike. */
function readHead(
  profile: AddressProfile,
  lines: readonly string[],
): { readonly at: number; readonly hertz: number } | undefined {
  let hertz = 0;
  for (let at = 1; ; at++) {
    const line = (lines[at] ?? '---').trim();
    if (line.startsWith('---')) return { at, hertz };
    if (isBlank(line)) continue;
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(line) ?? [];
    if (name === '') return { at, hertz };
    const text = value.trim();
    const isNumber = /^(0x[0-9a-f]+|\d+)$/i.test(text);
    switch (name.trim()) {
      case 'cycles/second':
        if (!isNumber) return undefined;
        hertz = Number(text);
        break;
      case 'sampling period':
        if (!isNumber) return undefined;
        profile.period = BigInt(text);
        break;
      case 'ms since reset':
        if (!isNumber) return undefined;
        profile.durationNanos = BigInt(text) * 1_000_000n;
        break;
      case 'discarded samples':
        break;
      default:
        return undefined;
    }
  }
}
