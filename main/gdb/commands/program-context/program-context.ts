import { tell } from '../reply';

/** `-exec-arguments`. Without a shell GDB itself splits them; it knows quotes and backslashes. */
export const execArguments = tell('exec-arguments', (...args: readonly string[]) =>
  args.map(quoteProgramArgument),
);
/** `-environment-cd`: the target's working directory. */
export const environmentCd = tell('environment-cd', (dir: string) => [dir]);
/** `-inferior-tty-set`: the terminal the target is to have; else it shares GDB's own output. */
export const inferiorTtySet = tell('inferior-tty-set', (tty: string) => [tty]);

/** GDB splits what it is given as a shell would, also with `startup-with-shell off`. */
function quoteProgramArgument(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
