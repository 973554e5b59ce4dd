import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeScratch, must } from '../target/testing/build-fixture';
import { choosePackage } from './choose-package';
import { getGoFlag, splitGoFlags, warnAboutGoFlags } from './go-flags';
import { openProject } from './open-project';
import { listChildren } from './source-tree';

let scratch: string;
const at = (...parts: string[]) => path.join(scratch, ...parts);

async function write(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), text);
  }
}

beforeAll(async () => {
  scratch = await makeScratch();
  const command = 'package main\n\nfunc main() {}\n';
  await write({
    'tools/go.mod': 'module example.com/tools\n\ngo 1.22\n',
    'tools/cmd/serve/main.go': command,
    'tools/cmd/load/main.go': command,
    'tools/lib/lib.go': 'package lib\n',
    'tools/lib/lib_test.go': 'package lib_test\n',
    'tools/vendor/x/x.go': 'package x\n',
    'tools/.git/config': '',
    'tools/README.md': '',
    'one/go.mod': 'module example.com/one/v3\n\ngo 1.23\n',
    'one/main.go': command,
    'one/broken/broken.go': 'package broken\n\nimport "example.com/nowhere/at/all"\n',
    'space/go.work': 'go 1.23\n\nuse (\n\t./a\n\t./b\n)\n',
    'space/a/go.mod': 'module example.com/a\n\ngo 1.22\n',
    'space/a/main.go': command,
    'space/b/go.mod': 'module example.com/b\n\ngo 1.22\n',
    'space/b/b.go': 'package b\n',
    'empty/readme.txt': '',
  });
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('openProject', () => {
  test('finds module, commands and tests', async () => {
    const { project, go } = must(await openProject(at('one')));
    expect(project).toMatchObject({
      dir: at('one'),
      name: 'example.com/one/v3',
      modules: [{ path: 'example.com/one/v3', dir: at('one'), goVersion: '1.23' }],
      defaultCommand: 'example.com/one/v3',
    });
    expect(go.version).toMatch(/^go1\./);
  });

  test('a package that does not load is a warning, not the end', async () => {
    const { project } = must(await openProject(at('one')));
    expect(project.packages.map(({ importPath }) => importPath)).toContain(
      'example.com/one/v3/broken',
    );
  });

  test('finds the packages of a workspace whose root is no module', async () => {
    const { project } = must(await openProject(at('space')));
    expect(project.modules.map((module) => module.path)).toEqual([
      'example.com/a',
      'example.com/b',
    ]);
    expect(project.packages.map((p) => p.importPath)).toEqual(['example.com/a', 'example.com/b']);
    expect(project.defaultCommand).toBe('example.com/a');
  });

  test('opens a folder inside a module as that part of it', async () => {
    const { project } = must(await openProject(at('tools', 'cmd')));
    expect(project.packages.map((p) => p.importPath)).toEqual([
      'example.com/tools/cmd/load',
      'example.com/tools/cmd/serve',
    ]);
  });

  test('a link to a folder is the folder', async () => {
    await symlink(at('one'), at('linked'));
    expect(must(await openProject(at('linked'))).project.dir).toBe(at('one'));
  });

  test('a folder without go.mod says which modules lie below it', async () => {
    const opened = await openProject(scratch);
    expect(opened).toMatchObject({
      ok: false,
      error: { code: 'project-not-found', remedy: expect.stringContaining(at('tools')) },
    });
  });

  test('a folder that is not there is a failure', async () => {
    const opened = await openProject(at('nothing'));
    expect(opened).toMatchObject({ ok: false, error: { code: 'project-not-found' } });
  });

  test('without a go command it says so', async () => {
    const opened = await openProject(at('one'), { go: '/nowhere/go' });
    expect(opened).toMatchObject({ ok: false, error: { code: 'go-not-found' } });
  });
});

describe('choosePackage', () => {
  test('lists the commands to choose from when it cannot know', async () => {
    const { project } = must(await openProject(at('tools')));
    expect(choosePackage(project, undefined, false)).toMatchObject({
      ok: false,
      error: {
        code: 'package-ambiguous',
        remedy: 'Give one of: --package ./cmd/load, --package ./cmd/serve.',
      },
    });
  });

  test.each(['./cmd/serve', 'cmd/serve', 'example.com/tools/cmd/serve'])(
    'understands %s',
    async (wanted) => {
      const { project } = must(await openProject(at('tools')));
      expect(must(choosePackage(project, wanted, false)).dir).toBe(at('tools', 'cmd', 'serve'));
    },
  );

  test('refuses a library where a command is wanted, and names the commands', async () => {
    const { project } = must(await openProject(at('tools')));
    expect(choosePackage(project, './lib', false)).toMatchObject({
      error: { code: 'package-not-found', remedy: expect.stringContaining('./cmd/load') },
    });
    expect(must(choosePackage(project, undefined, true)).importPath).toBe('example.com/tools/lib');
  });
});

describe('listChildren', () => {
  test('shows folders first and leaves out what hides the source', async () => {
    const children = must(await listChildren(at('tools'), [at('tools')]));
    expect(children.map(({ name }) => name)).toEqual(['cmd', 'lib', 'README.md', 'go.mod']);
  });

  test('refuses a folder that is in no open project', async () => {
    expect(await listChildren('/etc', [at('tools')])).toMatchObject({ ok: false });
    expect(await listChildren(at('tools', '..'), [at('tools')])).toMatchObject({ ok: false });
  });
});

describe('GOFLAGS', () => {
  test('are split as go splits them', () => {
    expect(splitGoFlags(`-mod=vendor '-ldflags=-s -w' "-tags=a b"`)).toEqual([
      '-mod=vendor',
      '-ldflags=-s -w',
      '-tags=a b',
    ]);
    expect(getGoFlag('-tags=a --tags=b', 'tags')).toBe('b');
  });

  test('that strip symbols are warned about, others are not', () => {
    expect(warnAboutGoFlags('-ldflags=-w')).toHaveLength(1);
    expect(warnAboutGoFlags(`"-ldflags=-X main.version=1 -s"`)).toHaveLength(1);
    expect(warnAboutGoFlags('-buildvcs=false -ldflags=-X=main.s=1')).toEqual([]);
    expect(warnAboutGoFlags('')).toEqual([]);
  });
});
