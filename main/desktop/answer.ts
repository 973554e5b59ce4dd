import {
  requests,
  type Handler,
  type Input,
  type Output,
  type Reply,
  type RequestName,
} from '../../app/contract/ipc';
import { err } from '../../app/contract/result';

export interface AnswerOptions {
  /** Development and tests: a reply that breaks the contract is a bug, found here. */
  readonly checkOutputs: boolean;
  readonly logError: (message: string, cause: unknown) => void;
}

/** Input checked, handler run, bugs caught: what goes back is always a reply of the contract. */
export async function answer<N extends RequestName>(
  name: N,
  handler: Handler<N> | undefined,
  raw: unknown,
  options: AnswerOptions,
): Promise<Reply<N>> {
  const input = requests[name].input.safeParse(raw);
  if (!input.success) {
    return err({
      code: 'bad-request',
      message: `Refused a malformed "${name}" request.`,
      detail: input.error.message,
    });
  }
  try {
    if (handler === undefined) throw new Error(`no handler for "${name}"`);
    const reply = await handler(input.data as Input<N>);
    if (!options.checkOutputs || !reply.ok) return reply;
    return { ok: true, value: requests[name].output.parse(reply.value) as Output<N> };
  } catch (bug) {
    options.logError(`"${name}" hit a bug`, bug);
    return err({
      code: 'internal',
      message: `"${name}" hit a bug in the workbench. The log has its stack.`,
      ...(bug instanceof Error && { detail: bug.message }),
    });
  }
}
