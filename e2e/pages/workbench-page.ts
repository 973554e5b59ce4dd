import { expect, type Locator, type Page } from '@playwright/test';

/** The workbench as a person knows it: found by role and name, never by CSS class. */
export class WorkbenchPage {
  constructor(readonly page: Page) {}

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name, exact: true });
  }

  get sentence(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get steps(): Locator {
    return this.page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  }

  get source(): Locator {
    return this.page.getByLabel(/^Source of /);
  }

  /** A line of the open file; the editor renders only the lines in sight. */
  sourceLine(text: string): Locator {
    return this.page.getByRole('region', { name: 'Source', exact: true }).getByText(text).first();
  }

  activityButton(name: string): Locator {
    return this.page
      .getByRole('navigation', { name: 'Activities' })
      .getByRole('button', { name, exact: true });
  }

  /** Shows an activity's side bar; a click on the one that is shown would hide it. */
  async activity(name: string): Promise<void> {
    const button = this.activityButton(name);
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
  }

  /** Sets up and starts an investigation of the open project. */
  async investigate(seconds: number): Promise<void> {
    await this.page.getByRole('spinbutton', { name: 'Recording, seconds' }).fill(String(seconds));
    await this.page
      .getByRole('form', { name: 'Investigate' })
      .getByRole('button', { name: 'Investigate' })
      .click();
  }

  async expectRunning(step: RegExp): Promise<void> {
    await expect(this.steps.filter({ hasText: step })).toHaveAttribute('aria-current', 'step', {
      timeout: 60_000,
    });
  }

  /** Goes to a control by Tab alone, as somebody without a mouse must. */
  async tabTo(target: Locator, maxStops = 60): Promise<void> {
    for (let stop = 0; stop < maxStops; stop++) {
      await this.page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`${String(target)} is not within ${maxStops} stops of Tab`);
  }

  /** Exports by the button of this name and waits until the file is there. */
  async export(button: string, path: string): Promise<void> {
    await this.button(button).first().click();
    await expect(this.page.getByRole('status', { name: 'Done' })).toContainText(path, {
      timeout: 30_000,
    });
  }
}
