import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { lineOf } from './fixtures/findings';
import { repository } from './fixtures/trivet';
import { violations } from './fixtures/violations';
import { choose, expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

const creationLine = lineOf('resources/cases/pool-leak/sync.go', 'go s.syncBatch');

/** What has the focus, and whether it or what holds it looks other than without the focus. */
function describeFocus(page: Page): Promise<{ name: string; looksDifferent: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return { name: '', looksDifferent: false };
    const look = () =>
      [element, element.parentElement ?? element].map((each) => {
        const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(each);
        return [outline, boxShadow, borderColor, backgroundColor].join();
      });
    const focused = look().join();
    element.blur();
    const plain = look().join();
    element.focus();
    const name = element.getAttribute('aria-label') ?? element.textContent ?? element.tagName;
    return { name: `${element.tagName} ${name.slice(0, 60)}`, looksDifferent: focused !== plain };
  });
}

for (const theme of ['dark', 'light']) {
  test(`nothing serious in the ${theme} theme`, async ({ start, bundle }) => {
    const { app, page } = await start();
    const workbench = new WorkbenchPage(page);
    const check = async (what: string) => expect(await violations(page), what).toEqual([]);
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    await check('start');
    await workbench.activity('Doctor');
    await expect(page.getByRole('complementary', { name: 'Doctor' })).toContainText('gdb');
    await check('doctor');

    await choose(app, join(repository, 'resources/cases/pool-leak'));
    await page.keyboard.press('Control+O');
    await expect(page.getByRole('form', { name: 'Investigate' })).toBeVisible();
    await expect(page.getByRole('tree', { name: 'Files' })).toContainText('sync.go');
    await check('form');
    await page.keyboard.press('F5');
    await workbench.expectRunning(/Warm up/);
    await check('running');
    await page.keyboard.press('Shift+F5');
    await expect(page.getByText('Nothing of the target program is left running.')).toBeVisible();

    await choose(app, bundle);
    await page.keyboard.press('Control+Shift+O');
    await expect(workbench.sentence.filter({ hasText: 'main.cache' })).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByRole('img', { name: 'Flame graph of the growth' })).toBeVisible({
      timeout: 30_000,
    });
    await check('verdict');
    // What each panel shows once it has loaded: an empty one proves nothing.
    const panels = [
      ['Alt+2', page.getByRole('region', { name: 'Source', exact: true }).getByRole('code')],
      ['Alt+3', page.getByRole('application', { name: /^Flame graph/ })],
      ['Alt+4', page.getByRole('treegrid', { name: 'Goroutines' }).getByText('chan receive')],
      ['Alt+5', page.getByRole('treeitem', { name: /main\.cache/ })],
    ] as const;
    for (const [key, content] of panels) {
      await page.keyboard.press(key);
      await expect(content.first()).toBeVisible({ timeout: 30_000 });
      await check(key);
    }
    await page.keyboard.press('Control+Shift+P');
    await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeFocused();
    await check('palette');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await workbench.activity('Captures');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    await check('keys');
  });
}

test('from the start page to a verdict, its source and back without a mouse', async ({
  start,
  bundle,
}) => {
  const { app, page } = await start();
  const workbench = new WorkbenchPage(page);
  await choose(app, bundle);
  await workbench.tabTo(workbench.button('Open evidence bundle'));
  await page.keyboard.press('Enter');
  await expect(workbench.sentence).toContainText('main.cache', { timeout: 30_000 });

  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Show Goroutines');
  await page.keyboard.press('Enter');
  await expect(workbench.tab('Goroutines')).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('Alt+1');
  await workbench.tabTo(workbench.button('Next suspect'));
  await page.keyboard.press('Enter');
  await expect(workbench.sentence).toContainText('goroutines wait in chan receive');
  const selection = page.getByRole('navigation', { name: 'Selection' });
  const before = await selection.getByRole('code').allTextContents();

  await workbench.tabTo(workbench.button(`sync.go:${creationLine}`).first());
  await page.keyboard.press('Enter');
  await expect(workbench.sourceLine('go s.syncBatch(s.nextID)')).toBeVisible();
  await expect(selection).toContainText(`sync.go:${creationLine}`);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(selection.getByRole('code')).toHaveText(before);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
});

test('wherever Tab leads, the eye can follow', async ({ start, bundle }) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache', { timeout: 30_000 });
  for (let stop = 0; stop < 25; stop++) {
    await page.keyboard.press('Tab');
    expect(await describeFocus(page), `stop ${stop}`).toMatchObject({ looksDifferent: true });
  }
});

test('an investigation can be started and cancelled by keys', async ({ start }) => {
  const { page } = await start('--open', join(repository, 'resources/cases/pool-leak'));
  const workbench = new WorkbenchPage(page);
  await expect(workbench.tab('Investigate')).toBeVisible();
  await page.keyboard.press('F5');
  await workbench.expectRunning(/Warm up/);
  await page.keyboard.press('Shift+F5');
  await expect(page.getByText('Nothing of the target program is left running.')).toBeVisible();
});
