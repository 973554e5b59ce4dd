import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecentProjects } from './recent-projects';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'trivet-recent-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('the newest project comes first, each once, ten at most', () => {
  const recent = new RecentProjects(join(dir, 'new', 'recent.json'));
  for (let i = 0; i < 12; i++) recent.add(`/p/${i}`, `p${i}`);
  recent.add('/p/5', 'p5');
  expect(recent.list()).toHaveLength(10);
  expect(
    recent
      .list()
      .slice(0, 2)
      .map((entry) => entry.dir),
  ).toEqual(['/p/5', '/p/11']);
});

test('an unreadable list is an empty list', () => {
  writeFileSync(join(dir, 'recent.json'), '{"version":');
  expect(new RecentProjects(join(dir, 'recent.json')).list()).toEqual([]);
});
