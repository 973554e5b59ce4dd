import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { repository } from './fixtures/trivet';
import { expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

/** Serious and critical violations of what the page shows now, one line each. */
async function violations(page: Page): Promise<string[]> {
  // Electron cannot open the second page that axe would otherwise use.
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

for (const theme of ['dark', 'light']) {
  test(`nothing serious in the ${theme} theme`, async ({ start, bundle }) => {
    const { page } = await start();
    const workbench = new WorkbenchPage(page);
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    expect(await violations(page), 'start').toEqual([]);
    await workbench.activity('Doctor');
    await expect(page.getByText('gdb').first()).toBeVisible();
    expect(await violations(page), 'doctor').toEqual([]);

    const { page: shown } = await start('--bundle', bundle, '--user-data-dir=' + bundle + '-axe');
    const board = new WorkbenchPage(shown);
    await shown.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    await expect(board.sentence).toContainText('main.cache', { timeout: 30_000 });
    expect(await violations(shown), 'verdict').toEqual([]);
    for (const name of ['Profile', 'Goroutines', 'Heap', 'Investigate']) {
      await board.tab(name).click();
      await expect(shown.getByRole('tabpanel', { name }).first()).toBeVisible();
      expect(await violations(shown), name).toEqual([]);
    }
    await shown.keyboard.press('Control+Shift+P');
    await expect(shown.getByRole('combobox', { name: 'Command palette' })).toBeFocused();
    expect(await violations(shown), 'palette').toEqual([]);
  });
}

test('from the start page to a verdict, its source and back without a mouse', async ({
  start,
  bundle,
}) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache', { timeout: 30_000 });
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Goroutines');
  await page.keyboard.press('Enter');
  await expect(workbench.tab('Goroutines')).toHaveAttribute('aria-selected', 'true');

  await workbench
    .button(/^sync\.go:\d+$/)
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(workbench.source).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();

  // Focus is always visible: wherever Tab leads, something is outlined.
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    const outlined = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement ?? document.body);
      return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    });
    expect(outlined, `stop ${i}`).toBe(true);
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
