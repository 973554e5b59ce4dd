import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '../../app/contract/result';
import { AgentFrameReader, type AgentReply } from './agent-frames';
import type { TargetFailure } from './target-client';

const defaultTimeoutMs = 30_000;

type Answer = Result<Uint8Array, TargetFailure>;

interface Pending {
  readonly request: string;
  readonly settle: (answer: Answer) => void;
}

/** One connection to the agent in a target. Requests are answered in order. */
export class AgentConnection {
  readonly #socket: Socket;
  readonly #pending: Pending[] = [];
  #closed: TargetFailure | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new AgentFrameReader((reply) => this.#settle(reply));
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.on('error', (cause) => this.#fail('The connection to the agent broke.', String(cause)));
    socket.on('close', () => this.#fail('The target closed the connection to the agent.'));
  }

  request(request: string, timeoutMs = defaultTimeoutMs): Promise<Answer> {
    if (this.#closed !== undefined) return Promise.resolve(err(this.#closed));
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        // Later answers could no longer be told apart, so the connection is of no more use.
        const message = `The agent did not answer "${request}" within ${timeoutMs} ms.`;
        this.#end({ code: 'timeout', message });
      }, timeoutMs);
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.#pending.push({ request, settle });
      this.#socket.write(`${request}\n`);
    });
  }

  close(): void {
    this.#end({ code: 'cancelled', message: 'The connection to the agent was closed.' });
  }

  #settle(reply: AgentReply): void {
    if (reply.kind === 'malformed') {
      this.#fail('The agent answered in a way that is not understood.');
      return;
    }
    const next = this.#pending.shift();
    if (next === undefined) return;
    if (reply.kind === 'done') next.settle(ok(reply.body));
    else next.settle(err(refusal(next.request, reply.message)));
  }

  #fail(message: string, detail?: string): void {
    this.#end({ code: 'agent-unreachable', message, detail });
  }

  #end(failure: TargetFailure): void {
    if (this.#closed !== undefined) return;
    this.#closed = failure;
    this.#socket.destroy();
    for (const { settle } of this.#pending.splice(0)) settle(err(failure));
  }
}

function refusal(request: string, said: string): TargetFailure {
  const message = `The agent in the target could not do "${request}": ${said}.`;
  return { code: 'unsupported', message };
}

/** Waits until the agent in a starting target listens. Gives up when `gaveUp` says why. */
export async function connectAgent(
  socketPath: string,
  options: { readonly timeoutMs: number; readonly gaveUp: () => TargetFailure | undefined },
): Promise<Result<AgentConnection, TargetFailure>> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    const stopped = options.gaveUp();
    if (stopped !== undefined) return err(stopped);
    const socket = await tryConnect(socketPath);
    if (socket !== undefined) return ok(new AgentConnection(socket));
    if (Date.now() >= deadline) {
      return err({
        code: 'agent-unreachable',
        message: `The target runs, but its agent did not answer within ${Math.round(options.timeoutMs / 1000)} s.`,
        remedy:
          'The agent starts before the program’s own init functions; look for a package-level variable or an imported package that blocks at start.',
      });
    }
    await sleep(20);
  }
}

function tryConnect(socketPath: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}
