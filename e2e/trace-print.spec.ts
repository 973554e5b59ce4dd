import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { goBuild, repository, scratch, trivet } from './fixtures/trivet';

const run = promisify(execFile);

test('trace print writes what go tool trace -d=parsed does, and stops when nobody reads', async () => {
  const folder = await scratch();
  const program = join(folder.path, 'shapes');
  const trace = join(folder.path, 'shapes.trace');
  await goBuild(join(repository, 'app/domain/exectrace/testdata/shapes'), program);
  await run(program, [trace, '10']);

  const theirs = await run('go', ['tool', 'trace', '-d=parsed', trace], { maxBuffer: 1 << 29 });
  const ours = await trivet(['trace', 'print', trace]);
  expect(ours.status, ours.stderr).toBe(0);
  expect(ours.stdout === theirs.stdout, 'the same text').toBe(true);

  const script = '("$0" trace print "$1"; echo "status $?" >&2) | head -n 1';
  const head = await run('sh', ['-c', script, join(repository, 'scripts/trivet'), trace]);
  expect(head.stdout).toBe(`${theirs.stdout.slice(0, theirs.stdout.indexOf('\n') + 1)}`);
  expect(head.stderr).toBe('status 0\n');
  await folder.dispose();
});
