import { describe, expect, test } from 'vitest';
import {
  file,
  lineOf,
  stopHere,
  told,
  ask,
  next,
  launch,
  breakAt,
  printed,
  valuesOf,
} from './testing/driven-debugger';

describe('a breakpoint of a launched program', { timeout: 180_000 }, () => {
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
});
