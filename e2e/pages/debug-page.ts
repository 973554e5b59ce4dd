import { expect, type Locator, type Page } from '@playwright/test';
import { WorkbenchPage } from './workbench-page';

/** In the page: until its next frame. */
const frame = () => new Promise((next) => requestAnimationFrame(next));

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
    await expect(async () => {
      await this.goToLine(text);
      const line = await this.placeOfLine(text);
      await this.page.evaluate(frame);
      // The file that opens and a stop that is shown both turn the editor elsewhere, when they come to it.
      expect(await this.placeOfLine(text)).toEqual(line);
      const editor = await this.page
        .getByRole('region', { name: 'Source', exact: true })
        .boundingBox();
      if (editor === null) throw new Error('no source is in sight');
      await this.page.mouse.click(editor.x + 10, line.y + line.height / 2, { button });
    }).toPass({ timeout: 60_000 });
  }

  private async placeOfLine(text: string) {
    const place = await this.sourceLine(text).boundingBox({ timeout: 1000 });
    if (place === null) throw new Error(`no line with ${text} is in sight`);
    return place;
  }

  /** Scrolls the editor until the line is drawn: it draws only what is in sight. */
  private async goToLine(text: string): Promise<void> {
    const line = this.sourceLine(text);
    await this.source.focus();
    await this.page.keyboard.press('Control+Home');
    for (let turn = 0; turn < 40 && (await line.count()) === 0; turn++) {
      await this.page.keyboard.press('PageDown');
      await this.page.evaluate(frame);
    }
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
