import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { scratch, trivet } from './fixtures/trivet';
import { expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

test('growth names the leaking line on the command line and in the window, by the same figures', async ({
  start,
  bundle,
}) => {
  const { status, stdout, stderr } = await trivet(['profile', 'growth', bundle, '--json']);
  expect(status, stderr).toBe(0);
  const { rows, total } = JSON.parse(stdout) as {
    rows: { site: { function: string; line: number }; grows: boolean; standardError: number }[];
    total: { values: number[]; standardErrors: number[] };
  };
  expect(rows[0]).toMatchObject({ site: { function: 'main.(*Syncer).syncBatch' }, grows: true });
  expect(total.standardErrors.at(-1)!).toBeGreaterThan(0);

  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await workbench.tab('Profile').click();
  await page.getByRole('button', { name: 'Growth', exact: true }).click();
  const grid = page.getByRole('grid', { name: 'Growth' });
  const first = grid.getByRole('row').nth(1);
  await expect(first).toContainText('main.(*Syncer).syncBatch');
  await expect(first.getByRole('img', { name: 'grows' })).toBeVisible();
  const mebibytes = (total.values.at(-1)! / 2 ** 20).toFixed(1);
  await expect(page.getByRole('status', { name: 'Growth in short' })).toContainText(mebibytes);
  await first.click();
  const selection = page.getByRole('navigation', { name: 'Selection' });
  await expect(selection).toContainText(`sync.go:${rows[0]!.site.line}`);

  const { violations } = await new AxeBuilder({ page })

    .setLegacyMode(true)
    .include('[role="grid"][aria-label="Growth"]')
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test('the heap profile is read out of the memory of a snapshot', async ({ bundle }) => {
  const folder = await scratch();
  const file = join(folder.path, 'memory.pb.gz');
  const args = ['profile', 'fetch', bundle, '--kind', 'memory', '-o', file, '--json'];
  const { status, stdout, stderr } = await trivet(args);
  expect(status, stderr).toBe(0);
  const document = JSON.parse(stdout) as { kind: string; sampleTypes: { total: number }[] };
  expect(document.kind).toBe('heap');
  // What the pool-leak case keeps is tens of MiB.
  expect(document.sampleTypes.at(-1)!.total).toBeGreaterThan(5 * 2 ** 20);
  await folder.dispose();
});
