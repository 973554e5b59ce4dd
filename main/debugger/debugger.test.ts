import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EventBody, EventName, Output, RawInput, RequestName } from '../../app/contract/ipc';
import { events, requests } from '../../app/contract/ipc';
import { runProcess } from '../process/run-process';
import { startProcess } from '../process/start-process';
import { Debugger } from './debugger';

const source = fileURLToPath(new URL('testdata/pipeline', import.meta.url));
const text = readFileSync(join(source, 'main.go'), 'utf8').split('\n');
const lineOf = (words: string) => 1 + text.findIndex((line) => line.includes(words));
const file = join(source, 'main.go');
const stopHere = lineOf('// stop here');
const resources = fileURLToPath(new URL('../../resources', import.meta.url));

type Told = { readonly [N in EventName]: { name: N; body: EventBody<N> } }[EventName];

let dataDir: string;
let told: Told[];
let seen = 0;
let wake: (() => void) | undefined;
let engine: Debugger;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trivet debugger-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));
afterEach(() => engine.dispose(), 60_000);

function start(): void {
  told = [];
  seen = 0;
  engine = new Debugger({ resources, dataDir }, (name, body) => {
    told.push({ name, body: events[name].parse(body) } as Told);
    wake?.();
  });
}

async function ask<N extends RequestName>(name: N, input: RawInput<N>): Promise<Output<N>> {
  const handler = engine.handlers[name]!;
  const reply = await handler(requests[name].input.parse(input) as never);
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return requests[name].output.parse(reply.value) as Output<N>;
}

/** The next event of the name since the last that was waited for; the end of the session fails it. */
async function next<N extends EventName>(name: N): Promise<EventBody<N>> {
  for (;;) {
    while (seen < told.length) {
      const event = told[seen++]!;
      if (event.name === name) return event.body as EventBody<N>;
      if (event.name === 'gdb.exited') throw new Error(JSON.stringify(told));
    }
    await new Promise<void>((resolve) => (wake = resolve));
  }
}

const breakAt = (line: number, condition = '') => ({ id: `line-${line}`, file, line, condition });

async function launch(
  breakpoints: RawInput<'gdb.open'>['breakpoints'] = [breakAt(stopHere)],
  args: string[] = [],
  profile = 'readable',
) {
  start();
  const plan = {
    kind: 'launch' as const,
    projectDir: source,
    package: 'example.com/pipeline',
    buildProfile: profile as 'readable',
    args,
  };
  const { session } = await ask('gdb.open', { plan, breakpoints });
  return { session, goid: 0, level: 0 };
}

const printed = (source: string) =>
  told.flatMap(({ name, body }) =>
    name === 'gdb.printed' && body.source === source ? [body.text] : [],
  );
const valuesOf = (variables: Output<'gdb.variables'>['variables']) =>
  Object.fromEntries(variables.map(({ name, value }) => [name, value]));

describe('a launched program', { timeout: 180_000 }, () => {
  test('stops at a breakpoint and shows its variables as Go would print them', async () => {
    const where = await launch();
    expect((await next('gdb.placed')).breakpoint).toMatchObject({ line: stopHere });
    const { stop } = await next('gdb.stopped');
    expect(stop).toMatchObject({
      reason: 'breakpoint',
      goid: 1,
      breakpoint: `line-${stopHere}`,
      frame: { function: 'main.main', line: stopHere },
    });
    const { variables } = await ask('gdb.variables', where);
    expect(valuesOf(variables)).toMatchObject({
      buffered: 'len 2, cap 4',
      bytes: 'len 7, cap 7 "grüße"',
      twice: 'main.double',
      first: expect.stringMatching(/^0x[0-9a-f]+ &\{name: "first", lines: len 2, cap 2 \[4, 5\]/),
      item: expect.stringMatching(/^\*main\.fixed 0x[0-9a-f]+ &\{cents: 250\}$/),
    });
    // Declared further down: memory holds something, but not yet its value.
    expect(variables.find(({ name }) => name === 'later')).toMatchObject({
      unset: true,
      value: '',
    });

    const queue = variables.find(({ name }) => name === 'buffered')!;
    const inside = await ask('gdb.children', { session: where.session, variable: queue.id! });
    expect(valuesOf(inside.variables)).toEqual({ '[0]': '"first"', '[1]': '"second"' });
    const evaluate = async (expression: string) =>
      (await ask('gdb.evaluate', { ...where, expression })).variable.value;
    expect(await evaluate('first.next.lines[2]')).toBe('3');
    expect(await evaluate('stock["tea"].name')).toBe('"tea"');
    expect(await evaluate('main.total + 1')).toBe('1');
  });

  test('meets a breakpoint in a loop once in each round, however long it stood', async () => {
    const where = await launch([breakAt(lineOf('sum += double'))]);
    const rounds = [];
    for (let round = 0; round < 5; round++) {
      await next('gdb.stopped');
      // Looking around takes long enough for the goroutine to be put aside as soon as it goes on.
      await ask('gdb.goroutines', { session: where.session });
      rounds.push(valuesOf((await ask('gdb.variables', where)).variables)['i']);
      await ask('gdb.resume', { ...where, how: 'continue' });
    }
    expect(rounds).toEqual(['0', '1', '2', '3', '4']);
    await next('gdb.exited');
  });

  test('passes over hits, logs, rests while disabled, and counts what it met', async () => {
    const line = lineOf('sum += double');
    const where = await launch([{ ...breakAt(line), ignore: 2 }]);
    const iAt = async () => valuesOf((await ask('gdb.variables', where)).variables)['i'];
    const goOn = () => ask('gdb.resume', { ...where, how: 'continue' });
    await next('gdb.stopped');
    expect(await iAt()).toBe('2');
    // Changed where it stands: it is the same breakpoint, with the hits it had.
    const log = 'i is {i}, {{sum}} is {sum}, {nothing}';
    const changed = { ...breakAt(line), ignore: 0, log };
    const set = await ask('gdb.break-set', { session: where.session, breakpoint: changed });
    expect(set).toMatchObject({ hits: 3, line });
    await ask('gdb.break-set', { session: where.session, breakpoint: breakAt(line + 2) });
    await goOn();
    const { stop } = await next('gdb.stopped');
    expect(stop).toMatchObject({ reason: 'breakpoint', breakpoint: `line-${line + 2}` });
    const logged = printed('console').filter((each) => each.startsWith('i is'));
    expect(logged).toEqual([
      expect.stringMatching(/^i is 3, \{sum\} is 6, \(nothing: .+\)\n$/),
      expect.stringMatching(/^i is 4, \{sum\} is 12, \(nothing: .+\)\n$/),
    ]);
    const disabled = { ...breakAt(lineOf('later := item')), disabled: true };
    await ask('gdb.break-set', { session: where.session, breakpoint: disabled });
    await goOn();
    expect(await next('gdb.exited')).toMatchObject({ status: 3 });
    const placed = told.flatMap(({ name, body }) => (name === 'gdb.placed' ? body.breakpoint : []));
    expect(placed.filter(({ id }) => id === disabled.id)).toEqual([]);
  });

  test('a condition that cannot be read takes the breakpoint away, and says why', async () => {
    const line = lineOf('sum += double');
    const where = await launch([breakAt(stopHere), breakAt(line)]);
    await next('gdb.stopped');
    const wrong = { ...breakAt(line), condition: 'nothing ==' };
    const set = await ask('gdb.break-set', { session: where.session, breakpoint: wrong });
    expect(set.problem).toBeTruthy();
    await ask('gdb.resume', { ...where, how: 'continue' });
    expect(await next('gdb.exited')).toMatchObject({ status: 3 });
  });

  test('runs to a line, and forgets it when something else stops it before', async () => {
    const where = await launch();
    await next('gdb.stopped');
    const { session } = where;
    const afterLoop = lineOf('return sum');
    await ask('gdb.break-set', { session, breakpoint: breakAt(lineOf('sum += double')) });
    await ask('gdb.run-to', { session, file, line: afterLoop });
    expect((await next('gdb.stopped')).stop).toMatchObject({ reason: 'breakpoint' });
    await ask('gdb.break-delete', { session, breakpoint: `line-${lineOf('sum += double')}` });
    const printing = lineOf('fmt.Println("total"');
    await ask('gdb.run-to', { session, file, line: printing });
    // Not in the loop's function, where the first wish would have stopped it.
    expect((await next('gdb.stopped')).stop).toMatchObject({
      reason: 'reached',
      frame: { line: printing },
    });
    await ask('gdb.resume', { ...where, how: 'continue' });
    expect(await next('gdb.exited')).toMatchObject({ status: 3 });
  });

  test('sets numbers, pointers and copies of other values; what cannot be set says why', async () => {
    const where = await launch([breakAt(lineOf('later := item'))]);
    await next('gdb.stopped');
    const { session } = where;
    const read = async () => (await ask('gdb.variables', where)).variables;
    const set = async (expression: string, value: string) => {
      const { variable } = await ask('gdb.evaluate', { ...where, expression });
      await ask('gdb.assign', { ...where, place: variable.place!, text: value });
      return (await ask('gdb.evaluate', { ...where, expression })).variable.value;
    };
    expect(await set('main.total', '0x2a')).toBe('42');
    expect(await set('first.lines[1]', '-7')).toBe('-7');
    expect(await set('first.name', 'stock["tea"].name')).toBe('"tea"');
    expect(await set('first.next', 'nil')).toBe('nil');
    expect(await set('main.total', 'first.lines[1]')).toBe('-7');
    const [total] = [(await ask('gdb.evaluate', { ...where, expression: 'main.total' })).variable];
    for (const text of ['"tea"', '9223372036854775808', 'first.name']) {
      await expect(ask('gdb.assign', { ...where, place: total.place!, text })).rejects.toThrow();
    }
    expect((await read()).find(({ name }) => name === 'later')?.place).toBeUndefined();
    await ask('gdb.resume', { session, goid: 0, level: 0, how: 'continue' });
    await next('gdb.exited');
    expect(printed('target').join('')).toContain('total -7 250 tea grüße 2\n');
  });

  test('shows the stacks of goroutines that do not run, with their locals', async () => {
    const { session } = await launch();
    await next('gdb.stopped');
    const { rows, total } = await ask('gdb.goroutines', { session });
    expect(rows[0]).toMatchObject({ goid: 1, current: true, state: 'running' });
    expect(total).toBeGreaterThan(4);
    const waiting = rows.filter(({ at }) => at?.function === 'main.consume');
    expect(waiting).toHaveLength(2);
    expect(waiting[0]).toMatchObject({ state: 'waiting', reason: 'chan receive', thread: 0 });
    expect(waiting[0]!.at!.level).toBeGreaterThan(0);
    expect(waiting[0]!.created).toMatchObject({ function: 'main.main' });
    const ids = [];
    for (const { goid } of waiting) {
      const stack = await ask('gdb.stack', { session, goid });
      const names = stack.frames.map((frame) => frame.function);
      expect(names.slice(0, 2)).toEqual(['runtime.gopark', 'runtime.chanrecv']);
      expect(names.at(-1)).toBe('runtime.goexit');
      expect(stack.frames[stack.user]).toMatchObject({ function: 'main.consume' });
      const { variables } = await ask('gdb.variables', { session, goid, level: stack.user });
      ids.push(valuesOf(variables)['id']);
    }
    expect(ids.sort()).toEqual(['1', '2']);
  });

  test('steps over, into and out of calls, and ends by itself', async () => {
    const where = await launch();
    await next('gdb.stopped');
    const move = async (how: 'step' | 'next' | 'finish') => {
      await ask('gdb.resume', { ...where, how });
      await next('gdb.running');
      const { stop } = await next('gdb.stopped');
      return { reason: stop.reason, function: stop.frame?.function, line: stop.frame?.line };
    };
    expect(await move('step')).toMatchObject({ reason: 'step', function: 'main.work' });
    expect(await move('next')).toMatchObject({ function: 'main.work' });
    expect(await move('finish')).toMatchObject({ function: 'main.main', line: stopHere });
    expect(await move('next')).toMatchObject({ line: stopHere + 1 });
    // Through an interface: which function it is, only the processor knows.
    expect(await move('step')).toMatchObject({ function: 'main.(*fixed).price' });
    await ask('gdb.resume', { ...where, how: 'continue' });
    expect(await next('gdb.exited')).toMatchObject({ status: 3 });
    expect(printed('target').join('')).toContain('total 20 250 first grüße 2\n');
  });

  test('stops where a condition holds, where a variable is written to, and where it panics', async () => {
    const where = await launch([breakAt(lineOf('sum += double'), 'i == 3')], ['panic']);
    const { stop } = await next('gdb.stopped');
    expect(stop.frame).toMatchObject({ function: 'main.work' });
    expect(valuesOf((await ask('gdb.variables', where)).variables)).toMatchObject({ i: '3' });
    await ask('gdb.break-watch', { ...where, id: 'watch-1', expression: 'main.total' });
    await ask('gdb.resume', { ...where, how: 'continue' });
    const written = await next('gdb.stopped');
    expect(written.stop).toMatchObject({
      reason: 'watchpoint',
      watch: { expression: 'main.total', before: '0', after: '20' },
    });
    await ask('gdb.break-delete', { session: where.session, breakpoint: 'watch-1' });
    await ask('gdb.resume', { ...where, how: 'continue' });
    expect((await next('gdb.stopped')).stop).toMatchObject({
      reason: 'panic',
      frame: { function: 'main.main', line: lineOf('panic("no stock")') },
    });
  });

  test('without a breakpoint it stops at main.main; registers, console and completion answer', async () => {
    const where = await launch([]);
    const { stop } = await next('gdb.stopped');
    expect(stop).toMatchObject({ reason: 'entry', frame: { function: 'main.main' } });
    const { registers } = await ask('gdb.registers', where);
    expect(registers.find(({ name }) => name === 'rip')?.symbol).toMatch(/^main\.main\+\d+$/);
    await ask('gdb.console', { session: where.session, line: 'print 6 * 7' });
    expect(printed('console').join('')).toContain('$1 = 42');
    const { matches } = await ask('gdb.complete', { session: where.session, line: 'info goro' });
    expect(matches).toEqual([]);
    const found = await ask('gdb.complete', { session: where.session, line: 'gorou' });
    expect(found.matches).toEqual(['goroutine']);
  });

  test('disassembles with the inlined calls, as the linker recorded them', async () => {
    const { session } = await launch([breakAt(lineOf('return sum'))], [], 'released');
    await next('gdb.stopped');
    const { frames } = await ask('gdb.stack', { session, goid: 0 });
    const frame = frames.find((each) => each.function === 'main.work')!;
    const shown = await ask('gdb.disassembly', { session, address: frame.pc });
    expect(shown.function).toBe('main.work');
    const inlined = shown.instructions.filter(({ stack }) => stack.length > 1);
    expect(inlined[0]!.stack).toMatchObject([
      { function: 'main.work', line: lineOf('sum += double') },
      { function: 'main.double', line: lineOf('calls++') },
    ]);
    expect(shown.instructions[0]).toMatchObject({ offset: 0, stack: [{ function: 'main.work' }] });
  });

  test('ends with its session', async () => {
    const { session } = await launch([], ['forever']);
    await next('gdb.stopped');
    await ask('gdb.resume', { session, goid: 0, level: 0, how: 'continue' });
    await next('gdb.running');
    await ask('gdb.end', { session });
    expect(told.at(-1)).toMatchObject({ name: 'gdb.exited', body: { session } });
    expect(JSON.stringify(told.at(-1))).not.toContain('failure');
    const left = await runProcess('pgrep', ['-f', join(dataDir, 'debug')], {});
    expect(left.ok && left.value.stdout).toBe('');
  });

  test('that does not build says what go said, and leaves nothing', async () => {
    start();
    const plan = {
      kind: 'launch' as const,
      projectDir: fileURLToPath(new URL('../../e2e/targets/does-not-build', import.meta.url)),
      package: '.',
      buildProfile: 'readable' as const,
    };
    await ask('gdb.open', { plan, breakpoints: [] });
    const end = await next('gdb.exited');
    expect(end.failure).toMatchObject({ code: 'build-failed' });
  });
});

describe('a process that runs already', { timeout: 180_000 }, () => {
  test('is stopped, can be looked into, and goes on when it is let go', async () => {
    const binary = join(dataDir, 'pipeline');
    const args = ['build', '-o', binary, '.'];
    await runProcess('go', args, { cwd: source });
    const started = await startProcess(binary, ['forever'], {});
    if (!started.ok) throw new Error(started.error.message);
    start();
    const { pid } = started.value;
    const { session } = await ask('gdb.open', { plan: { kind: 'attach', pid }, breakpoints: [] });
    expect((await next('gdb.stopped')).stop.reason).toBe('attached');
    await ask('gdb.resume', { session, goid: 0, level: 0, how: 'continue' });
    await next('gdb.running');
    // Set while it runs: it is stopped for a moment, which nobody is told of.
    const placed = await ask('gdb.break-set', { session, breakpoint: breakAt(lineOf('total++')) });
    expect(placed.line).toBe(lineOf('total++'));
    expect((await next('gdb.stopped')).stop).toMatchObject({ reason: 'breakpoint' });
    await ask('gdb.break-delete', { session, breakpoint: placed.id });
    await ask('gdb.resume', { session, goid: 0, level: 0, how: 'continue' });
    await next('gdb.running');
    await ask('gdb.pause', { session });
    const { stop } = await next('gdb.stopped');
    expect(stop.reason).toBe('paused');
    expect(stop.goid).toBeGreaterThan(0);
    await ask('gdb.end', { session });
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^TracerPid:\s+0$/m);
    expect(status).toMatch(/^State:\s+[SR]/m);
    await started.value.end();
  });
});

test(
  'a loop of a process that is attached to meets its breakpoint once a round, though it is preempted',
  { timeout: 180_000 },
  async () => {
    const folder = fileURLToPath(new URL('testdata/preempted', import.meta.url));
    const binary = join(dataDir, 'preempted');
    await runProcess('go', ['build', '-gcflags=all=-N -l', '-o', binary, '.'], { cwd: folder });
    const started = await startProcess(binary, [], {});
    if (!started.ok) throw new Error(started.error.message);
    start();
    const main = join(folder, 'main.go');
    const line =
      1 +
      readFileSync(main, 'utf8')
        .split('\n')
        .findIndex((each) => each.includes('// once'));
    const plan = { kind: 'attach' as const, pid: started.value.pid };
    const breakpoint = { id: 'once', file: main, line };
    const { session } = await ask('gdb.open', { plan, breakpoints: [breakpoint] });
    await next('gdb.stopped');
    const where = { session, goid: 0, level: 0 };
    const rounds: number[] = [];
    for (let stops = 0; stops < 80; stops++) {
      await ask('gdb.resume', { ...where, how: 'continue' });
      expect((await next('gdb.stopped')).stop.reason).toBe('breakpoint');
      const { variable } = await ask('gdb.evaluate', { ...where, expression: 'round' });
      rounds.push(Number(variable.value));
    }
    expect(rounds).toEqual(rounds.map((_, i) => rounds[0]! + i));
    await ask('gdb.end', { session });
    await started.value.end();
  },
);

test(
  'a core file shows goroutines and their locals, though nothing runs',
  { timeout: 180_000 },
  async () => {
    const where = await launch();
    await next('gdb.stopped');
    const core = join(dataDir, 'core');
    await ask('gdb.console', { session: where.session, line: `generate-core-file ${core}` });
    const program = join(dataDir, 'program of core');
    await ask('gdb.console', { session: where.session, line: 'info proc exe' });
    const exe = /exe = '(.+)'/.exec(printed('console').join(''))![1]!;
    await runProcess('cp', [exe, program], {});
    await engine.dispose();
    start();
    const plan = { kind: 'core' as const, core, program };
    const { session } = await ask('gdb.open', { plan, breakpoints: [] });
    const { stop } = await next('gdb.stopped');
    expect(stop).toMatchObject({ reason: 'core', goid: 1, frame: { line: stopHere } });
    const { rows } = await ask('gdb.goroutines', { session });
    const waiting = rows.find(({ at }) => at?.function === 'main.consume')!;
    const { user } = await ask('gdb.stack', { session, goid: waiting.goid });
    const { variables } = await ask('gdb.variables', { session, goid: waiting.goid, level: user });
    expect(valuesOf(variables)['id']).toMatch(/^[12]$/);
  },
);
