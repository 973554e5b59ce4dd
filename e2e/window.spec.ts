import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lineOf } from './fixtures/findings';
import { processesIn, repository, scratch, waitForTarget } from './fixtures/trivet';
import { catchExternalLinks, choose, expect, test } from './fixtures/window';
import { WorkbenchPage } from './pages/workbench-page';

const poolLeak = join(repository, 'resources/cases/pool-leak');
const allocationLine = lineOf('resources/cases/pool-leak/sync.go', 'buf.Write(record)');

test('open a folder, investigate, read the verdict, jump to the source, export, reopen', async ({
  start,
}) => {
  test.setTimeout(240_000);
  const { app, page, home } = await start();
  const workbench = new WorkbenchPage(page);
  const out = await scratch();

  await choose(app, poolLeak);
  await workbench.button('Open a Go project').first().click();
  await expect(page.getByRole('tree', { name: 'Files' })).toContainText('sync.go');

  await workbench.tab('Investigate').click();
  await workbench.investigate(12);
  await workbench.expectRunning(/Record/);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 120_000 });
  await expect(page.getByRole('status', { name: 'Session' })).toHaveText('confirmed');
  await expect(page.getByText('suspect 1 of 2')).toBeVisible();
  await expect(workbench.steps.filter({ hasText: 'Snapshot' })).toContainText('stopped for');

  await workbench.button(`sync.go:${allocationLine}`).first().click();
  await expect(workbench.source).toBeVisible();
  await expect(workbench.sourceLine('buf.Write(record)')).toBeVisible();

  await workbench.tab('Verdict').click();
  await workbench.button('Next suspect').click();
  await expect(workbench.sentence).toContainText('goroutines wait in chan receive');

  const files = {
    html: join(out.path, 'report.html'),
    pdf: join(out.path, 'report.pdf'),
    json: join(out.path, 'findings.json'),
  };
  await choose(app, files.html);
  await workbench.export('Export report…', files.html);
  await choose(app, files.pdf);
  await workbench.export('Export report as PDF…', files.pdf);
  await choose(app, files.json);
  await workbench.export('Export findings as JSON…', files.json);
  const html = await readFile(files.html, 'utf8');
  expect(html).toContain('main.cache');
  expect(html).not.toMatch(
    /(?:src|href)\s*=\s*["']?(?:https?:)?\/\/|url\(\s*["']?(?:https?:)?\/\/|@import/,
  );
  expect((await readFile(files.pdf)).subarray(0, 5).toString()).toBe('%PDF-');
  expect(JSON.parse(await readFile(files.json, 'utf8'))).toMatchObject({ verdict: 'confirmed' });

  const sessions = join(home, 'data/sessions');
  const [session] = await readdir(sessions);
  await choose(app, join(sessions, session!));
  await workbench.activity('Captures');
  await workbench.button('Open evidence bundle').first().click();
  // Opened: the window went on from the captures to the verdict.
  await expect(workbench.activityButton('Captures')).toHaveAttribute('aria-pressed', 'false');
  await expect(workbench.sentence).toContainText('main.cache keeps');
  await workbench.activity('Captures');
  await workbench.button('Verify bundle').first().click();
  await expect(page.getByText('The verdict follows from the artefacts.')).toBeVisible({
    timeout: 60_000,
  });
  await out.dispose();
});

test('panels follow one selection', async ({ start, bundle }) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('main.cache keeps', { timeout: 30_000 });
  await expect(workbench.steps.filter({ hasText: 'Verdict' })).toContainText('2 confirmed');

  await workbench.tab('Goroutines').click();
  await expect(page.getByRole('treegrid', { name: 'Goroutines' })).toContainText('chan receive', {
    timeout: 30_000,
  });
  await workbench.tab('Profile').click();
  await expect(page.getByRole('combobox', { name: 'Sample type' })).toHaveValue('inuse_space');
  await workbench.button('Table').click();
  // The suspect's own function is chosen and in sight; the keyboard goes on from there, to the top.
  const functions = page.getByRole('grid', { name: 'Functions' });
  const chosen = functions.getByRole('row', { selected: true });
  await expect(chosen).toBeInViewport();
  await chosen.press('Home');
  await expect(functions).toContainText('bytes.growSlice');

  await workbench.tab('Heap').click();
  await page
    .getByRole('treeitem', { name: /main\.cache/ })
    .first()
    .click();
  await expect(page.getByRole('complementary', { name: 'Why is it alive' })).toContainText(
    'main.cache',
  );
  await expect(page.getByRole('navigation', { name: 'Selection' })).toContainText('main.cache');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation', { name: 'Selection' })).not.toContainText('main.cache');
});

test('a panel is where it was left when it comes back', async ({ start, bundle }) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await workbench.tab('Goroutines').click();
  await page.getByRole('combobox', { name: 'Group by' }).selectOption({ label: 'not grouped' });
  const goroutines = page.getByRole('grid', { name: 'Goroutines' });
  const line = goroutines.locator('[aria-rowindex="60"]');
  await goroutines.evaluate((element) => element.scrollTo(0, 58 * 24));
  await expect(line).toBeInViewport();
  await workbench.tab('Profile').click();
  await expect(goroutines).toBeHidden();
  await workbench.tab('Goroutines').click();
  await expect(line).toBeInViewport();
  // Headings stand over their columns.
  const left = (role: 'columnheader' | 'gridcell') =>
    goroutines
      .getByRole(role)
      .evaluateAll(
        (cells, count) => cells.slice(0, count).map((cell) => cell.getBoundingClientRect().left),
        3,
      );
  expect(await left('gridcell')).toEqual(await left('columnheader'));
});

test('cancel while recording leaves no process behind', async ({ start }) => {
  const { page, home } = await start('--open', poolLeak);
  const workbench = new WorkbenchPage(page);
  await workbench.tab('Investigate').click();
  await workbench.investigate(60);
  await workbench.expectRunning(/Record/);
  const sessions = join(home, 'data/sessions');
  const [session] = await readdir(sessions);
  await waitForTarget(join(sessions, session!));
  await workbench.button('Cancel investigation').first().click();
  await expect(
    page.getByText('Cancelled. Nothing of the target program is left running.'),
  ).toBeVisible();
  expect(await processesIn(sessions)).toEqual([]);
});

test('closing the window while recording asks, and ends the target', async ({ start }) => {
  const { app, page, home } = await start('--open', poolLeak);
  const workbench = new WorkbenchPage(page);
  await workbench.tab('Investigate').click();
  await workbench.investigate(60);
  await workbench.expectRunning(/Record/);
  const sessions = join(home, 'data/sessions');
  const [session] = await readdir(sessions);
  await waitForTarget(join(sessions, session!));

  const asked = app.evaluate(
    ({ dialog }) =>
      new Promise<string>((resolve) => {
        dialog.showMessageBox = ((_: unknown, options: { message: string }) => {
          resolve(options.message);
          return Promise.resolve({ response: 1, checkboxChecked: false });
        }) as typeof dialog.showMessageBox;
      }),
  );
  const closed = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  expect(await asked).toContain('still recording');
  await closed;
  expect(await processesIn(sessions)).toEqual([]);
});

test('a project that does not build says what go said', async ({ start }) => {
  const { page } = await start('--open', join(repository, 'e2e/targets/does-not-build'));
  const workbench = new WorkbenchPage(page);
  await workbench.tab('Investigate').click();
  await workbench.investigate(6);
  const alert = page.getByRole('alert').first();
  await expect(alert).toContainText('does not build', { timeout: 60_000 });
  await alert.getByText('Details').click();
  await expect(alert.getByText('cannot use "three"')).toBeVisible();
});

test('speaks Chinese when asked', async ({ start, bundle }) => {
  const { page } = await start('--bundle', bundle);
  const workbench = new WorkbenchPage(page);
  await expect(workbench.sentence).toContainText('keeps', { timeout: 30_000 });
  await page.getByRole('combobox', { name: 'Language' }).selectOption('zh');
  await expect(workbench.sentence).toContainText('保持存活', { timeout: 30_000 });
  await expect(workbench.tab('结论')).toBeVisible();
  await expect(page.getByRole('list', { name: '步骤' })).toBeVisible();
  await page.getByRole('button', { name: '起始页' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: '找到泄漏，并给出证明。' }),
  ).toBeVisible();
});

test('the page reaches the machine only through the contract', async ({ start }) => {
  const { page } = await start();
  const seen = await page.evaluate(async () => {
    const globals = window as unknown as Record<string, unknown>;
    const bridge = globals['workbench'] as { request: (name: string) => unknown };
    let refused = '';
    try {
      await bridge.request('shell.exec');
    } catch (cause) {
      refused = String(cause);
    }
    const node = ['require', 'process', 'module', 'Buffer', 'global'];
    return { refused, node: node.filter((name) => globals[name] !== undefined) };
  });
  expect(seen.node).toEqual([]);
  expect(seen.refused).toContain('unknown request');
});

test('the page cannot load from the network nor run foreign script', async ({ start }) => {
  const { page } = await start();
  const refused = await page.evaluate(async () => {
    const refusal = (directive: string) =>
      new Promise<string>((resolve) =>
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          if (effectiveDirective.startsWith(directive)) resolve(directive);
        }),
      );
    const refusals = Promise.all([refusal('script-src'), refusal('connect-src')]);
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    await fetch('https://example.com/').catch(() => undefined);
    return { by: await refusals, injected: 'injected' in window };
  });
  expect(refused).toEqual({ by: ['script-src', 'connect-src'], injected: false });
});

test('the window neither leaves its page nor opens another', async ({ start }) => {
  const { app, page } = await start();
  const ownUrl = page.url();
  const opened = await catchExternalLinks(app);
  // Registered after ours, so it sees what ours decided.
  const navigation = await app.evaluateHandle(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const decided = new Promise<boolean>((resolve) =>
      webContents.once('will-navigate', (event) => resolve(event.defaultPrevented)),
    );
    return { decided };
  });
  await page.evaluate(() => location.assign('https://example.com/'));
  expect(await navigation.evaluate(({ decided }) => decided)).toBe(true);
  expect(page.url()).toBe(ownUrl);

  const windows = await page.evaluate(() =>
    ['https://example.com/', 'http://example.com/', 'file:///etc/passwd'].map((url) =>
      window.open(url),
    ),
  );
  expect(windows).toEqual([null, null, null]);
  expect(app.windows()).toHaveLength(1);
  // The web, encrypted, goes to the person's browser; nothing else leaves.
  expect(await opened()).toEqual(['https://example.com/']);
});

test('while it records, the running trace is shown and the last seconds can be kept', async ({
  start,
}) => {
  const { app, page } = await start();
  const workbench = new WorkbenchPage(page);
  await choose(app, poolLeak);
  await workbench.button('Open a Go project').click();
  await workbench.investigate(20);
  await workbench.button(/^Keep the last/).click({ timeout: 60_000 });
  await expect(page.getByRole('list', { name: 'Kept traces' })).toContainText('flight-01.trace');
  const trace = page.getByRole('region', { name: 'Execution trace' });
  await expect(trace).toContainText('events so far', { timeout: 60_000 });
  await expect(trace.getByRole('figure').filter({ hasText: 'Goroutines alive' })).toBeVisible();
  await workbench.button('Cancel investigation').first().click();
  await expect(page.getByText('Cancelled. Nothing of the target program is left')).toBeVisible({
    timeout: 30_000,
  });
});
