import { violations } from './fixtures/violations';
import { expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

test('a recording adds up: its collections, latency and critical path move the other panels', async ({
  start,
  bundle,
}) => {
  test.setTimeout(120_000);
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  await workbench.tab('Trace summary').click();
  await expect(page.getByRole('img', { name: 'Ps at work' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/events · Go 1\./)).toBeVisible();
  expect(await violations(page, '.panel-trace-summary'), 'overview').toEqual([]);

  // A function that waited for a P is the selection of the window.
  const view = page
    .getByRole('region', { name: 'Trace summary' })
    .getByRole('group', { name: 'Show as' });
  await view.getByRole('button', { name: 'Latency', exact: true }).click();
  const latency = page.getByRole('grid', { name: 'Scheduling latency' });
  await latency
    .getByRole('row', { name: /main\./ })
    .first()
    .click();
  await expect(page.getByRole('navigation', { name: 'Selection' })).toContainText('main.');
  expect(await violations(page, '.panel-trace-summary'), 'latency').toEqual([]);

  // A collection is a range, which the timeline brings into sight.
  await view.getByRole('button', { name: 'Collector' }).click();
  const collections = page.getByRole('grid', { name: 'Collections' });
  await collections.getByRole('row').nth(2).click();
  await expect(collections.getByRole('row', { selected: true })).toHaveCount(1);
  expect(await violations(page, '.panel-trace-summary'), 'collector').toEqual([]);

  // The critical path of the whole trace leads to who was on it.
  await view.getByRole('button', { name: 'Critical path' }).click();
  await page.getByRole('button', { name: 'the whole trace' }).click();
  const path = page.getByRole('grid', { name: 'Critical path' });
  const segment = path.getByRole('row', { name: /running/ }).first();
  await expect(segment).toBeVisible({ timeout: 30_000 });
  const goid = (await segment.getByRole('gridcell').nth(2).textContent()) ?? '';
  await segment.click();
  await expect(page.getByRole('navigation', { name: 'Selection' })).toContainText(goid);
  await workbench.tab('Timeline').click();
  await expect(page.getByRole('status', { name: 'Timeline' })).toContainText(`${goid} `);
  await expect(page.getByRole('navigation', { name: 'Selection' })).toContainText(goid);
});
