import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { events, requests, type Bridge, type EventBody, type EventName } from '../contract/ipc';

const bridge: Bridge = {
  /** Names are checked here as well, so a script injected in the page cannot reach other channels. */
  request(name, input) {
    if (!Object.hasOwn(requests, name)) throw new Error(`unknown request ${String(name)}`);
    return ipcRenderer.invoke(name, input);
  },
  on<N extends EventName>(name: N, listener: (body: EventBody<N>) => void) {
    if (!Object.hasOwn(events, name)) throw new Error(`unknown event ${String(name)}`);
    // The event object carries the sender and must not reach the page.
    const forward = (_event: IpcRendererEvent, body: EventBody<N>) => listener(body);
    ipcRenderer.on(name, forward);
    return () => {
      ipcRenderer.removeListener(name, forward);
    };
  },
};

contextBridge.exposeInMainWorld('workbench', bridge);
