import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { goBuild, repository, scratch, trivet } from './fixtures/trivet';
import { violations } from './fixtures/violations';
import { choose, expect, test as base } from './fixtures/window';

interface TwoSnapshots {
  /** Of the process before it took more orders. */
  readonly earlier: string;
  /** A bundle with the snapshot after. */
  readonly bundle: string;
}

async function record(dir: string): Promise<TwoSnapshots> {
  const program = join(dir, 'order-book');
  const source = join(repository, 'e2e/targets/order-book');
  await goBuild(source, program);
  const child: ChildProcess = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const said = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    await said.next();
    const earlier = join(dir, 'earlier.trvsnap.gz');
    const taken = await trivet(['heap', 'snapshot', String(child.pid), '-o', earlier]);
    expect(taken.stderr).toBe('');
    child.stdin!.write('more\n');
    await said.next();
    const bundle = join(dir, 'later');
    const options = ['--attach', String(child.pid), '--duration', '4s', '--warm-up', '0s'];
    const recorded = await trivet(['investigate', source, ...options, '--out', bundle]);
    expect(recorded.status, recorded.stderr).toBe(0);
    return { earlier, bundle };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

const test = base.extend<object, { snapshots: TwoSnapshots }>({
  snapshots: [
    async ({}, use) => {
      const folder = await scratch();
      await use(await record(folder.path));
      await folder.dispose();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
test.setTimeout(180_000);

test('what grew between two snapshots of one process, and why it is alive', async ({
  start,
  snapshots,
}) => {
  const { app, page } = await start('--bundle', snapshots.bundle);
  const view = (name: string) =>
    page.getByRole('group', { name: 'Show as' }).getByRole('button', { name });
  const about = page.getByRole('complementary', { name: 'Why is it alive' });
  await page.getByRole('tab', { name: 'Heap', exact: true }).click();
  await view('Compare').click({ timeout: 60_000 });
  await page.getByRole('combobox', { name: 'Earlier snapshot' }).fill('/nowhere');
  await page.getByRole('combobox', { name: 'Earlier snapshot' }).press('Enter');
  const panel = page.getByRole('tabpanel', { name: 'Heap' });
  await expect(panel.getByRole('alert')).toContainText('no memory snapshot at /nowhere');
  await choose(app, snapshots.earlier);
  await page.getByRole('button', { name: 'Choose a snapshot file…' }).click();
  const changes = page.getByRole('grid', { name: 'What changed' });
  const row = (name: RegExp) => changes.getByRole('row', { name });
  await row(/\+8,000 main\.open\[\*\]\.lines\[\*\]\.country/).click({ timeout: 60_000 });
  await expect(about).toContainText(/main\.open\[\d+\]\.lines\[\d+\]\.country/);

  const by = (name: string) =>
    page.getByRole('group', { name: 'Grouped by' }).getByRole('button', { name });
  await by('Root').click();
  await row(/^\+3\.0 MiB.*main\.history/).click();
  await expect(changes.getByRole('row', { selected: true })).toHaveCount(1);
  await expect(about).toContainText('main.history');
  for (const theme of ['dark', 'light']) {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    expect(await violations(page, '.panel-heap'), theme).toEqual([]);
  }

  await by('Type').click();
  await row(/\+2,000 main\.order/).click();
  await expect(page.getByText('4,000 objects', { exact: true })).toBeVisible();
  await view('Compare').click();
  await expect(row(/\+2,000 main\.order/)).toBeVisible();
});

test('strings that lie in memory more than once lead to who holds one of them', async ({
  start,
  snapshots,
}) => {
  const { page } = await start('--bundle', snapshots.bundle);
  await page.getByRole('tab', { name: 'Heap', exact: true }).click();
  const views = page.getByRole('group', { name: 'Show as' });
  await views.getByRole('button', { name: 'Strings' }).click({ timeout: 60_000 });
  const strings = page.getByRole('grid', { name: 'Strings that lie in memory more than once' });
  const found = strings.getByRole('row', { name: /16,000 19 B "standard item no\. 1"/ });
  await found.click({ timeout: 60_000 });
  await expect(found).toHaveAttribute('aria-selected', 'true');
  const about = page.getByRole('complementary', { name: 'Why is it alive' });
  await expect(about).toContainText(/main\.open\[\d+\]\.lines\[\d+\]\.item/);
  await page.getByRole('searchbox', { name: /^Filter Strings/ }).fill('client-3');
  await expect(strings.getByRole('row', { name: /100 8 B "client-3"/ })).toBeVisible();
  for (const theme of ['dark', 'light']) {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    expect(await violations(page, '.panel-heap'), theme).toEqual([]);
  }
});
