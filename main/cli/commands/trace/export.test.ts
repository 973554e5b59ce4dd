import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatMs } from '../../../../app/domain/format/format';
import { GoFixtures } from '../../../../app/domain/exectrace/testing/go-fixtures';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../../../app/domain/pprof/decode-profile';
import { runCaptured } from '../../testing/capture-output';
import { trace } from '.';

const fixtures = new GoFixtures();
const folder = mkdtempSync(join(tmpdir(), 'trivet-export-'));
const out = join(folder, 'out');
let file = '';
beforeAll(() => {
  // Several generations: an export gives way after each.
  file = fixtures.record('local', 30, 5);
}, 300_000);
beforeEach(() => writeFileSync(out, 'precious'));
afterAll(() => {
  fixtures.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const { status, stderr: errors } = await runCaptured(() => trace(['export', ...args, '-o', out]));
  return { status, errors };
}

test.each(['perfetto', 'chrome', 'pprof:chan'])(
  '%s of what is no trace leaves the file that was there',
  async (format) => {
    const text = join(folder, 'text');
    writeFileSync(text, 'no trace at all');
    const { status, errors } = await run(text, '--format', format);
    expect({ status, errors }).toMatchObject({
      status: 1,
      errors: expect.stringContaining('text'),
    });
    expect(readFileSync(out, 'utf8')).toBe('precious');
    expect(readdirSync(folder).sort()).toEqual(['out', 'text']);
  },
);

test('the name is taken when the export is complete; until then signals are heard', async () => {
  const seen = new Set<string>();
  let isOver = false;
  const look = () => {
    if (isOver) return;
    const partial = readdirSync(folder).find((name) => name.startsWith('out.partial-'));
    if (partial !== undefined) seen.add(readFileSync(out, 'utf8'));
    setImmediate(look);
  };
  setImmediate(look);
  const { status } = await run(file, '--format', 'chrome');
  isOver = true;
  expect(status).toBe(0);
  expect([...seen]).toEqual(['precious']);
  expect(JSON.parse(readFileSync(out, 'utf8'))).toHaveProperty('traceEvents');
}, 120_000);

describe('a profile of delays', () => {
  async function chanWaits(...options: string[]) {
    const { status, errors } = await run(file, '--format', 'pprof:chan', ...options);
    expect(status).toBe(0);
    const profile = decodeProfile(gunzipSync(readFileSync(out)));
    if (!profile.ok) throw new Error(profile.error.code);
    const [waits, ns] = profile.value.samples.values.map(({ numbers }) =>
      numbers.reduce((sum, each) => sum + each, 0),
    );
    return { waits: waits!, ns: ns!, errors };
  }

  test('says how much it leaves out, which --open adds', async () => {
    const closed = await chanWaits();
    const open = await chanWaits('--open');
    const left = /^trivet: ([\d,]+) waits \((.+?)\) are not in it/.exec(closed.errors);
    expect(Number(left?.[1]?.replaceAll(',', ''))).toBe(open.waits - closed.waits);
    expect(left?.[2]).toBe(formatMs((open.ns - closed.ns) / 1e6));
    expect(open.waits).toBeGreaterThan(closed.waits);
    expect(open.errors).toBe('');
  }, 60_000);

  test('alone has --open', async () => {
    expect((await run(file, '--format', 'chrome', '--open')).status).toBe(2);
    expect(readFileSync(out, 'utf8')).toBe('precious');
  });
});
