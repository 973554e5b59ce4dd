import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  computeStackRoots,
  openRuntimeImage,
  stackRootKinds,
  type Goroutine,
  type RuntimeImage,
  type StackRoots,
} from '.';
import { buildFixture, type GoFixture } from '../../gosym/testing/go-fixture';
import { Memory } from '../memory';
import { decodeSnapshot, type Snapshot } from '../snapshot';
import { startOf } from './start';

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

function imageOf(snapshot: Snapshot, { program }: GoFixture): RuntimeImage {
  const image = openRuntimeImage(snapshot, program);
  if (!image.ok) throw new Error(image.error.reason);
  return image.value;
}

/**
 * A signal stack with so many handlers, each of which interrupted the one before; the first one
 * interrupted code with the registers `left`. → the registers of the last one.
 */
function handlers(
  image: RuntimeImage,
  m: number,
  depth: number,
  left: Readonly<Record<string, number>>,
) {
  const { ucontext, signalRegisters, stackPointer } = image.architecture;
  const stack =
    image.record('runtime.m').read(m, 'gsignal') + image.record('runtime.g').offset('stack');
  const low = image.memory.u64(stack)!;
  const high = image.memory.u64(stack + 8)!;
  const bytes = new Uint8Array(high - low);
  const view = new DataView(bytes.buffer);
  const write = (address: number, value: number) =>
    view.setBigUint64(address - low, BigInt(value), true);
  let general = left;
  for (let i = 1; i <= depth; i++) {
    const context = high - 4096 * i;
    write(context + ucontext.stackBase, low);
    write(context + ucontext.stackSize, high - low);
    signalRegisters.forEach((name, j) => {
      write(context + ucontext.generalRegisters + 8 * j, general[name] ?? 0);
    });
    general = { rip: 1, [stackPointer]: context - 512 };
  }
  return { general, chunk: { kind: 'stack', address: low, bytes } };
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
  let snapshot: Snapshot;
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
    ({ facts, bytes, snapshot } = taken);
    const computed = computeStackRoots(snapshot, fixture.program);
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

  test.each([1, 2, 3])('begin where the code was left, %i signal handlers deep', (depth) => {
    const worker = goroutineOf('main.worker');
    const image = imageOf(snapshot, fixture);
    const m = image.memory.u64(image.addressOf('runtime.allm')!)!;
    const { general, chunk } = handlers(image, m, depth, {
      ...{ rip: worker.frames[0]!.pc, rsp: worker.frames[0]!.sp, rbx: 4711 },
    });
    const chunks = [chunk, ...snapshot.chunks];
    const inHandlers = imageOf({ ...snapshot, chunks, memory: new Memory(chunks) }, fixture);
    const start = startOf(inHandlers, worker.g, { m, registers: { general, vector: [] } });
    expect(start).toMatchObject({
      ...{ running: true, pc: worker.frames[0]!.pc, sp: worker.frames[0]!.sp },
      registers: { general: { rbx: 4711 } },
    });
  });

  test('go on behind a call of the race detector, which leaves no trace but a register', () => {
    const worker = goroutineOf('main.worker');
    const caller = worker.frames[1]!;
    const copy = decodeSnapshot(new Uint8Array(bytes));
    if (!copy.ok) throw new Error(copy.error.code);
    const image = imageOf(copy.value, fixture);
    // As in racecall: on the stack of g0, the goroutine's own place in a register that C code saves.
    const m = image.memory.u64(image.addressOf('runtime.allm')!)!;
    const schedule = (g: number) => g + image.record('runtime.g').offset('sched');
    const gobuf = image.record('runtime.gobuf');
    const top = gobuf.read(schedule(image.record('runtime.m').read(m, 'g0')), 'sp');
    const write = (address: number, value: number) => {
      const word = image.memory.bytes(address, 8)!;
      new DataView(word.buffer, word.byteOffset, 8).setBigUint64(0, BigInt(value), true);
    };
    write(m + image.record('runtime.m').offset('curg'), worker.g);
    write(schedule(worker.g) + gobuf.offset('sp'), 0);
    const tid = image.record('runtime.m').read(m, 'procid');
    const hex = (value: number) => `0x${value.toString(16)}`;
    const regs = { rip: '0x1', rsp: hex(top - 256), r12: hex(caller.sp - 8) };
    const threads = [{ tid, regs, xmm: [] }];
    const header = { ...copy.value.header, threads };
    const computed = computeStackRoots({ ...copy.value, header }, fixture.program);
    if (!computed.ok) throw new Error(computed.error.reason);
    const found = computed.value.goroutines.find(({ g }) => g === worker.g)!;
    expect(found.failure).toBeUndefined();
    expect(found.frames.map((frame) => frame.function)).toEqual(
      worker.frames.slice(1).map((frame) => frame.function),
    );
    const { roots } = computed.value;
    const kept = [...Array(roots.length).keys()].map((row) => roots.value[row]);
    for (const name of ['local', 'argument', 'inObject']) expect(kept).toContain(facts.get(name));
    expect(kept).not.toContain(facts.get('dead'));
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
