import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isStandardLibrary } from './standard-library';

test.each(['go1.22.12', 'go1.27.4'])('knows every package of %s', (release) => {
  const env = { ...process.env, GOTOOLCHAIN: release };
  const packages = execFileSync('go', ['list', 'std'], { encoding: 'utf8', env })
    .trim()
    .split('\n');
  expect(packages.length).toBeGreaterThan(150);
  expect(packages.filter((each) => !isStandardLibrary(`${each}.F`))).toEqual([]);
});

test.each([
  'main.run',
  'datasync/queue.(*Q).Put',
  'gopkg.in/yaml%2ev3.Unmarshal',
  'example.com/m.F',
])('%s is not Go’s own', (name) => expect(isStandardLibrary(name)).toBe(false));
