import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bridge } from '../contract/ipc';

// The electron package has no runtime outside Electron: importing it would start a download.
const { exposed, ipcRenderer } = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  ipcRenderer: { invoke: vi.fn(), on: vi.fn(), removeListener: vi.fn() },
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (key: string, api: unknown) => exposed.set(key, api) },
  ipcRenderer,
}));

let bridge: Bridge;
beforeAll(async () => {
  await import('./index');
  bridge = exposed.get('workbench') as Bridge;
});
beforeEach(() => vi.clearAllMocks());

describe('preload', () => {
  test('puts request and on under window.workbench, and nothing else', () => {
    expect([...exposed.keys()]).toEqual(['workbench']);
    expect(Object.keys(bridge).sort()).toEqual(['on', 'request']);
  });

  test('forwards a request of the contract', async () => {
    ipcRenderer.invoke.mockResolvedValue({ ok: true, value: [] });
    await bridge.request('case.list', {});
    expect(ipcRenderer.invoke).toHaveBeenCalledWith('case.list', {});
  });

  test('refuses channels that the contract does not name', () => {
    expect(() => bridge.request('shell.run' as 'case.list', {})).toThrow('unknown request');
    expect(() => bridge.request('constructor' as 'case.list', {})).toThrow('unknown request');
    expect(() => bridge.on('shell.ran' as 'menu.chosen', () => undefined)).toThrow('unknown event');
    expect(ipcRenderer.invoke).not.toHaveBeenCalled();
  });

  test('hands a listener the body without the event, until it unsubscribes', () => {
    const heard: unknown[] = [];
    const stop = bridge.on('menu.chosen', (body) => heard.push(body));
    const [channel, forward] = ipcRenderer.on.mock.calls[0] as [
      string,
      (...args: unknown[]) => void,
    ];
    forward({ sender: 'secret' }, { command: 'palette.open' });
    expect(heard).toEqual([{ command: 'palette.open' }]);
    stop();
    expect(ipcRenderer.removeListener).toHaveBeenCalledWith(channel, forward);
  });
});
