import { app, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { registerAppScheme, setupAppProtocol } from './desktop/app-protocol';
import { setupCloseGuard } from './desktop/close-guard';
import { parseOpenRequest } from './desktop/command-line';
import { createDesktopHandlers } from './desktop/handlers';
import { sendEvent, setupIpc } from './desktop/ipc';
import { openLog } from './desktop/log';
import { setupMenu } from './desktop/menu';
import { RecentProjects } from './desktop/recent-projects';
import { createRecordingState } from './desktop/recording-state';
import { setupShutdown } from './desktop/shutdown';
import { setupSingleInstance } from './desktop/single-instance';
import { createWindow, setupPermissions } from './desktop/window';
import { Terminals } from './terminal/terminals';
import { createWorkbench } from './workbench';

/** Desktop composition root. `__dirname` is `dist/main`: the bundle is CommonJS. */
function start(): void {
  let window: BrowserWindow | undefined;
  let openRequest = parseOpenRequest(process.argv, process.cwd());
  const getWindow = () => window;

  const isFirst = setupSingleInstance((request) => {
    openRequest = request ?? openRequest;
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
    if (request !== undefined) {
      sendEvent(window?.webContents, 'menu.chosen', { command: 'app.open-requested' });
    }
  });
  if (!isFirst) {
    app.quit();
    return;
  }

  const log = openLog(join(app.getPath('userData'), 'logs'));
  const workbench = createWorkbench({ dataDir: app.getPath('userData') });
  const terminals = new Terminals({
    printed: (terminal, data) =>
      sendEvent(window?.webContents, 'terminal.printed', { terminal, data }),
    exited: (terminal, status) =>
      sendEvent(window?.webContents, 'terminal.exited', { terminal, status }),
  });
  const recording = createRecordingState();
  workbench.onEvent((name, body) => {
    if (name === 'investigation.ended') {
      recording.ended((body as { investigation: string }).investigation);
    }
    sendEvent(window?.webContents, name, body);
  });

  registerAppScheme();
  setupShutdown(async () => {
    await Promise.all([workbench.dispose(), terminals.dispose()]);
  }, log);

  void app.whenReady().then(() => {
    setupAppProtocol(join(__dirname, '../renderer'));
    setupPermissions();
    setupIpc(
      createDesktopHandlers({
        engine: recording.watch(workbench.handlers),
        terminals,
        recent: new RecentProjects(join(app.getPath('userData'), 'recent.json')),
        getWindow,
        getOpenRequest: () => openRequest,
      }),
      { checkOutputs: !app.isPackaged, logError: (message, cause) => log.error(message, cause) },
    );
    setupMenu(getWindow, app.getLocale());
    window = createWindow(join(__dirname, '../preload/index.cjs'), log);
    setupCloseGuard(window, recording.isRecording);
    window.on('closed', () => (window = undefined));
    log.info(`window opened on Electron ${process.versions.electron}`);
  });
}

start();
