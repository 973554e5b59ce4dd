import type { Failure } from '../../../app/contract/failure';
import { isOlderFormat } from '../../../app/domain/pprof/older-format';

const legacyText =
  /^(?:heap profile: |goroutine profile: total |goroutine \d+ \[|threadcreate profile: |--- (?:contention|mutex|heapz|contentionz)|[\w./-]+ profile: total )/;

/** Why bytes cannot be a profile.proto, by their head alone; undefined when they may be one. */
export function refuseForeign(
  bytes: Uint8Array,
  from: string,
): Failure<'not-a-profile'> | undefined {
  const refuse = (message: string, remedy?: string) =>
    ({ code: 'not-a-profile', message, remedy }) as const;
  if (bytes.length === 0) return refuse(`${from} gave an empty answer.`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return undefined;
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart();
  if (head.startsWith('<')) {
    return refuse(
      `${from} is a web page, not a profile.`,
      'Name the profile itself, e.g. …/debug/pprof/heap; a login page may stand in its place.',
    );
  }
  if (legacyText.test(head)) {
    return refuse(
      `${from} is the readable text of a profile.`,
      'Leave out "debug=1" to have the profile itself.',
    );
  }
  if (head.startsWith('go 1.')) return refuse(`${from} is an execution trace, not a profile.`);
  // A profile has lengths and indices below 9 among its first fields.
  // Not quoted: it may be a file with a token.
  if (/^[\t\n\r -~]+$/.test(head)) return refuse(`${from} is not a profile: it is text.`);
  // Every field of message Profile is a varint or has a length: wire types 0 and 2, fields 1 to 15.
  const tag = bytes[0]!;
  const isField = tag >>> 3 >= 1 && tag >>> 3 <= 15 && ((tag & 7) === 0 || (tag & 7) === 2);
  return isField ? undefined : refuse(`${from} is not a profile.`);
}

/** The same for a file, where the readable text of a profile is welcome. */
export function refuseForeignFile(
  head: Uint8Array,
  from: string,
): Failure<'not-a-profile'> | undefined {
  return isOlderFormat(head) ? undefined : refuseForeign(head, from);
}
