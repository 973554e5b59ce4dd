import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { decodeSnapshot } from '../../app/domain/heap/snapshot';
import { BlockedProgram, expectToGoOn } from './testing/blocked-program';

const blocked = new BlockedProgram();

beforeAll(() => blocked.build());
afterEach(() => blocked.endAll());
afterAll(() => blocked.dispose());

test.each([
  ['of the default Go', [], undefined],
  ['unoptimised', ['-gcflags=all=-N -l'], undefined],
  ['position independent', ['-buildmode=pie'], undefined],
  ['of Go 1.22', [], 'go1.22.12'],
  ['of Go 1.24', [], 'go1.24.10'],
  ['of Go 1.27', [], 'go1.27.4'],
  ['with the race detector', ['-race'], undefined],
  ['without paths', ['-trimpath'], undefined],
] as const)('a program %s is copied and goes on', async (name, flags, toolchain) => {
  const program = join(blocked.dir, `blocked ${name}`);
  await blocked.build(program, flags, toolchain);
  const target = await blocked.run({ program });
  const phases: string[] = [];
  const outcome = await blocked.take({
    pid: target.pid,
    onProgress: (phase) => phases.push(phase),
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  await expectToGoOn(target);
  expect(phases).toEqual(['symbols', 'stopped', 'writing']);
  expect(outcome.value.pauseMs).toBeLessThanOrEqual(outcome.value.totalMs);

  const decoded = decodeSnapshot(gunzipSync(readFileSync(blocked.outFile)));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  const { header, memory } = decoded.value;
  if (toolchain !== undefined) expect(header.goVersion).toBe(toolchain);
  expect(memory.goString(header.symbols['runtime.buildVersion']!)).toBe(header.goVersion);
  expect(header.bias !== 0).toBe(name === 'position independent');
  const kinds = new Set(decoded.value.chunks.map(({ kind }) => kind));
  for (const kind of ['heap', 'spans', 'spanptrs', 'bits', 'persistent', 'data', 'mask', 'stack']) {
    expect(kinds).toContain(kind);
  }

  // 60 of ours at least; every live one has its record and the top of its stack.
  const field = (type: string, name: string) => header.layouts[type]!.fields[name]![0];
  const allgs = header.symbols['runtime.allgs']!;
  const goroutines = memory.u64(allgs + 8)!;
  expect(goroutines).toBeGreaterThan(60);
  for (let i = 0; i < goroutines; i++) {
    const g = memory.u64(memory.u64(allgs)! + 8 * i)!;
    const status = memory.u32(g + field('runtime.g', 'atomicstatus'))! & 0xfff;
    const stackTop = memory.u64(g + field('runtime.g', 'stack') + 8)!;
    if (status === 4) expect(memory.u64(stackTop - 8)).toBeDefined();
  }
  // Spans that may hold pointers are there in full; the 1 MB byte slices are not.
  const allspans = header.symbols['runtime.mheap_']! + field('runtime.mheap', 'allspans');
  const spanField = (name: string) => field('runtime.mspan', name);
  let pointerFree = 0;
  for (let i = 0; i < memory.u64(allspans + 8)!; i++) {
    const span = memory.u64(memory.u64(allspans)! + 8 * i)!;
    if (memory.u8(span + spanField('state')) !== 1) continue;
    const base = memory.u64(span + spanField('startAddr'))!;
    const length = memory.u64(span + spanField('npages'))! * 8192;
    const mayHoldPointers = (memory.u8(span + spanField('spanclass'))! & 1) === 0;
    if (mayHoldPointers) expect(memory.bytes(base, length)).toBeDefined();
    else if (length >= 1 << 20) {
      pointerFree++;
      expect(memory.bytes(base, length)).toBeUndefined();
    }
  }
  expect(pointerFree).toBeGreaterThan(0);
});

test('with contents the pointer-free objects are there too', async () => {
  const target = await blocked.run();
  const outcome = await blocked.take({ pid: target.pid, withContents: true });
  expect(outcome).toMatchObject({ ok: true });
  const decoded = decodeSnapshot(gunzipSync(readFileSync(blocked.outFile)));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  const { header, memory } = decoded.value;
  expect(header.constants['contents']).toBe(true);
  const place = (type: string, name: string) => header.layouts[type]!.fields[name]![0];
  const allspans = header.symbols['runtime.mheap_']! + place('runtime.mheap', 'allspans');
  let spans = 0;
  for (let i = 0; i < memory.u64(allspans + 8)!; i++) {
    const span = memory.u64(memory.u64(allspans)! + 8 * i)!;
    if (memory.u8(span + place('runtime.mspan', 'state')) !== 1) continue;
    const base = memory.u64(span + place('runtime.mspan', 'startAddr'))!;
    const length = memory.u64(span + place('runtime.mspan', 'npages'))! * 8192;
    expect(memory.bytes(base, length)).toBeDefined();
    spans++;
  }
  expect(spans).toBeGreaterThan(10);
  await expectToGoOn(target);
});

test('types and globals come from DWARF once, then from the cache, and a damaged entry is made anew', async () => {
  const target = await blocked.run();
  const cacheDir = join(blocked.dir, 'cache of its own');
  const sources: string[] = [];
  const headers: unknown[] = [];
  const shoot = async () => {
    const outcome = await blocked.take({ pid: target.pid, cacheDir });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
    sources.push(outcome.value.symbolsFrom);
    const decoded = decodeSnapshot(gunzipSync(readFileSync(blocked.outFile)));
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    const { layouts, symbols } = decoded.value.header;
    headers.push({ layouts, symbols });
  };
  await shoot();
  await shoot();
  const [entry, ...others] = readdirSync(cacheDir);
  expect(others).toEqual([]);
  const path = join(cacheDir, entry!);
  const whole = readFileSync(path, 'utf8');
  const damages = [
    whole.slice(0, whole.length / 2),
    whole.replace(/"runtime\.mspan": \{"size": \d+/, '"runtime.mspan": {"size": 8'),
    whole.replace(/"questions": "./, '"questions": "_'),
    'null',
  ];
  for (const damaged of damages) {
    expect(damaged).not.toBe(whole);
    writeFileSync(path, damaged);
    await shoot();
    expect(readFileSync(path, 'utf8')).toBe(whole);
  }
  expect(sources).toEqual(['dwarf', 'cache', ...damages.map(() => 'dwarf')]);
  for (const header of headers) expect(header).toEqual(headers[0]);
});

test('a stripped program is a failure that names the linker flags', async () => {
  const program = join(blocked.dir, 'stripped');
  await blocked.build(program, ['-ldflags=-s -w']);
  expect(await blocked.take(await blocked.run({ program }))).toMatchObject({
    ok: false,
    error: { code: 'no-symbols', remedy: expect.stringContaining('-ldflags') },
  });
});

test('a program of an older Go is told with its version', async () => {
  const program = join(blocked.dir, 'older');
  const bytes = readFileSync(blocked.binary);
  const at = bytes.indexOf('\xff Go buildinf:', 0, 'latin1') + 33;
  expect(bytes.toString('latin1', at, at + 4)).toBe('go1.');
  bytes.write('go1.21', at, 'latin1'); // as such a linker wrote it
  writeFileSync(program, bytes, { mode: 0o755 });
  expect(await blocked.take(await blocked.run({ program }))).toMatchObject({
    ok: false,
    error: { code: 'go-too-old', detail: expect.stringContaining('go1.21') },
  });
});

test('a binary that is not the one that runs is told', async () => {
  const binaryPath = join(blocked.dir, 'other');
  await blocked.build(binaryPath, ['-gcflags=-N -l']);
  const target = await blocked.run();
  expect(await blocked.take({ pid: target.pid, binaryPath })).toMatchObject({
    ok: false,
    error: { code: 'wrong-binary', message: expect.stringContaining('other') },
  });
  await expectToGoOn(target);
});

test('a program that is not of Go is told from one without symbols', async () => {
  expect(await blocked.take({ pid: process.pid })).toMatchObject({
    ok: false,
    error: { code: 'not-a-go-program' },
  });
});

test('a process that has gone is told', async () => {
  for (const binary of [{}, { binaryPath: blocked.binary }]) {
    expect(await blocked.take({ pid: 2 ** 22 + 1, ...binary })).toMatchObject({
      ok: false,
      error: { code: 'target-not-found' },
    });
  }
});

test('no gdb is a failure that says what to install', async () => {
  const target = await blocked.run();
  expect(await blocked.take({ pid: target.pid, gdbPath: join(blocked.dir, 'none') })).toMatchObject(
    {
      ok: false,
      error: { code: 'gdb-not-found', remedy: expect.stringContaining('TRIVET_GDB') },
    },
  );
});
