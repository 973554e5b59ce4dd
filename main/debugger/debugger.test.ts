import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runProcess } from '../process/run-process';
import {
  lineOf,
  stopHere,
  dataDir,
  told,
  start,
  ask,
  next,
  launch,
  breakAt,
  printed,
  valuesOf,
} from './testing/driven-debugger';

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
