import type { Locator, Page } from '@playwright/test';
import { violations } from './fixtures/violations';
import { expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

test.describe.configure({ timeout: 240_000 });

const layout = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Layout' }).getByRole('radio', { name });
/** The panel itself: the group it stands in has its name too. */
const region = (page: Page, name: string) =>
  page.locator('section').and(page.getByRole('region', { name, exact: true }));

async function sizeOf(panel: Locator): Promise<{ width: number; height: number }> {
  const box = await panel.boundingBox();
  if (box === null) throw new Error('the panel is not in sight');
  return box;
}

/** Chooses a command of the palette by its name. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox', { name: 'Command palette' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
}

test('a layout for each task, by a click or a key, and each as it was left', async ({
  start,
  bundle,
}) => {
  const { app, page } = await start('--bundle', bundle);
  await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    window.unmaximize();
    window.setContentSize(1440, 900);
  });
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });

  // At first: the verdict has most of the window, the line of code is below it.
  await expect(layout(page, 'Investigate')).toBeChecked();
  await expect
    .poll(async () => (await sizeOf(region(page, 'Verdict'))).height)
    .toBeGreaterThan(500);
  await expect(region(page, 'Source')).toBeVisible();

  await layout(page, 'Trace').click();
  const timeline = page.getByRole('application', { name: /^Timeline/ });
  await expect(timeline).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('treegrid', { name: 'Goroutines' })).toBeVisible();
  await expect(region(page, 'Source')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Investigate' })).toBeHidden();
  const wide = await sizeOf(region(page, 'Timeline'));
  expect(wide.width).toBeGreaterThan(1300);
  expect(wide.height).toBeGreaterThan(450);
  for (const theme of ['dark', 'light']) {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    expect(await violations(page), `trace, ${theme}`).toEqual([]);
  }

  // The keyboard does the same: a key, and the arrows of the switch.
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('application', { name: /^Flame graph/ })).toBeVisible();
  expect((await sizeOf(region(page, 'Profile'))).height).toBeGreaterThan(750);
  await layout(page, 'Profile').focus();
  await page.keyboard.press('ArrowRight');
  await expect(layout(page, 'Trace')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(layout(page, 'Debug')).toBeChecked();
  await expect(page.getByRole('form', { name: 'Debug with GDB' })).toBeVisible();
  await expect(region(page, 'Source')).toBeVisible();

  // What is changed in a layout stays there, also when the window was reloaded.
  await workbench.tab('Terminal').click();
  await expect(region(page, 'Terminal')).toBeVisible();
  await page.keyboard.press('Control+1');
  await expect(workbench.sentence).toBeVisible();
  await layout(page, 'Debug').click();
  await expect(workbench.tab('Terminal')).toHaveAttribute('aria-selected', 'true');
  await page.reload();
  await expect(layout(page, 'Debug')).toBeChecked({ timeout: 30_000 });
  await expect(workbench.tab('Terminal')).toHaveAttribute('aria-selected', 'true');
  await command(page, 'Layout: reset');
  await expect(workbench.tab('Output')).toHaveAttribute('aria-selected', 'true');
});

test('a change of layout keeps the terminal and its shell', async ({ start, bundle }) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  await page.keyboard.press('Control+`');
  const terminal = region(page, 'Terminal');
  await terminal.getByRole('textbox').focus();
  await page.keyboard.type('kept=shell; echo "the $kept runs"\n');
  await expect(terminal).toContainText('the shell runs');
  for (const name of ['Trace', 'Profile', 'Debug', 'Investigate']) await layout(page, name).click();
  await page.keyboard.press('Control+`');
  await expect(terminal).toContainText('the shell runs');
  await terminal.getByRole('textbox').focus();
  await page.keyboard.type('echo "still the $kept"\n');
  await expect(terminal).toContainText('still the shell');
});

test('a panel fills the window and is restored: double click, key, Escape', async ({
  start,
  bundle,
}) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  const source = region(page, 'Source');
  await expect(source).toBeVisible();
  const { height } = await sizeOf(source);

  await workbench.tab('sync.go').dblclick();
  await expect(workbench.sentence).toBeHidden();
  await expect.poll(async () => (await sizeOf(source)).height).toBeGreaterThan(height * 2);
  const full = await sizeOf(source);
  // Out of the editor, which has no use for it then.
  await workbench.source.focus();
  await page.keyboard.press('Escape');
  await expect(workbench.sentence).toBeVisible();
  await expect.poll(async () => (await sizeOf(source)).height).toBe(height);

  // The key fills the dock with the panel in use.
  await page.keyboard.press('Alt+4');
  await page.keyboard.press('Control+Shift+M');
  await expect(source).toBeHidden();
  const goroutines = region(page, 'Goroutines');
  await expect.poll(async () => (await sizeOf(goroutines)).height).toBe(full.height);
  const restore = workbench.button('Restore Goroutines');
  await expect(restore).toBeVisible();
  expect(await violations(page), 'maximised').toEqual([]);
  await restore.click();
  await expect(source).toBeVisible();

  // Going to what is hidden restores too.
  await workbench.button('Maximise Goroutines').click();
  await expect(source).toBeHidden();
  await page.keyboard.press('Alt+2');
  await expect(source).toBeVisible();
  await expect(restore).toBeHidden();
});

test('the palette works the timeline and the flame graph', async ({ start, bundle }) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  const timeline = page.getByRole('application', { name: /^Timeline/ });
  await page.keyboard.press('Alt+7');
  await expect(page.getByText(/spans · \d+ goroutines/)).toBeVisible({ timeout: 30_000 });
  // From another panel: the action brings its own to the front.
  await page.keyboard.press('Alt+1');
  await command(page, 'Timeline: measure');
  await expect(timeline).toBeFocused();
  const measured = page.getByRole('status', { name: 'Measured range' });
  await expect(measured).toContainText(/Measured \d/);
  const whole = await measured.textContent();
  await command(page, 'Timeline: zoom in');
  await command(page, 'Timeline: measure');
  await expect(measured).not.toHaveText(whole ?? '');
  await command(page, 'Timeline: show all');
  await command(page, 'Timeline: measure');
  await expect(measured).toHaveText(whole ?? '');
  await command(page, 'Timeline: next garbage');
  await expect(page.getByRole('complementary', { name: 'Span' })).toContainText('running');
  await command(page, 'Timeline: find');
  const search = page.getByRole('searchbox', { name: /^Find a goroutine/ });
  await expect(search).toBeFocused();
  await page.keyboard.type('chan receive');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: 'Timeline' })).toContainText('chan receive');
  // From this span to the next one of its lane.
  await timeline.focus();
  await page.keyboard.press('m');
  await expect(measured).toContainText('Measuring');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('status', { name: 'Timeline' })).not.toContainText('chan receive');
  await page.keyboard.press('m');
  await expect(measured).toContainText(/^Measured/);

  await page.keyboard.press('Alt+3');
  const flame = page.getByRole('application', { name: /^Flame graph/ });
  await expect(flame).toBeVisible({ timeout: 30_000 });
  await command(page, 'Flame graph: inverted');
  await expect(page.getByRole('application', { name: /^Flame graph of callers/ })).toBeVisible();
  await command(page, 'Profile: table');
  await expect(flame).toBeHidden();
  await command(page, 'Flame graph: search');
  await expect(page.getByRole('searchbox', { name: 'Search functions' })).toBeFocused();
});
