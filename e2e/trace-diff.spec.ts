import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf } from './fixtures/findings';
import { repository, scratch, trivet } from './fixtures/trivet';
import { violations } from './fixtures/violations';
import { choose, expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

const program = 'app/domain/tracediff/testdata/shift';

/** Folders with seven short runs each: one as it was, one that leaks goroutines. */
async function record() {
  const folder = await scratch();
  const binary = join(folder.path, 'shift');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: join(repository, program) });
  const runs = (mode: string) => join(folder.path, mode);
  for (const mode of ['none', 'leak']) {
    mkdirSync(runs(mode));
    for (let i = 1; i <= 7; i++) execFileSync(binary, [join(runs(mode), `${i}.trace`), mode]);
  }
  return { ...folder, runs };
}

test('a gate on the command line and the panel name the same statement', async ({ start }) => {
  const { path, runs, dispose } = await record();
  const line = lineOf(`${program}/main.go`, 'go help(mode)');

  const sarif = join(path, 'gates.sarif');
  const gate = ['--fail-on', 'goroutines.alive[*]>+20', '--sarif', sarif];
  const failed = await trivet(['trace', 'diff', runs('none'), runs('leak'), ...gate]);
  expect(failed.status).toBe(5);
  expect(failed.stdout).toContain(`main.help in main.run (main.go:${line})`);
  expect(readFileSync(sarif, 'utf8')).toContain(`"startLine": ${line}`);
  expect((await trivet(['trace', 'diff', runs('none'), runs('none'), ...gate])).status).toBe(0);

  const { app, page } = await start();
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Compare traces');
  await page.keyboard.press('Enter');
  for (const [side, mode] of [
    ['A · before', 'none'],
    ['B · after', 'leak'],
  ] as const) {
    await choose(app, runs(mode));
    const region = page.getByRole('region', { name: side });
    await region.getByRole('button', { name: 'Add folder…' }).click();
    await expect(region.getByRole('listitem')).toHaveCount(7);
  }
  const workbench = new WorkbenchPage(page);
  await workbench.button('Compare').click();
  const metrics = page.getByRole('grid', { name: 'Metrics' });
  await expect(metrics.getByRole('row', { name: /▲ worse goroutines\.alive/ })).toBeVisible();
  await workbench.button('Goroutines by creation').click();
  const created = page.getByRole('grid', { name: 'Goroutines by creation' });
  await created.getByRole('row', { name: /main\.help/ }).click();
  await expect(page.getByRole('navigation', { name: 'Selection' })).toContainText(
    `main.go:${line}`,
  );
  expect(await violations(page)).toEqual([]);
  await dispose();
});
