import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { lineOf } from './fixtures/findings';
import { goBuild, processesIn, repository, scratch } from './fixtures/trivet';
import { violations } from './fixtures/violations';
import { expect, test } from './fixtures/window';
import { DebugPage } from './pages/debug-page';

const till = join(repository, 'e2e/targets/till');
const stopHere = lineOf('e2e/targets/till/main.go', '// stop here');

test('a breakpoint in the gutter stops the program; variables, stacks, steps and its end', async ({
  start,
}) => {
  test.setTimeout(300_000);
  const { page } = await start('--open', till);
  const debug = new DebugPage(page);
  await debug.clickGutter('main.go', '// stop here');
  await debug.start();
  await debug.expectStop(`main.go:${stopHere}`);
  await expect(debug.status).toContainText('breakpoint · G1');
  await expect(debug.sourceLine('// stop here')).toBeVisible();

  await expect(debug.variable(/^paid.*buyer: "Ada"/)).toBeVisible();
  await expect(debug.variable(/^total.*not assigned yet/)).toBeVisible();
  await debug.variable(/^paid/).click();
  await expect(debug.variable(/^cents.*\[250, 120\]/)).toBeVisible();

  // A goroutine that does not run has a stack and locals too.
  const waiting = debug.goroutines.getByRole('option', { name: /main\.cashier.*chan receive/ });
  await expect(waiting).toHaveCount(2);
  await waiting.first().click();
  await expect(debug.stack).toContainText('main.cashier');
  await expect(debug.variable(/^desk\s*[12]/)).toBeVisible();
  await debug.goroutines.getByRole('option', { name: /^G1 / }).click();

  await page.keyboard.press('F11');
  await debug.expectStop(`main.go:${lineOf('e2e/targets/till/main.go', 'total := 0')}`);
  await expect(debug.stack.getByRole('option')).toContainText(['main.sum', 'main.main']);
  await page.keyboard.press('Shift+F11');
  await debug.expectStop(`main.go:${stopHere}`);
  await page.keyboard.press('F10');
  await debug.expectStop(`main.go:${stopHere + 1}`);
  await expect(debug.variable(/^total\s*370/)).toBeVisible();

  await page.keyboard.press('F5');
  await expect(debug.status).toHaveText('The program ended with status 3.', { timeout: 60_000 });
  await debug.tab('Output').click();
  await expect(page.getByRole('log', { name: 'Target program' })).toContainText('total 370');
});

test('the gutter has a menu: a message in place of a stop, running to a line, a variable that is set', async ({
  start,
}) => {
  test.setTimeout(300_000);
  const { page } = await start('--open', till);
  const debug = new DebugPage(page);
  await debug.clickGutter('main.go', 'total += each', 'right');
  await debug.lineMenu.getByRole('button', { name: 'Add a breakpoint' }).click();
  await debug.lineMenu.getByRole('textbox', { name: /^Message of/ }).fill('each is {each}');
  await page.keyboard.press('Enter');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(debug.lineMenu).toHaveCount(0);
  await debug.clickGutter('main.go', '// stop here');
  await debug.start();
  await debug.expectStop(`main.go:${stopHere}`);
  await debug.clickGutter('main.go', 'fmt.Println("total"', 'right');
  await debug.lineMenu.getByRole('button', { name: /^Run to line/ }).click();
  await debug.expectStop(`main.go:${stopHere + 1}`);
  await expect(page.getByRole('log', { name: 'GDB console' })).toContainText('each is 250');
  await debug.variable(/^total/).hover();
  await page.getByRole('button', { name: 'Set total' }).click();
  const field = page.getByRole('textbox', { name: 'Set total' });
  await field.fill('7');
  await field.press('Enter');
  await expect(debug.variable(/^total\s*7/)).toBeVisible();
  await page.keyboard.press('F5');
  await expect(debug.status).toHaveText('The program ended with status 3.', { timeout: 60_000 });
  await debug.tab('Output').click();
  await expect(page.getByRole('log', { name: 'Target program' })).toContainText('total 7');
});

test('console, watch, registers and disassembly answer, and nothing is serious in either theme', async ({
  start,
}) => {
  test.setTimeout(300_000);
  const { page } = await start('--open', till);
  const debug = new DebugPage(page);
  await debug.clickGutter('main.go', '// stop here');
  await debug.start();
  await debug.expectStop(`main.go:${stopHere}`);

  const command = page.getByRole('textbox', { name: 'GDB command' });
  await command.fill('print 6 * 7');
  await command.press('Enter');
  await expect(page.getByRole('log', { name: 'GDB console' })).toContainText('$1 = 42');
  await command.fill('info sourc');
  await command.press('Tab');
  await expect(command).toHaveValue('info source');

  const section = (name: string) =>
    page.getByRole('group', { name: 'More of the session' }).getByRole('button', { name });
  await section('Watch').click();
  await page.getByRole('textbox', { name: 'Expression to watch' }).fill('paid.cents[1]');
  await page.getByRole('textbox', { name: 'Expression to watch' }).press('Enter');
  await expect(page.getByRole('treeitem', { name: /^paid\.cents\[1\]\s*120/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Expression to watch' }).fill('len(paid.cents)');
  await page.getByRole('textbox', { name: 'Expression to watch' }).press('Enter');
  await expect(page.getByRole('treeitem', { name: /^len\(paid\.cents\)\s*2/ })).toBeVisible();
  await section('Registers').click();
  await expect(page.getByRole('region', { name: 'Registers' })).toContainText('main.main+');
  await section('Disassembly').click();
  const code = page.getByRole('region', { name: 'Disassembly of main.main' });
  await expect(code).toContainText('<main.sum>');
  await expect(code).toContainText(`main.go:${stopHere}`);
  await section('Breakpoints').click();
  await expect(page.getByRole('textbox', { name: /^Condition of main\.go/ })).toBeVisible();
  for (const theme of ['dark', 'light']) {
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    expect(await violations(page), theme).toEqual([]);
  }
});

test('closing the window ends the program that was launched', async ({ start }) => {
  test.setTimeout(180_000);
  const { app, page, home } = await start('--open', till);
  const debug = new DebugPage(page);
  // An opened project shows Investigate first.
  await expect(page.getByRole('form', { name: 'Investigate' })).toBeVisible();
  await page.keyboard.press('Alt+8');
  await debug.form.getByRole('textbox', { name: 'Arguments' }).fill('forever');
  await debug.start();
  await expect(debug.status).toContainText('start of main.main', { timeout: 120_000 });
  await page.keyboard.press('F5');
  await expect(debug.status).toContainText('Running');
  await expect.poll(() => processesIn(join(home, 'data/debug'))).toHaveLength(1);
  await app.close();
  expect(await processesIn(join(home, 'data/debug'))).toEqual([]);
});

test('a process that was attached to goes on when the session ends', async ({ start }) => {
  test.setTimeout(180_000);
  const out = await scratch();
  const program = join(out.path, 'till');
  await goBuild(till, program);
  const target = spawn(program, ['forever'], { stdio: 'ignore' });
  const { page } = await start();
  const debug = new DebugPage(page);
  await page.keyboard.press('Alt+8');
  await page.getByRole('radio', { name: 'Attach' }).check();
  await debug.form.getByRole('textbox', { name: 'Process ID' }).fill(String(target.pid));
  await debug.start();
  await expect(debug.status).toContainText('attached', { timeout: 60_000 });
  await expect(debug.goroutines).toContainText('main.main');
  await page.keyboard.press('Shift+F5');
  await expect(debug.status).toHaveText('The session has ended.', { timeout: 60_000 });
  expect(target.exitCode).toBeNull();
  expect(await processesIn(out.path)).toEqual([target.pid]);
  target.kill('SIGKILL');
  await out.dispose();
});
