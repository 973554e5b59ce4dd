import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scratch } from './fixtures/trivet';
import { violations } from './fixtures/violations';
import { expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

test('the profile of a recording: flame graph, sandwich, filters, tables and graph', async ({
  start,
  bundle,
}) => {
  test.setTimeout(120_000);
  const { app, page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  await workbench.tab('Profile').click();
  const flame = page.getByRole('application', { name: /^Flame graph/ });
  await expect(flame).toBeVisible({ timeout: 30_000 });
  expect(await violations(page, '.profile'), 'flame graph').toEqual([]);

  // The keyboard walks to the function that leaks; choosing it moves the other panels.
  await flame.focus();
  await page.keyboard.press('ArrowDown');
  await expect(flame).toHaveAccessibleName(/main\.\(\*Syncer\)\.syncBatch.*cum .* of total/s);
  await page.keyboard.press('Enter');
  const selection = page.getByRole('navigation', { name: 'Selection' });
  await expect(selection).toContainText('main.(*Syncer).syncBatch');
  await expect(selection).toContainText('sync.go:');

  // Zooming has a way back.
  await page.keyboard.press('+');
  const way = page.getByRole('navigation', { name: 'Zoomed to' });
  await expect(way).toContainText('syncBatch');
  await way.getByRole('button', { name: 'all' }).click();
  await expect(way).not.toContainText('syncBatch');

  // A search says what passes through what it finds.
  await page.getByRole('searchbox', { name: 'Search functions' }).fill('bytes\\.growSlice');
  await expect(page.getByText(/^matched .+ MiB \(\d+ %\) in \d functions/)).toBeVisible();

  // The picture as a file.
  const folder = await scratch();
  const file = join(folder.path, 'flame.svg');
  const saved = app.evaluate(
    ({ session }, path) =>
      new Promise<string>((done) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(path);
          item.once('done', (_done, state) => done(state));
        });
      }),
    file,
  );
  await page.getByRole('button', { name: 'SVG' }).click();
  expect(await saved).toBe('completed');
  expect(await readFile(file, 'utf8')).toMatch(/^<svg .*syncBatch.*<\/svg>\n$/s);
  await folder.dispose();

  // One function in the middle.
  await page
    .getByRole('group', { name: 'Call tree from' })
    .getByRole('button', { name: 'Sandwich' })
    .click();
  await expect(page.getByRole('application', { name: /^Callers of main/ })).toBeVisible();
  await expect(page.getByRole('application', { name: /^Calls of main/ })).toBeVisible();

  // Focus leaves what passes the function, in every view.
  const node = page.getByRole('region', { name: 'Function in focus' });
  await page.getByRole('application', { name: /^Calls of main/ }).focus();
  await page.keyboard.press('ArrowDown');
  await node.getByRole('button', { name: 'Focus' }).click();
  await expect(page.getByRole('textbox', { name: 'focus', exact: true })).toHaveValue(/syncBatch/);
  await workbench.button('Table').click();
  const table = page.getByRole('grid', { name: 'Functions and their change' });
  // The rows in sight are those around the chosen function.
  await expect(table).toContainText('bytes.(*Buffer).Write');
  await expect(table).not.toContainText('trivetAgent');
  await expect(page.getByRole('region', { name: 'Callers and callees' })).toContainText(
    'bytes.(*Buffer).Write',
  );
  expect(await violations(page, '.profile'), 'table').toEqual([]);

  await page.getByRole('button', { name: 'Graph', exact: true }).click();
  await expect(page.getByText(/left out: \d+ functions/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^bytes\.growSlice\s+flat/ })).toBeVisible();
  expect(await violations(page, '.profile'), 'graph').toEqual([]);

  // What the goroutines waited for, out of the trace.
  await page
    .getByRole('combobox', { name: 'Profile', exact: true })
    .selectOption({ label: 'trace: waiting for a P' });
  await expect(page.getByRole('combobox', { name: 'Sample type' })).toHaveValue('delay');
  await page.getByRole('button', { name: 'Flame graph', exact: true }).click();
  await page.getByRole('textbox', { name: 'focus', exact: true }).fill('');
  await expect(flame).toBeVisible();
});
