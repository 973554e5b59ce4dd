import type { Page } from '@playwright/test';
import { violations } from './fixtures/violations';
import { expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

/** Counts pictures that were drawn with data: nothing else tells that a canvas shows something. */
const watchPictures = (page: Page) =>
  page.evaluate(() => {
    document.addEventListener('timeline-painted', (event) => {
      const { lanes } = (event as CustomEvent<{ lanes: number }>).detail;
      const root = document.documentElement.dataset;
      root['pictures'] = String(Number(root['pictures'] ?? 0) + (lanes > 0 ? 1 : 0));
    });
  });

/** Colours in the picture as it is on the screen: an empty one has a few. */
async function countColors(page: Page): Promise<number> {
  const png = await page.locator('.timeline-picture').screenshot();
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  }, png.toString('base64'));
}

test('the timeline of a recording: zoom, choose, find, and every panel follows', async ({
  start,
  bundle,
}) => {
  test.setTimeout(120_000);
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  await watchPictures(page);
  // It is there before anybody looks: behind another tab, out of the page.
  await expect
    .poll(() => page.workers().filter((worker) => worker.url().includes('paint')).length)
    .toBe(1);
  await page.keyboard.press('Alt+7');
  const timeline = page.getByRole('application', { name: /^Timeline/ });
  await expect(timeline).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/spans · \d+ goroutines/)).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('html')).toHaveAttribute('data-pictures', /\d/);
  await expect.poll(() => countColors(page)).toBeGreaterThan(50);
  expect(await violations(page, '.panel-timeline'), 'lanes by P').toEqual([]);

  // Lanes by creation: the leaked goroutines are one group, which unfolds.
  await page.getByRole('combobox', { name: 'Lanes by' }).selectOption('groups');
  const lanes = page.getByRole('list', { name: 'Lanes' });
  await lanes.getByText('syncBatch').first().click();
  const member = lanes.getByText(/^G\d+$/).first();
  await expect(member).toBeVisible();

  // Zooming shows another range, and keeps on drawing.
  await timeline.focus();
  const pictures = await page.locator('html').getAttribute('data-pictures');
  await page.getByRole('button', { name: 'Zoom in (W)' }).click();
  await expect(page.locator('html')).not.toHaveAttribute('data-pictures', pictures ?? '');
  await page.getByRole('button', { name: 'Show all' }).click();

  // Choosing a goroutine selects it in the window, and the Goroutines panel turns to it.
  const goid = (await member.textContent())?.slice(1) ?? '';
  await member.click();
  const says = page.getByRole('status', { name: 'Timeline' });
  await expect(says).toContainText(`G${goid}`);
  await expect(page.getByRole('complementary', { name: 'Span' })).toContainText(`G${goid}`);
  await expect(page.getByRole('navigation', { name: 'Selection' })).toContainText(`G${goid}`);
  expect(await violations(page, '.panel-timeline'), 'a span is chosen').toEqual([]);
  // Beside the timeline, as one looks at both.
  await page.keyboard.press('Control+3');
  const goroutines = page.getByRole('treegrid', { name: 'Goroutines' });
  const row = goroutines.getByRole('row', { selected: true });
  await expect(row).toContainText(goid, { timeout: 30_000 });

  // The other way round: another goroutine chosen there is shown here.
  const other = goroutines
    .getByRole('row', { selected: false, level: 2 })
    .filter({ hasText: 'syncBatch' });
  const otherId = (await other.first().getByRole('gridcell').first().textContent()) ?? '';
  await other.first().click();
  await expect(says).toContainText(`G${otherId}`);

  // Finding by what it waits for; then the next collection.
  await page.getByRole('searchbox', { name: /^Find a goroutine/ }).fill('chan receive');
  await page.keyboard.press('Enter');
  await expect(says).toContainText('chan receive');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(page.getByRole('complementary', { name: 'Span' })).toContainText('running');

  // The keys alone walk the lanes.
  await timeline.focus();
  await page.keyboard.press('ArrowDown');
  await expect(says).toContainText(/^G\d+/);
});
