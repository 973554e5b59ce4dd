import { AddressProfile, LegacyFault, type TextLabel } from './address-profile';
import { finish, isBlank, parseAddresses, readLabels, readSymbol, toCalls } from './text-lines';

/** `debug=1` of goroutine, threadcreate and any other counting profile; undefined when it is none. */
export function parseCountText(lines: readonly string[]): AddressProfile | undefined {
  let at = 0;
  while (at < lines.length && isBlank(lines[at]!)) at++;
  const [, type] = /^(\S+) profile: total \d+$/.exec(lines[at] ?? '') ?? [];
  if (type === undefined) return undefined;
  const unit = { type, unit: 'count' };
  const profile = new AddressProfile([unit], unit);
  profile.period = 1n;
  // Labels follow the sample they belong to.
  let open:
    { readonly count: bigint; readonly stack: bigint[]; labels: readonly TextLabel[] } | undefined;
  const close = (): void => {
    if (open) profile.add(open.stack, [open.count], open.labels);
    open = undefined;
  };
  for (at++; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.startsWith('---')) break;
    if (isBlank(line)) {
      readSymbol(profile, line);
      const labels = readLabels(line);
      if (labels && open) open.labels = labels;
      continue;
    }
    const [, count, addresses] = /^(\d+) @((?: 0x[0-9a-f]+)*)$/.exec(line) ?? [];
    if (count === undefined) {
      throw new LegacyFault(`this is no sample of a ${type} profile: ${line.slice(0, 80)}`);
    }
    close();
    open = { count: BigInt(count), stack: toCalls(parseAddresses(addresses ?? '')), labels: [] };
  }
  close();
  return finish(profile, lines.slice(at));
}
