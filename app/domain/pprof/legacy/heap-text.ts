import { AddressProfile, LegacyFault } from './address-profile';
import { isMapSentinel } from './memory-map';
import { finish, isBlank, parseAddresses, readSymbol, toCalls } from './text-lines';

const header = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)\/?(\d*)/;
/** Of tcmalloc: what grew, what is fragmented. */
const plainHeader = /heap profile: *\d+: *\d+ *\[ *\d+: *\d+ *\] @ (growthz?|fragmentationz?)/;
const sampleLine = /(-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *] @([ x0-9a-f]*)/;

/** `debug=1` of heap and allocs, and the text of tcmalloc; undefined when it is neither. */
export function parseHeapText(lines: readonly string[]): AddressProfile | undefined {
  const head = header.exec(lines[0] ?? '');
  const isPlain = !head && plainHeader.test(lines[0] ?? '');
  if (!head && !isPlain) return undefined;
  const { isSampled, period, hasAlloc } = head
    ? readHeader(head)
    : { isSampled: false, period: 1n, hasAlloc: false };
  const inUse = hasAlloc ? 'inuse_' : '';
  const profile = new AddressProfile(
    [
      ...(hasAlloc
        ? [
            { type: 'alloc_objects', unit: 'count' },
            { type: 'alloc_space', unit: 'bytes' },
          ]
        : []),
      { type: `${inUse}objects`, unit: 'count' },
      { type: `${inUse}space`, unit: 'bytes' },
    ],
    { type: 'space', unit: 'bytes' },
  );
  profile.period = period;
  let at = 1;
  for (; at < lines.length; at++) {
    const line = lines[at]!.trim();
    if (isMapSentinel(line)) break;
    if (line.startsWith('#')) readSymbol(profile, line);
    if (isBlank(line)) continue;
    const sample = sampleLine.exec(line);
    if (!sample) throw new LegacyFault(`this is no sample of a heap profile: ${line.slice(0, 80)}`);
    addSample(profile, sample, hasAlloc, isSampled);
  }
  return hideRuntime(finish(profile, lines.slice(at)));
}

/** Leaves out the runtime's frames below the first of another package, as `debug=0` does. */
function hideRuntime(profile: AddressProfile): AddressProfile {
  return profile.withStacks((stack) => {
    const first = stack.findIndex(
      (address) => !/^(internal\/)?runtime[./]/.test(profile.nameOf(address) ?? 'runtime.'),
    );
    return first > 0 ? stack.slice(first) : stack;
  });
}

function readHeader(head: RegExpExecArray): {
  isSampled: boolean;
  period: bigint;
  hasAlloc: boolean;
} {
  const [, objects, space, allObjects, allSpace, kind, rate = ''] = head;
  const hasAlloc =
    (allObjects !== objects && allObjects !== '0') || (allSpace !== space && allSpace !== '0');
  const period = BigInt(rate === '' ? 0 : rate);
  switch (kind) {
    case 'heapz_v2':
    case 'heap_v2':
      return { isSampled: true, period, hasAlloc };
    case 'heap':
      // Go prints twice the rate.
      return { isSampled: true, period: period / 2n, hasAlloc };
    case 'heapprofile':
      return { isSampled: false, period: 1n, hasAlloc };
    default:
      throw new LegacyFault(`there is no heap profile of kind ${kind}`);
  }
}

function addSample(
  profile: AddressProfile,
  [, objects = '0', space = '0', allObjects = '0', allSpace = '0', stack = '']: RegExpExecArray,
  hasAlloc: boolean,
  isSampled: boolean,
): void {
  const values: bigint[] = [];
  let blockSize = 0n;
  const pairs = [...(hasAlloc ? [[allObjects, allSpace]] : []), [objects, space]];
  for (const [count, size] of pairs.map((pair) => pair.map(BigInt) as [bigint, bigint])) {
    if (count === 0n && size !== 0n) throw new LegacyFault(`no objects have ${size} bytes`);
    if (count !== 0n) blockSize = size / count;
    values.push(
      ...(isSampled && count !== 0n ? unsample(count, size, profile.period) : [count, size]),
    );
  }
  const addresses = toCalls(parseAddresses(stack));
  profile.add(addresses, values, blockSize === 0n ? [] : [{ key: 'bytes', num: blockSize }]);
}

/** Divides by the probability 1 − e^(−size/period) of an object to be sampled. */
function unsample(count: bigint, size: bigint, period: bigint): [bigint, bigint] {
  if (count === 0n || size === 0n) return [0n, 0n];
  if (period <= 1n) return [count, size];
  const average = Number(size) / Number(count);
  const scale = 1 / (1 - Math.exp(-average / Number(period)));
  const scaled = (value: bigint): bigint => {
    const whole = Math.trunc(Number(value) * scale);
    return Number.isFinite(whole) ? BigInt(whole) : value;
  };
  return [scaled(count), scaled(size)];
}
