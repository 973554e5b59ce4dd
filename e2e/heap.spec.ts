import { lineOf } from './fixtures/findings';
import { violations } from './fixtures/violations';
import { expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

const allocationLine = lineOf('resources/cases/pool-leak/sync.go', 'buf.Write(record)');

test('from the map over a type to an object, why it is alive, and the line that made it', async ({
  start,
  bundle,
}) => {
  test.setTimeout(300_000);
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  await page.keyboard.press('Alt+5');
  const view = (name: string) =>
    page.getByRole('group', { name: 'Show as' }).getByRole('button', { name });
  const about = page.getByRole('complementary', { name: 'Why is it alive' });

  const map = page.getByRole('application', { name: /^What is retained, as areas\. main\.cache/ });
  await expect(map).toBeVisible({ timeout: 60_000 });
  await map.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Selection' })).toContainText('main.cache');
  await expect(page.getByRole('treeitem', { selected: true })).toContainText('main.cache');

  await view('Suspects').click();
  const suspects = page.getByRole('list', { name: 'Suspects' });
  await expect(suspects.getByRole('listitem').first()).toContainText('main.cache');

  await view('Types').click();
  const types = page.getByRole('grid', { name: 'Types' });
  await types.getByRole('row', { name: /uint8/ }).first().click();
  const objects = page.getByRole('grid', { name: 'Objects' });
  await expect(about).toContainText('main.cache[*]', { timeout: 30_000 });
  await objects
    .getByRole('row', { name: /0x[0-9a-f]+/ })
    .first()
    .click();
  const path = about.getByRole('list', { name: 'Path from the root to the objects' });
  await expect(path.getByRole('listitem').first()).toContainText('main.cache');

  await about.getByRole('button', { name: 'Referred to by' }).click();
  await about.getByRole('list', { name: 'Referred to by' }).getByRole('button').first().click();
  await about.getByRole('button', { name: 'Value' }).click();
  await expect(
    about.getByRole('tree', { name: 'Value' }).getByRole('treeitem').first(),
  ).toBeVisible();

  const shown = {
    dark: ['Overview', 'Suspects', 'Types', 'Compare'],
    light: ['Overview', 'Objects'],
  };
  for (const [theme, names] of Object.entries(shown)) {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    for (const name of names) {
      await view(name).click();
      expect(await violations(page), `${name}, ${theme}`).toEqual([]);
    }
  }

  await view('Suspects').click();
  await suspects
    .getByRole('button', { name: /main\.cache/ })
    .first()
    .click();
  await about.getByRole('button', { name: 'Why alive' }).click();
  await about
    .getByRole('list', { name: 'Allocated by' })
    .getByRole('button', { name: `sync.go:${allocationLine}` })
    .click();
  await expect(workbench.sourceLine('buf.Write(record)')).toBeVisible({ timeout: 30_000 });
});

test('by keyboard and in Chinese', async ({ start, bundle }) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  await page.keyboard.press('Alt+5');
  const tree = page.getByRole('tree', { name: 'Dominators' });
  await tree
    .getByRole('treeitem', { name: /main\.cache/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Why is it alive' })).toContainText(
    'main.cache',
  );
  await page.getByRole('combobox', { name: 'Language' }).selectOption('zh');
  await expect(page.getByRole('complementary', { name: '为何存活' })).toContainText('main.cache');
  await expect(page.getByRole('button', { name: '嫌疑', exact: true })).toBeVisible();
});
