import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecentProjects } from './recent-projects';

let scratch: string;
beforeEach(async () => void (scratch = await mkdtemp(path.join(tmpdir(), 'trivet-recent-'))));
afterEach(() => rm(scratch, { recursive: true, force: true }));

test('survive a restart, latest first, each folder once', async () => {
  const recent = new RecentProjects(path.join(scratch, 'config'));
  expect(await recent.list()).toEqual([]);
  await Promise.all(['/a', '/b', '/a'].map((dir) => recent.add({ dir, name: dir })));
  const again = await new RecentProjects(path.join(scratch, 'config')).list();
  expect(again.map(({ dir }) => dir)).toEqual(['/a', '/b']);
});

test('a file that cannot be read counts as absent', async () => {
  await writeFile(path.join(scratch, 'recent.json'), '{"version":');
  expect(await new RecentProjects(scratch).list()).toEqual([]);
});

test('a folder that cannot be written to is told', async () => {
  await writeFile(path.join(scratch, 'file'), '');
  const recent = new RecentProjects(path.join(scratch, 'file', 'config'));
  expect(await recent.add({ dir: '/a', name: 'a' })).toMatchObject({ error: { code: 'disk' } });
});
