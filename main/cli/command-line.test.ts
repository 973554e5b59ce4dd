import { describe, expect, test } from 'vitest';
import { metrics } from '../../app/domain/tracediff/metrics';
import { formatHelp, parseCommandLine } from './command-line';

const parse = (line: string) => parseCommandLine(line.split(' ').filter(Boolean));

describe('investigate', () => {
  test('takes a folder, options and the arguments of the target', () => {
    expect(
      parse(
        'investigate ./shop --package ./cmd/shop --build readable --duration 2m --load x --out o --json -- -port 80 --json',
      ),
    ).toMatchObject({
      ok: true,
      value: {
        name: 'investigate',
        json: true,
        plan: {
          projectDir: './shop',
          package: './cmd/shop',
          buildProfile: 'readable',
          durationSeconds: 120,
          args: ['-port', '80', '--json'],
          load: 'x',
          outDir: 'o',
        },
      },
    });
  });

  test('takes the names of further profiles', () => {
    expect(parse('investigate --profiles heap,block,cpu')).toMatchObject({
      value: { plan: { profiles: ['heap', 'block', 'cpu'] } },
    });
  });

  test('looks at the current folder by default', () => {
    expect(parse('investigate')).toMatchObject({ value: { plan: { projectDir: '.' } } });
  });

  test('attaches to a process without a folder', () => {
    const command = parse('investigate --attach 4711');
    expect(command).toMatchObject({ value: { plan: { pid: 4711 } } });
    expect(command.ok && 'plan' in command.value && command.value.plan.projectDir).toBe(undefined);
  });

  test('the doctor may be asked about one process', () => {
    expect(parse('doctor 4711 --json')).toMatchObject({ value: { pid: 4711, json: true } });
    expect(parse('doctor')).toMatchObject({ value: { pid: undefined, json: false } });
  });

  test.each([
    ['investigate a b', 'Too many arguments: b.'],
    ['investigate --attach x', '--attach wants a process id, not "x".'],
    ['investigate --build fast', '--build wants one of released, readable, no-inlining, race.'],
    ['investigate --duration soon', '--duration wants a time such as 10s or 2m.'],
    ['investigate --duration 1s', '--duration must be between 4s and 24h.'],
    [
      'investigate --profiles heap,frob',
      '--profiles wants names of heap, goroutine, allocs, cpu, block, mutex, threadcreate, goroutineleak, with commas between.',
    ],
    ['investigate --frob', "Unknown option '--frob'."],
    ['verify', 'An argument is missing: BUNDLE.'],
    ['doctor here', 'Doctor wants a process id, not "here".'],
    [
      'frob',
      'There is no command "frob". Commands: investigate, doctor, open, verify, trace, profile, heap.',
    ],
  ])('%s is refused: %s', (line, message) => {
    expect(parse(line)).toEqual({ ok: false, error: message });
  });
});

test('asks for the page about a command', () => {
  for (const line of ['help investigate', 'investigate . --help']) {
    expect(parse(line)).toEqual({ ok: true, value: { name: 'help', about: 'investigate' } });
  }
});

test('asks for help in every usual way', () => {
  for (const line of ['', 'help', '--help', '-h', 'doctor --help']) {
    expect(parse(line)).toMatchObject({ ok: true, value: { name: 'help' } });
  }
});

test('the page about traces lists every metric that a gate may name', () => {
  const words = new Set(formatHelp('trace').split(/\s+/));
  expect(metrics.filter(({ name }) => !words.has(name))).toEqual([]);
});
