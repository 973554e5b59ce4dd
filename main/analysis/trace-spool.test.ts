import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { TraceReader } from '../../app/domain/exectrace';
import { GoFixtures } from '../../app/domain/exectrace/testing/go-fixtures';
import { TraceFile, TraceSpool } from './trace-spool';

const folder = mkdtempSync(join(tmpdir(), 'trivet-spool-'));
const fixtures = new GoFixtures();
afterAll(() => {
  fixtures.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const events = (source: TraceFile, grow: () => boolean) => {
  let count = 0;
  const reader = new TraceReader(source, { onEvents: (block) => void (count += block.length) });
  const seen: number[] = [];
  while (grow()) {
    while (reader.advance() === 'more');
    seen.push(count);
  }
  const outcome = reader.finish();
  return { seen, count, outcome };
};

test('a spooled stream and a file that another writes are read while they grow', () => {
  const bytes = readFileSync(fixtures.record('go1.27.4', 10, 3));
  const whole = join(folder, 'whole.trace');
  writeFileSync(whole, bytes);
  let once = true;
  const file = TraceFile.open(whole);
  const expected = events(file, () => once && !(once = false));
  file.close();
  expect(expected.outcome).toMatchObject({ ok: true, value: { warning: undefined } });

  const spool = TraceSpool.create(join(folder, 'spool.trace'));
  let at = 0;
  const spooled = events(spool, () => {
    if (at >= bytes.length) return false;
    spool.append(bytes.subarray(at, (at += 30_000)));
    return true;
  });
  spool.close();
  expect(spooled.outcome).toEqual(expected.outcome);
  expect(new Set(spooled.seen).size).toBeGreaterThan(2);
  expect(readFileSync(join(folder, 'spool.trace')).equals(bytes)).toBe(true);

  const growing = join(folder, 'growing.trace');
  writeFileSync(growing, '');
  const followed = TraceFile.open(growing);
  at = 0;
  const read = events(followed, () => {
    if (at >= bytes.length) return false;
    appendFileSync(growing, bytes.subarray(at, (at += 30_000)));
    followed.refresh();
    return true;
  });
  followed.close();
  expect(read.outcome).toEqual(expected.outcome);
  expect(read.count).toBe(expected.count);
}, 300_000);
