import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runProcess } from '../process/run-process';
import { startProcess } from '../process/start-process';
import {
  source,
  lineOf,
  stopHere,
  dataDir,
  engine,
  start,
  ask,
  next,
  launch,
  breakAt,
  printed,
  valuesOf,
} from './testing/driven-debugger';

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
