import { err, ok, type Result } from '../../contract/result';
import { LegacyFault, type AddressProfile } from './legacy/address-profile';
import { parseContentionText } from './legacy/contention-text';
import { parseCountText } from './legacy/count-text';
import { parseCpuWords } from './legacy/cpu-words';
import { parseGoroutineDump } from './legacy/goroutine-dump';
import { parseHeapText } from './legacy/heap-text';
import { parseThreadText } from './legacy/thread-text';
import { uninteresting } from './legacy/uninteresting';
import type { PprofError } from './pprof-error';
import type { Profile } from './profile';

/** How the formats begin that are not profile.proto. */
const beginnings = /^\s*(#|heap profile:|\S+ profile: total |--- \w|goroutine \d+ .*\[)/;

/** Whether a file that begins so is one of the older formats. */
export function isOlderFormat(start: Uint8Array): boolean {
  // A CPU profile of words begins with a zero, which no field of profile.proto can.
  const isWords = start.length >= 20 && start[0] === 0 && start[1] === 0;
  return isWords || beginnings.test(new TextDecoder().decode(start.subarray(0, 200)));
}

/**
 * Reads what `debug=1` and `debug=2` print, and the formats that came before profile.proto. Go's own
 * text names the functions beside the addresses, and these names are taken; `go tool pprof` drops
 * them and wants the binary.
 */
export function parseOlderFormat(bytes: Uint8Array): Result<Profile, PprofError> {
  try {
    const words = parseCpuWords(bytes);
    if (words) return ok(words.toProfile(uninteresting.other.drop, ''));
    const text = new TextDecoder().decode(bytes);
    const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
    const heap = parseHeapText(lines);
    if (heap) return ok(toProfile(heap, uninteresting.heap));
    const count = parseCountText(lines) ?? parseThreadText(lines);
    if (count) return ok(toProfile(count, uninteresting.other));
    const contention = parseContentionText(lines);
    if (contention) return ok(toProfile(contention, uninteresting.contention));
    const dump = parseGoroutineDump(text);
    if (dump) return ok(dump.toProfile('', ''));
    return err({ code: 'malformed', at: 0, reason: 'this is no format that is known' });
  } catch (thrown) {
    if (!(thrown instanceof LegacyFault)) throw thrown;
    return err({ code: 'malformed', at: 0, reason: thrown.message });
  }
}

/** Go's own profiles are shown as `debug=0` has them, which drops no frame. */
function toProfile(
  profile: AddressProfile,
  frames: { readonly drop: string; readonly keep: string },
): Profile {
  return profile.hasNames ? profile.toProfile('', '') : profile.toProfile(frames.drop, frames.keep);
}
