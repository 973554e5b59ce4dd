import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SessionFolder } from '../capture/session-folder';
import { runGo } from './go-command';
import { makeScratch, must } from '../target/testing/build-fixture';
import { readCompilerHints } from './compiler-hints';

let dir: string;
beforeAll(async () => {
  dir = await makeScratch();
  await writeFile(path.join(dir, 'go.mod'), 'module hints.test/keep\n\ngo 1.22\n');
  await writeFile(
    path.join(dir, 'keep.go'),
    `package keep

var kept []*int

func Keep(n int) {
	kept = append(kept, &n)
}

func Sum(list []int) (sum int) {
	for _, each := range list {
		sum += each
	}
	return sum
}
`,
  );
  await writeFile(
    path.join(dir, 'other.go'),
    'package keep\n\nfunc Use() int { return Sum(nil) }\n',
  );
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test('says what goes to the heap and why, again from the cache, and leaves nothing behind', async () => {
  const file = path.join(dir, 'keep.go');
  for (let look = 0; look < 2; look++) {
    const { hints, command } = must(await readCompilerHints(file));
    expect(command).toBe('go build -gcflags=-m=2 .');
    const moved = hints.find(({ kind }) => kind === 'escapes');
    expect(moved).toMatchObject({ line: 5, message: 'moved to heap: n' });
    expect(moved?.explanation.join('\n')).toMatch(/flow: \{heap\} ← &n/);
    expect(hints).toContainEqual(
      expect.objectContaining({ line: 9, kind: 'stays', message: 'list does not escape' }),
    );
    expect(hints.every((hint) => hint.file.endsWith('keep.go'))).toBe(true);
  }
  const other = must(await readCompilerHints(path.join(dir, 'other.go')));
  expect(other.hints.map(({ kind, message }) => [kind, message])).toContainEqual([
    'inlined',
    'inlining call to Sum',
  ]);
  expect((await readdir(dir)).sort()).toEqual(['go.mod', 'keep.go', 'other.go']);
});

test('a package that does not compile says so', async () => {
  await writeFile(path.join(dir, 'broken.go'), 'package keep\n\nfunc broken() int {}\n');
  const refused = await readCompilerHints(path.join(dir, 'keep.go'));
  await rm(path.join(dir, 'broken.go'));
  expect(refused).toMatchObject({ error: { code: 'build-failed' } });
});

test('compiles as the program of the session was: flags, tags and toolchain', async () => {
  await writeFile(
    path.join(dir, 'tagged.go'),
    '//go:build special\n\npackage keep\n\nfunc Two() int { return Use() + Use() }\n',
  );
  const main = 'package main\n\nimport "hints.test/keep"\n\nfunc main() { println(keep.Two()) }\n';
  await mkdir(path.join(dir, 'cmd'));
  await writeFile(path.join(dir, 'cmd', 'main.go'), main);
  const session = must(
    await SessionFolder.create({
      parentDir: path.join(dir, '..', `${path.basename(dir)}-session`),
      label: 'keep',
      trivet: '0.0.0',
      target: {
        ...{ mode: 'launch', module: 'hints.test/keep', package: 'hints.test/keep/cmd' },
        ...{ projectDir: dir, args: [], pid: 0, pathMap: [] },
      },
    }),
  );
  const program = await session.place('program/keep');
  const env = { ...process.env, GOTOOLCHAIN: 'go1.25.5' };
  const build = (...flags: string[]) =>
    runGo({ go: 'go', cwd: path.join(dir, 'cmd'), env }, ['build', ...flags, '-o', program, '.']);
  const times = { startedAtMs: 0, endedAtMs: 0 };
  const artefact = { path: 'program/keep', kind: 'program' as const, command: '', ...times };
  const read = async () =>
    must(await readCompilerHints(path.join(dir, 'tagged.go'), { bundle: session.dir }));
  try {
    expect(must(await build('-gcflags=all=-l', '-tags=special')).stderr).toBe('');
    must(await session.addArtefact(artefact));
    const plain = await read();
    expect(plain.command).toMatch(
      /GOTOOLCHAIN=go1\.25\.5 .*-tags=special .*'-gcflags=-l -m=2' \.$/,
    );
    expect(plain.hints.filter(({ kind }) => kind === 'inlined')).toEqual([]);
    // Without a pattern the flags are for the main package alone.
    expect(must(await build('-gcflags=-l', '-tags=special')).stderr).toBe('');
    must(await session.addArtefact(artefact));
    const inlined = (await read()).hints.filter(({ kind }) => kind === 'inlined');
    expect(inlined.map(({ message }) => message)).toContain('inlining call to Use');
  } finally {
    await rm(path.dirname(session.dir), { recursive: true, force: true });
  }
}, 180_000);
