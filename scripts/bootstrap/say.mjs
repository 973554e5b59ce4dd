/**
 * One line for the person. Always on stderr: stdout belongs to the document that a command prints
 * with `--json`.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`trivet: ${line}\n`);
}

/** A step that could not be done, with the exact command by which the person can do it. */
export class StepFailure extends Error {
  /**
   * @param {string} message what was tried and what stopped it
   * @param {string} [remedy] a command to paste
   * @param {string} [detail] the foreign tool's own words
   */
  constructor(message, remedy, detail) {
    super(message);
    this.remedy = remedy;
    this.detail = detail;
  }

  /** Shows all of it. */
  report() {
    if (this.detail) process.stderr.write(`${this.detail.trimEnd()}\n`);
    say(this.message);
    if (this.remedy) say(`run this, then try again:\n\n    ${this.remedy}\n`);
  }
}
