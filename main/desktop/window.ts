import { BrowserWindow, nativeTheme, session } from 'electron';
import { appOrigin, isOwnUrl } from './app-protocol';
import { openExternal } from './external-links';
import type { Log } from './log';

/** Window background before the page paints, from the design tokens. */
const background = { dark: '#0e1116', light: '#f6f7f9' };

/** The page asks for nothing of the system: no camera, no notification, no clipboard reading. */
export function setupPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === 'clipboard-sanitized-write'),
  );
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  );
}

/** The one window: sandboxed, unable to leave our page or to open another. */
export function createWindow(preload: string, log: Log): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Trivet',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  const { webContents } = window;
  webContents.on('will-navigate', (event, url) => {
    if (!isOwnUrl(url)) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    void openExternal(url);
    return { action: 'deny' };
  });
  webContents.on('render-process-gone', (_event, { reason }) => {
    log.error(`The window's process ended: ${reason}`);
    // Captures stand on disk and the engine lives on: a fresh page shows them again.
    if (reason !== 'clean-exit' && reason !== 'killed' && !window.isDestroyed()) window.reload();
  });
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}
