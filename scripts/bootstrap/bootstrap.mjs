import { fontsStep, librariesStep, xvfbStep } from './display.mjs';
import { electronStep } from './electron.mjs';
import { gdbStep } from './gdb.mjs';
import { goStep } from './go.mjs';
import { nodeModulesStep } from './node-modules.mjs';
import { say, StepFailure } from './say.mjs';

/**
 * One thing that a checkout needs.
 * @typedef {object} Step
 * @property {string} name
 * @property {() => boolean} isDone quick: it is asked at every start
 * @property {() => Promise<void>} run throws a StepFailure with the command for the person
 */

/** @typedef {{ step: Step, needed: boolean }} Plan not needed: said when it fails, and gone on */

const need = (...steps) => steps.map((step) => ({ step, needed: true }));
const want = (...steps) => steps.map((step) => ({ step, needed: false }));

/**
 * Without go or gdb the workbench still starts: it opens bundles, and its doctor says what is
 * missing. Tests need everything.
 * @type {Record<'command' | 'window' | 'tests', readonly Plan[]>}
 */
const plans = {
  command: [...need(nodeModulesStep), ...want(goStep, gdbStep)],
  window: [
    ...need(nodeModulesStep),
    ...want(goStep, gdbStep),
    ...need(electronStep, librariesStep),
    ...want(fontsStep),
  ],
  tests: need(
    ...[nodeModulesStep, goStep, gdbStep, electronStep, librariesStep, fontsStep, xvfbStep],
  ),
};

/**
 * Makes the checkout ready; what is already there costs nothing and says nothing.
 * @param {keyof typeof plans} purpose
 * @returns {Promise<boolean>} false: something needed is missing, and the person has been told
 */
export async function bootstrap(purpose) {
  for (const { step, needed } of plans[purpose]) {
    if (step.isDone()) continue;
    try {
      await step.run();
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      error.report();
      say(needed ? `cannot go on without: ${step.name}` : `going on without: ${step.name}`);
      if (needed) return false;
    }
  }
  return true;
}
