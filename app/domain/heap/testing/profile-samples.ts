import { decodeProfile } from '../../pprof/decode-profile';
import { encodeProfile } from '../../pprof/encode-profile';
import type { Profile } from '../../pprof/profile';

/**
 * One line a sample, in order: values, labels, locations with their addresses and inlined lines. Samples of which all
 * values are 0 are left out: what a program allocates after its profile adds some.
 */
export function samplesOf(source: Uint8Array | Profile): readonly string[] {
  const decoded = decodeProfile(source instanceof Uint8Array ? source : encodeProfile(source));
  if (!decoded.ok) throw new Error(decoded.error.code);
  const { samples, locations, lines, functions, labels, strings } = decoded.value;
  const range = (starts: Uint32Array, i: number) =>
    Array.from({ length: starts[i + 1]! - starts[i]! }, (_, k) => starts[i]! + k);
  const callAt = (line: number) => {
    const func = lines.func[line]!;
    const place = `${strings[functions.filename[func]!]}:${lines.line[line]}`;
    return `${strings[functions.name[func]!]} ${place} from ${functions.startLine[func]}`;
  };
  const rows = Array.from({ length: samples.length }, (_, i) => {
    const stack = range(samples.stackStart, i).map((at) => {
      const location = samples.locations[at]!;
      const calls = range(locations.lineStart, location).map(callAt).join(' < ');
      return `${locations.address[location]} ${calls}`;
    });
    const own = range(samples.labelStart, i).map(
      (at) => `${strings[labels.key[at]!]}=${strings[labels.str[at]!]}${labels.num[at]}`,
    );
    const values = samples.values.map(({ numbers }) => numbers[i]!);
    // Up to Go 1.23 they come out of a map.
    return { values, text: `${values.join()} [${own.sort().join()}] ${stack.join(' | ')}` };
  });
  return rows.filter(({ values }) => values.some((value) => value !== 0)).map(({ text }) => text);
}
