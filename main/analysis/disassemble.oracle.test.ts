import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDisassembly } from '../../app/domain/pprof/assembly/format-disassembly';
import { findSampleType } from '../../app/domain/pprof/sample-type';
import { makeGoProfiles, type GoProfiles } from '../../app/domain/pprof/testing/go-profiles';
import { disassemble, programsBy, symbolExpression } from './disassemble';

let made: GoProfiles;
let pie: GoProfiles;
beforeAll(() => {
  made = makeGoProfiles();
  pie = makeGoProfiles(['-buildmode=pie']);
}, 300_000);
afterAll(() => {
  made.dispose();
  pie.dispose();
});

/** Without the line on what was loaded, which pprof prints on its own. */
function runPprof(file: string, expression: string, flags: readonly string[]): string {
  const args = ['tool', 'pprof', `-disasm=${expression}`, ...flags, file];
  return execFileSync('go', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** pprof takes the last byte of a symbol for the first behind it, and misreads the last instruction. */
function withoutEnds(
  text: string,
  ends: readonly { readonly address: number; readonly sizeBytes: number }[],
): readonly string[] {
  return text.split('\n').filter((line) => {
    const at = Number.parseInt(/^ +\S+ +\S+ +([0-9a-f]+): /.exec(line)?.[1] ?? '', 16);
    return !ends.some(({ address, sizeBytes }) => at >= address && at < address + sizeBytes);
  });
}

describe('the text of go tool pprof -disasm', () => {
  test.each<
    [name: string, expression: string, type: string | undefined, position: 'fixed' | 'pie']
  >([
    ['cpu.pb.gz', 'main\\.', undefined, 'fixed'],
    ['heap-4.pb.gz', 'main\\.', 'alloc_space', 'fixed'],
    ['heap-4.pb.gz', 'main|bytes', 'inuse_objects', 'fixed'],
    ['heap-4.pb.gz', 'main\\.', 'alloc_space', 'pie'],
  ])('is ours too: %s %s %s %s', async (name, expression, type, position) => {
    const profiles = position === 'pie' ? pie : made;
    const profile = profiles.profile(name);
    const column = findSampleType(profile, type);
    if (!column.ok) throw new Error(column.error.code);
    const view = { sampleType: column.value, includeAgent: true };
    const binaries = [profile.mappings[0]?.file ?? ''];
    const ours = await disassemble(profile, view, binaries, expression);
    const flags = type === undefined ? [] : [`-sample_index=${type}`];
    const theirs = runPprof(profiles.path(name), expression, flags);
    expect(theirs).toContain('ROUTINE');
    if (!ours.ok) throw new Error(ours.error.message);
    const ends = ours.value.routines.flatMap(({ instructions }) => instructions.slice(-1));
    expect(withoutEnds(formatDisassembly(ours.value), ends)).toEqual(withoutEnds(theirs, ends));
  });
});

describe('disassemble', () => {
  test('finds a generic function by the name that the profile has', () => {
    const expression = new RegExp(symbolExpression('main.Map[...].func1'));
    expect(expression.test('main.Map[go.shape.int,go.shape.string].func1')).toBe(true);
    expect(expression.test('main.Map.func1')).toBe(false);
  });

  test('the program is looked for where it ran, and beside the profile', () => {
    const profile = made.profile('cpu.pb.gz');
    const mapping = { ...profile.mappings[0]!, file: '/tmp/go-build1/b001/json.test' };
    const moved = { ...profile, mappings: [mapping] };
    expect(programsBy(moved, '/home/me/cpu.pb.gz')).toEqual([mapping.file, '/home/me/json.test']);
    expect(programsBy(moved, undefined)).toEqual([mapping.file]);
    expect(programsBy({ ...profile, mappings: [] }, '/home/me/cpu.pb.gz')).toEqual(['']);
  });

  test('says so when the program is gone, is another one, or the expression is wrong', async () => {
    const profile = made.profile('cpu.pb.gz');
    const view = { sampleType: 1 };
    const program = profile.mappings[0]!.file;
    const gone = await disassemble(profile, view, ['/nowhere/program'], 'main');
    expect(gone).toMatchObject({
      error: { code: 'unsupported', remedy: expect.stringContaining('--binary') },
    });
    const mapping = { ...profile.mappings[0]!, buildId: 'ab12' };
    const other = made.path('other');
    copyFileSync(program, other);
    const stranger = await disassemble({ ...profile, mappings: [mapping] }, view, [other], 'main');
    const known = await disassemble(profile, view, [other], 'main');
    // Go writes a GNU build id from 1.24 on; without one nothing can be compared.
    const hasId = profile.mappings[0]!.buildId !== '';
    const message = expect.stringContaining('not the one that was profiled');
    if (hasId) expect(stranger).toMatchObject({ error: { code: 'unsupported', message } });
    expect(known.ok).toBe(true);
    const wrong = await disassemble(profile, view, [program], '(');
    expect(wrong).toMatchObject({ error: { code: 'usage' } });
    const none = await disassemble(profile, view, [program], '^nothing$');
    expect(none).toMatchObject({ ok: true, value: { routines: [] } });
  });
});
