import { expect, type Locator, type Page } from '@playwright/test';
import { WorkbenchPage } from './workbench-page';

/** The GDB panel and the editor's gutter as a person knows them. */
export class DebugPage extends WorkbenchPage {
  constructor(page: Page) {
    super(page);
  }

  /** What the program does. */
  get status(): Locator {
    return this.page.getByRole('status', { name: 'Debug with GDB' });
  }

  /** What is asked before a session begins. */
  get form(): Locator {
    return this.page.getByRole('form', { name: 'Debug with GDB' });
  }

  get goroutines(): Locator {
    return this.page.getByRole('listbox', { name: 'Goroutines of the stopped program' });
  }

  get stack(): Locator {
    return this.page.getByRole('listbox', { name: 'Stack' });
  }

  variable(name: RegExp): Locator {
    return this.page.getByRole('tree', { name: 'Variables' }).getByRole('treeitem', { name });
  }

  /** What can be done with a line, from its gutter. */
  get lineMenu(): Locator {
    return this.page.getByRole('dialog', { name: /^Line / });
  }

  /** Opens a file of the project and clicks left of the number of the line with this text. */
  async clickGutter(file: string, text: string, button: 'left' | 'right' = 'left'): Promise<void> {
    await this.page.getByRole('treeitem', { name: file }).click();
    await expect(this.source).toBeVisible({ timeout: 30_000 });
    await this.goToLine(text);
    const line = await this.sourceLine(text).boundingBox();
    const editor = await this.page
      .getByRole('region', { name: 'Source', exact: true })
      .boundingBox();
    if (line === null || editor === null) throw new Error(`no line with ${text} is in sight`);
    await this.page.mouse.click(editor.x + 10, line.y + line.height / 2, { button });
  }

  /** Scrolls the editor until the line is drawn: it draws only what is in sight, and a stop may turn it elsewhere. */
  private async goToLine(text: string): Promise<void> {
    const line = this.sourceLine(text);
    await expect(async () => {
      await this.source.focus();
      await this.page.keyboard.press('Control+Home');
      for (let turn = 0; turn < 40 && (await line.count()) === 0; turn++) {
        await this.page.keyboard.press('PageDown');
        await this.page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
      }
      await expect(line).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 60_000 });
  }

  /** Starts what the panel proposes. */
  async start(): Promise<void> {
    await this.page.keyboard.press('Alt+8');
    await this.form.getByRole('button', { name: 'Start debugging' }).click();
  }

  async expectStop(place: string): Promise<void> {
    await expect(this.status).toContainText(`Stopped at ${place}`, { timeout: 120_000 });
  }
}
