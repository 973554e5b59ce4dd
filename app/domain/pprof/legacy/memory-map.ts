import type { Mapping } from '../profile';

const sentinels = ['--- Memory map: ---', 'MAPPED_LIBRARIES:'];
export const isMapSentinel = (line: string): boolean =>
  sentinels.some((each) => line.includes(each));

const hex = '(?:0x)?([0-9a-fA-F]+)';
const range = `^\\s*${hex}[\\s-]?\\s*${hex}:?`;
/** As in /proc/PID/maps. */
const procLine = new RegExp(
  `${range}(?:\\s+([-rwxp]+))?(?:\\s+([0-9a-fA-F]+))?\\s+[0-9a-fA-F]+:[0-9a-fA-F]+\\s+\\d+(?:\\s+(\\S+))?`,
);
/** `400000-fcb000: /bin/program (@offset) build-id`. */
const briefLine = new RegExp(
  `${range}(?:\\s+([-rwxp]+))?(?:\\s+(\\S+))?(?:\\s+\\(@([0-9a-fA-F]+)\\))?(?:\\s+([0-9a-fA-F]+))?`,
);

/** Reads the mappings behind a sentinel; what is none is passed over. */
export function parseMemoryMap(lines: readonly string[]): Mapping[] {
  const mappings: Mapping[] = [];
  const variables: [name: string, value: string][] = [];
  for (const raw of lines) {
    let line = raw.replace(/^[^[\]]+:[0-9]+]\s/, '');
    for (const [name, value] of variables) line = line.split(name).join(value);
    const mapping = parseLine(line);
    if (mapping === 'not-executable') continue;
    if (mapping) mappings.push(mapping);
    else if (line.includes('=')) {
      const equals = line.indexOf('=');
      variables.push([`$${line.slice(0, equals).trim()}`, line.slice(equals + 1).trim()]);
    }
  }
  return tidy(mappings);
}

function parseLine(line: string): Mapping | 'not-executable' | undefined {
  const proc = procLine.exec(line);
  const brief = proc ? undefined : briefLine.exec(line);
  const match = proc ?? brief;
  if (!match) return undefined;
  const [, start = '', limit = '', permissions] = match;
  if (permissions !== undefined && !permissions.includes('x')) return 'not-executable';
  if (start.length > 16 || limit.length > 16) return undefined;
  const file = (proc ? match[5] : match[4]) ?? '';
  const offset = (proc ? match[4] : match[5]) ?? '0';
  return {
    start: BigInt(`0x${start}`),
    limit: BigInt(`0x${limit}`),
    offset: BigInt.asUintN(64, BigInt(`0x${offset}`)),
    file,
    buildId: (brief ? match[6] : undefined) ?? '',
    hasFunctions: false,
    hasFilenames: false,
    hasLineNumbers: false,
    hasInlineFrames: false,
  };
}

/** Joins what is one mapping in two lines, and puts the main binary first, as pprof does. */
function tidy(mappings: readonly Mapping[]): Mapping[] {
  const joined: Mapping[] = [];
  for (const mapping of mappings) {
    const last = joined[joined.length - 1];
    if (last && isAdjacent(last, mapping)) {
      joined[joined.length - 1] = {
        ...last,
        limit: mapping.limit,
        file: mapping.file || last.file,
        buildId: mapping.buildId || last.buildId,
      };
    } else joined.push(mapping);
  }
  const main = joined.findIndex(({ file }) => {
    const name = file.replace('(deleted)', '').trim();
    return name !== '' && !/\.so$|\.so[._][0-9]+/.test(name) && !name.startsWith('[');
  });
  if (main > 0) {
    const [first, other] = [joined[0]!, joined[main]!];
    joined[0] = other;
    joined[main] = first;
  }
  return joined;
}

function isAdjacent(first: Mapping, second: Mapping): boolean {
  if (first.file !== '' && second.file !== '' && first.file !== second.file) return false;
  const hasIds = first.buildId !== '' && second.buildId !== '';
  if (hasIds && first.buildId !== second.buildId) return false;
  if (first.limit !== second.start) return false;
  if (first.offset === 0n || second.offset === 0n) return true;
  return first.offset + (first.limit - first.start) === second.offset;
}

/** Where Linux used to put programs. */
const usualStart = 0x400000n;

/** Repairs the mappings and makes them cover all addresses, as pprof does for legacy profiles. */
export function coverAddresses(
  mappings: readonly Mapping[],
  addresses: Iterable<bigint>,
): Mapping[] {
  const covering = [...mappings];
  const [first, second] = covering;
  if (first?.file.startsWith('/anon_hugepage') && first.limit === second?.start) covering.shift();
  const main = covering[0];
  if (main && main.start - main.offset === usualStart) {
    covering[0] = { ...main, start: usualStart, offset: 0n };
  }
  let hasFake = false;
  for (const address of addresses) {
    if (address === 0n || hasFake) continue;
    if (covering.some(({ start, limit }) => start <= address && address < limit)) continue;
    const split = covering.findIndex(
      ({ start, offset }) => offset !== 0n && start - offset <= address && address < start,
    );
    const found = covering[split];
    if (found) covering[split] = { ...found, start: found.start - found.offset, offset: 0n };
    else {
      hasFake = true;
      covering.push({ ...fakeMapping });
    }
  }
  return covering;
}

const fakeMapping: Mapping = {
  start: 0n,
  limit: 2n ** 64n - 1n,
  offset: 0n,
  file: '',
  buildId: '',
  hasFunctions: false,
  hasFilenames: false,
  hasLineNumbers: false,
  hasInlineFrames: false,
};
