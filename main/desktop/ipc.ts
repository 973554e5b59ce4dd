import { ipcMain, type WebContents } from 'electron';
import {
  requests,
  type EventBody,
  type EventName,
  type Reply,
  type RequestName,
  type Handlers,
} from '../../app/contract/ipc';
import { err } from '../../app/contract/result';
import { answer, type AnswerOptions } from './answer';
import { isOwnUrl } from './app-protocol';

/**
 * The only caller of `ipcMain.handle`: binds every request of the contract once, for every window.
 * Electron reduces a thrown error to text, so none may escape.
 */
export function setupIpc(handlers: Handlers, options: AnswerOptions): void {
  const serve = <N extends RequestName>(name: N) => {
    ipcMain.handle(name, async (event, raw: unknown): Promise<Reply<N>> => {
      if (!isOwnUrl(event.senderFrame?.url)) {
        return err({ code: 'bad-request', message: `Refused "${name}" from a foreign page.` });
      }
      return answer(name, handlers[name], raw, options);
    });
  };
  for (const name of Object.keys(requests) as RequestName[]) serve(name);
}

/** A window that has gone hears nothing, and that is no failure. */
export function sendEvent<N extends EventName>(
  to: WebContents | undefined,
  name: N,
  body: EventBody<N>,
): void {
  if (to !== undefined && !to.isDestroyed()) to.send(name, body);
}
