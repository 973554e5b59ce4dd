import { tell } from '../reply';

const none = () => [];

// The answer says only that the target runs; where it stops comes as a `*stopped` record.

/** `-exec-run`; with `isToStop` it stops at the first line of main.main. */
export const execRun = tell('exec-run', (isToStop = false) => (isToStop ? ['--start'] : []), {
  timeoutMs: 120_000,
});
/** `-exec-continue` */
export const execContinue = tell('exec-continue', none);
/** `-exec-step`: into calls. */
export const execStep = tell('exec-step', none);
/** `-exec-next`: over calls. */
export const execNext = tell('exec-next', none);
/** `-exec-step-instruction`: into calls. */
export const execStepInstruction = tell('exec-step-instruction', none);
/** `-exec-next-instruction`: over calls. */
export const execNextInstruction = tell('exec-next-instruction', none);
/** `-exec-finish`: to the end of the selected frame's function. */
export const execFinish = tell('exec-finish', none);
/** `-exec-interrupt`: stops every thread. */
export const execInterrupt = tell('exec-interrupt', () => ['--all']);
