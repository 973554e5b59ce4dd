import type {
  Bridge,
  EventBody,
  EventName,
  RawInput,
  Reply,
  RequestName,
} from '../../app/contract/ipc';

declare global {
  interface Window {
    workbench: Bridge;
  }
}

/** The only user of `window.workbench`. */
export const request = <N extends RequestName>(name: N, input: RawInput<N>): Promise<Reply<N>> =>
  window.workbench.request(name, input);

/** @returns a function that ends the subscription. */
export const subscribe = <N extends EventName>(
  name: N,
  listener: (body: EventBody<N>) => void,
): (() => void) => window.workbench.on(name, listener);

/** Identity of the engine behind the window: replies are cached for one engine only. */
export const getEngine = (): object => window.workbench;
