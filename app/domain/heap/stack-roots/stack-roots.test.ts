import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computeStackRoots, stackRootKinds, type Goroutine, type StackRoots } from '.';
import { buildFixture, type GoFixture } from '../../gosym/testing/go-fixture';
import { decodeSnapshot, type Snapshot } from '../snapshot';

const source = new URL('testdata/parked/', import.meta.url);
/** 1-based line of the target's source that holds `text` first. */
const lineOf = (text: string): number =>
  readFileSync(new URL('main.go', source), 'utf8')
    .split('\n')
    .findIndex((l) => l.includes(text)) + 1;
const script = fileURLToPath(new URL('../../../../resources/gdb/snapshot.py', import.meta.url));

/** Runs the program until it says what it holds, and copies it with gdb. */
async function takeSnapshot(
  binary: string,
): Promise<{ snapshot: Snapshot; bytes: Uint8Array; facts: ReadonlyMap<string, number> }> {
  const target: ChildProcess = spawn(binary, { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const [line] = (await once(createInterface(target.stdout!), 'line')) as [string];
    const inverted = Object.entries(JSON.parse(line) as Record<string, number>);
    const mask = (1n << 52n) - 1n;
    const facts = new Map(inverted.map(([name, n]) => [name, Number(~BigInt(n) & mask)]));
    const out = `${binary}.trvsnap`;
    const order = JSON.stringify({ pid: target.pid, binary, out });
    execFileSync('gdb', ['-nx', '-batch', '-x', script], {
      env: { ...process.env, TRIVET_SNAPSHOT: order },
      stdio: 'ignore',
    });
    const file = readFileSync(out);
    const bytes = file[0] === 0x1f ? gunzipSync(file) : file;
    const snapshot = decodeSnapshot(bytes);
    if (!snapshot.ok) throw new Error(snapshot.error.code);
    return { snapshot: snapshot.value, bytes, facts };
  } finally {
    target.kill('SIGKILL');
  }
}

describe.each([
  ['local', []],
  ['go1.22.12', []],
  ['local', ['-buildmode=pie']],
  ['local', ['-gcflags=all=-N -l']],
] as const)('goroutine stacks of Go toolchain %s with %j', (toolchain, flags) => {
  let fixture: GoFixture;
  let facts: ReadonlyMap<string, number>;
  let bytes: Uint8Array;
  let stacks: StackRoots;
  const goroutineOf = (name: string): Goroutine =>
    stacks.goroutines.find((g) => g.frames.some((frame) => frame.function === name))!;
  /** Rows whose word points to what the program noted under `name`. */
  const rootsOf = (name: string): number[] => {
    const { value, length } = stacks.roots;
    return [...Array(length).keys()].filter((row) => value[row] === facts.get(name));
  };
  const kindsOf = (name: string) =>
    rootsOf(name).map((row) => stackRootKinds[stacks.roots.kind[row]!]);

  beforeAll(async () => {
    fixture = buildFixture(source, toolchain, flags);
    const taken = await takeSnapshot(fixture.binary);
    ({ facts, bytes } = taken);
    const computed = computeStackRoots(taken.snapshot, fixture.program);
    if (!computed.ok) throw new Error(computed.error.reason);
    stacks = computed.value;
  });
  afterAll(() => fixture.dispose());

  test('unwind exactly to where each stack begins', () => {
    expect(stacks.goroutines.length).toBeGreaterThan(7);
    expect(stacks.goroutines.filter(({ failure }) => failure !== undefined)).toEqual([]);
  });

  test('are those of the program and of the runtime, told apart', () => {
    const names = ['main.main', 'main.worker', 'main.locker', 'main.deferring', 'main.spinner'];
    expect(names.map((name) => goroutineOf(name).system)).toEqual(names.map(() => false));
    expect(stacks.goroutines.some(({ system }) => system)).toBe(true);
  });

  test('say what each goroutine waits for', () => {
    const worker = goroutineOf('main.worker');
    expect([worker.status, worker.waitReason]).toEqual(['waiting', 'chan receive']);
    expect(worker.parkedOn.channels).toEqual([facts.get('never')]);
    const deferring = goroutineOf('main.deferring');
    expect([deferring.waitReason, deferring.parkedOn.channels]).toEqual([
      'select',
      [facts.get('never'), facts.get('never')],
    ]);
    const locker = goroutineOf('main.locker');
    expect(locker.waitReason).toBe('sync.Mutex.Lock');
    // The semaphore is the second word of the mutex's eight bytes.
    expect(locker.parkedOn.semaphore).toBe(facts.get('mu')! + 4);
    expect(['running', 'runnable']).toContain(goroutineOf('main.spinner').status);
  });

  test('keep what is still needed, and not what is dead', () => {
    for (const name of ['local', 'argument', 'inObject', 'held', 'spun']) {
      expect(rootsOf(name), name).not.toEqual([]);
    }
    // A local that is not used again holds nothing, optimised or not.
    expect(kindsOf('dead').filter((kind) => kind !== 'cons' && kind !== 'reg')).toEqual([]);
    expect(kindsOf('inObject')).toContain('obj');
  });

  test('name their roots by function, variable and goroutine', () => {
    const { goid } = goroutineOf('main.worker');
    const names = (name: string) => rootsOf(name).map((row) => stacks.nameRoot(row));
    expect(names('local')).toContain(`local local of main.worker in goroutine ${goid}`);
    expect(names('argument')).toContain(`argument argument of main.worker in goroutine ${goid}`);
    expect(names('inObject')).toContain(`local onStack of main.worker in goroutine ${goid}`);
  });

  test('know where they stand and who started them', () => {
    const worker = goroutineOf('main.worker');
    const frame = worker.frames.find((f) => f.function === 'main.worker')!;
    const place = stacks
      .sourceFrames(frame)
      .map((f) => [f.function, f.file.split('/').pop(), f.line]);
    expect(place).toEqual([['main.worker', 'main.go', lineOf('<-never')]]);
    expect(stacks.createdBy(worker)[0]).toMatchObject({
      function: 'main.main',
      line: lineOf('go worker'),
    });
    expect(worker.parentGoid).toBe(1);
  });

  test('answer for damaged snapshots', () => {
    const header = 16 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(8, true));
    const copy = bytes.slice();
    for (let i = 0; i < 6; i++) {
      for (let at = header + 64 + i; at < copy.length; at += 997) copy[at]! ^= 1 << i;
      const snapshot = decodeSnapshot(copy);
      if (snapshot.ok) computeStackRoots(snapshot.value, fixture.program);
    }
  });
});
