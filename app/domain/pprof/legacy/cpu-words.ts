import { AddressProfile, LegacyFault } from './address-profile';
import { finish } from './text-lines';
import { dropDuplicateLeaf } from './thread-text';

/** Reads one word of a given size and byte order. */
class WordReader {
  at = 0;
  private readonly view: DataView;

  constructor(
    bytes: Uint8Array,
    readonly size: 4 | 8,
    readonly isLittle: boolean,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.view.byteLength - this.at;
  }

  /** Undefined at the end. */
  next(): bigint | undefined {
    if (this.left < this.size) return undefined;
    const { at, view } = this;
    this.at += this.size;
    return this.size === 4
      ? BigInt(view.getUint32(at, this.isLittle))
      : view.getBigUint64(at, this.isLittle);
  }
}

/**
 * The words of gperftools's CPU profiler, which Go wrote before 1.9: a heading 0 3 0 period 0, then
 * per sample its count, its depth and its addresses, until 0 1 0; then a memory map.
 * @returns undefined when it is none.
 */
export function parseCpuWords(bytes: Uint8Array): AddressProfile | undefined {
  for (const size of [4, 8] as const) {
    for (const isLittle of [true, false]) {
      const words = new WordReader(bytes, size, isLittle);
      const [zero, three, java, period, padding] = Array.from({ length: 5 }, () => words.next());
      if (zero !== 0n || three !== 3n || java !== 0n || padding !== 0n || !period) continue;
      return readSamples(bytes, words, period * 1000n);
    }
  }
  return undefined;
}

function readSamples(bytes: Uint8Array, words: WordReader, period: bigint): AddressProfile {
  const cpu = { type: 'cpu', unit: 'nanoseconds' };
  const profile = new AddressProfile([{ type: 'samples', unit: 'count' }, cpu], cpu);
  profile.period = period;
  while (words.left > 0) {
    const count = words.next();
    const depth = words.next();
    if (count === undefined || depth === undefined || depth > BigInt(Math.floor(words.left / 4))) {
      throw new LegacyFault('a sample of the CPU profile is cut off');
    }
    const addresses: bigint[] = [];
    for (let i = 0; i < Number(depth); i++) {
      const address = words.next();
      if (address === undefined) throw new LegacyFault('a stack of the CPU profile is cut off');
      // All but the leaf are return addresses.
      addresses.push(i === 0 ? address : BigInt.asUintN(64, address - 1n));
    }
    if (count === 0n && depth === 1n && addresses[0] === 0n) break;
    profile.add(addresses, [count, count * period]);
  }
  const rest = new TextDecoder().decode(bytes.subarray(words.at)).split('\n');
  // The map has no sentinel here.
  return finish(dropDuplicateLeaf(dropSignalFrames(profile)), ['MAPPED_LIBRARIES:', ...rest]);
}

/** Takes out, up to twice, a second frame that nearly all stacks share: the signal handler's own. */
function dropSignalFrames(profile: AddressProfile): AddressProfile {
  let current = profile;
  for (let round = 0; round < 2; round++) {
    const counts = new Map<bigint, number>();
    for (let sample = 0; sample < current.samples; sample++) {
      const second = current.stackOf(sample)[1];
      if (second !== undefined) counts.set(second, (counts.get(second) ?? 0) + 1);
    }
    const least = current.samples - Math.floor(current.samples / 32);
    const common = [...counts].find(([, count]) => count >= least)?.[0];
    if (common === undefined) continue;
    current = current.withStacks((stack) =>
      stack.length > 1 && stack[1] === common ? [stack[0]!, ...stack.slice(2)] : stack,
    );
  }
  return current;
}
