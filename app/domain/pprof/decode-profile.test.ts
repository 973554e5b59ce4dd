import protobuf from 'protobufjs';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeProfile } from './decode-profile';
import { encodeProfile } from './encode-profile';
import { flatCum } from './flat-cum';
import { parseGoroutineText } from './goroutine-text';
import { formatPprofError } from './pprof-error';
import { makeGoProfiles, type GoProfiles } from './testing/go-profiles';
import { profileFromText } from './testing/profile-from-text';

let made: GoProfiles;
beforeAll(() => {
  made = makeGoProfiles();
});
afterAll(() => made.dispose());

const schema = readFileSync(new URL('testdata/profile.proto', import.meta.url), 'utf8');
const reference = protobuf.parse(schema).root.lookupType('perftools.profiles.Profile');
interface ReferenceProfile {
  sample: {
    locationId: string[];
    value: string[];
    label: { key: string; str?: string; num?: string }[];
  }[];
  location: { id: string; address: string; line: { functionId: string; line?: string }[] }[];
  function: { id: string; name: string; filename: string }[];
  stringTable: string[];
  timeNanos: string;
}

describe('decodeProfile', () => {
  test.each(['heap-4.pb.gz', 'cpu.pb.gz', 'goroutine.pb.gz', 'block.pb.gz', 'allocs.pb.gz'])(
    "agrees with protobufjs's own decoder on %s",
    (name) => {
      const profile = made.profile(name);
      const message = reference.decode(made.bytes(name));
      const expected = reference.toObject(message, {
        longs: String,
        arrays: true,
      }) as ReferenceProfile;
      const { samples, labels, locations, lines, functions, strings } = profile;
      expect(strings).toEqual(expected.stringTable);
      expect(String(profile.timeNanos)).toBe(expected.timeNanos);
      expect(samples.length).toBe(expected.sample.length);
      expected.sample.forEach((sample, row) => {
        expect(samples.values.map((column) => String(column.numbers[row]))).toEqual(sample.value);
        const stack = samples.locations.subarray(
          samples.stackStart[row],
          samples.stackStart[row + 1],
        );
        const addresses = sample.locationId.map(
          (id) => expected.location.find((each) => each.id === id)?.address,
        );
        expect(Array.from(stack, (at) => String(locations.address[at]))).toEqual(addresses);
        const [first, end] = [samples.labelStart[row] ?? 0, samples.labelStart[row + 1] ?? 0];
        const read = Array.from({ length: end - first }, (_, i) => [
          String(labels.key[first + i]),
          String(labels.str[first + i]),
          String(labels.num[first + i]),
        ]);
        expect(read).toEqual(
          sample.label.map((each) => [each.key, each.str ?? '0', each.num ?? '0']),
        );
      });
      const expectedLines = expected.location.flatMap((each) =>
        each.line.map((line) => {
          const func = expected.function.find((one) => one.id === line.functionId);
          return `${expected.stringTable[Number(func?.name)]} ${line.line ?? 0}`;
        }),
      );
      const readLines = Array.from(
        lines.func,
        (func, row) => `${strings[functions.name[func] ?? 0]} ${lines.line[row]}`,
      );
      expect(readLines).toEqual(expectedLines);
    },
  );

  test('reads back what encodeProfile writes, to the last bit', () => {
    for (const name of ['heap-4.pb.gz', 'cpu.pb.gz', 'block.pb.gz']) {
      const profile = made.profile(name);
      expect(decodeProfile(encodeProfile(profile))).toEqual({ ok: true, value: profile });
    }
    const wide = profileFromText('bytes -9223372036854775808 9223372036854775807\na b');
    const copy = decodeProfile(encodeProfile(wide));
    expect(copy.ok && copy.value.samples.values[0]?.exact).toEqual(wide.samples.values[0]?.exact);
  });

  test('names what is wrong', () => {
    const code = (bytes: ArrayLike<number>): string => {
      const decoded = decodeProfile(Uint8Array.from(bytes));
      return decoded.ok ? 'ok' : `${decoded.error.code}: ${formatPprofError(decoded.error)}`;
    };
    expect(code([])).toMatch(/^empty/);
    expect(code([0x1f, 0x8b, 8])).toMatch(/^compressed/);
    expect(code([0x32, 0x00])).toMatch(/^no-sample-types/);
    expect(code([0x0a, 0x02, 0x08, 0x07])).toMatch(
      /^string-index-out-of-range: string 7 is wanted of 1/,
    );
    expect(code([0x0a, 0x00, 0x12, 0x02, 0x10])).toMatch(/^malformed/);
    expect(code([0x0a, 0x00, 0x12, 0x00])).toMatch(/^value-count-mismatch/);
    expect(code([0x0a, 0x00, 0x12, 0x04, 0x08, 0x05, 0x10, 0x01])).toMatch(
      /^unknown-reference: a sample refers to location 5/,
    );
    expect(code([0x0a, 0x00, 0x22, 0x02, 0x08, 0x01, 0x22, 0x02, 0x08, 0x01])).toMatch(
      /^duplicate-id/,
    );
    expect(code([0x08, 0x01])).toMatch(/^malformed: field 1 has wire type 0/);
  });

  test('answers for every truncation and every flipped bit', () => {
    const bytes = made.bytes('threadcreate.pb.gz');
    let answers = 0;
    for (let end = 0; end < bytes.length; end++) {
      decodeProfile(bytes.subarray(0, end));
      answers++;
    }
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decoded = decodeProfile(flipped);
      // What still reads as a profile must also stand every view.
      if (decoded.ok) flatCum(decoded.value, { sampleType: 0, granularity: 'addresses' });
      answers++;
    }
    expect(answers).toBe(bytes.length * 9);
  });
});

describe('parseGoroutineText', () => {
  test('lists as many goroutines as the goroutine profile counts', () => {
    const parsed = parseGoroutineText(made.text('goroutine.txt'));
    const profile = made.profile('goroutine.pb.gz');
    const counted = profile.samples.values[0]?.numbers.reduce((sum, each) => sum + each, 0);
    expect(parsed.ok && parsed.value.goroutines.length).toBe(counted);
    expect(parsed.ok && parsed.value.skippedLines).toBe(0);
    const waiting = parsed.ok
      ? parsed.value.goroutines.filter((each) => each.frames[0]?.function === 'main.wait')
      : [];
    expect(waiting.map((each) => [each.state, each.createdBy?.goid])).toEqual(
      new Array(6).fill(['chan receive', 1]),
    );
  });
});
