import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseDir, makeScratch, must } from '../target/testing/build-fixture';
import { openProject, type OpenedProject } from './open-project';
import { SourceReader } from './source-reader';
import { findUserFolders } from './user-folders';

let scratch: string;
let opened: OpenedProject;
const reader = new SourceReader();

beforeAll(async () => {
  scratch = await makeScratch();
  opened = must(await openProject(caseDir));
  reader.addProject(opened.project, opened.go);
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

test.each(['sync.go', 'example.com/datasync/sync.go', path.join(caseDir, 'sync.go')])(
  'reads a file of the project as %s',
  async (wanted) => {
    const source = must(await reader.read(wanted));
    expect(source.path).toBe(path.join(caseDir, 'sync.go'));
    expect(source.text).toContain('func (s *Syncer) syncBatch');
  },
);

test('reads the standard library by its path on disk and as -trimpath writes it', async () => {
  const onDisk = must(await reader.read(path.join(opened.go.goroot, 'src/bytes/buffer.go')));
  expect(must(await reader.read('bytes/buffer.go'))).toEqual(onDisk);
});

test.each(['/etc/passwd', '../../../package.json', '/proc/self/environ'])(
  'refuses %s',
  async (wanted) => {
    expect(await reader.read(wanted)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  },
);

test('refuses a link that leads out of the project', async () => {
  await mkdir(path.join(scratch, 'p'));
  await symlink('/etc/passwd', path.join(scratch, 'p', 'main.go'));
  await writeFile(path.join(scratch, 'p', 'go.mod'), 'module example.com/p\n');
  const { project, go } = must(await openProject(path.join(scratch, 'p')));
  const own = new SourceReader();
  own.addProject(project, go);
  expect(await own.read(path.join(scratch, 'p', 'main.go'))).toMatchObject({
    error: { code: 'bad-request' },
  });
});

test('says when a source is not on this machine', async () => {
  expect(await reader.read('/build/agent/main.go')).toMatchObject({ error: { code: 'disk' } });
});

test('TRIVET_HOME gathers everything in one folder', () => {
  expect(findUserFolders({ TRIVET_HOME: '/t' }, 'linux')).toEqual({
    config: '/t/config',
    data: '/t/data',
    cache: '/t/cache',
  });
  expect(findUserFolders({ HOME: '/h', XDG_CONFIG_HOME: '/x' }, 'linux')).toEqual({
    config: '/x/trivet',
    data: '/h/.local/share/trivet',
    cache: '/h/.cache/trivet',
  });
});
