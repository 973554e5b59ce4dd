import { join } from 'node:path';
import { registerAppScheme, setupAppProtocol } from './desktop/app-protocol';
import { builtFiles, getApplication, type DesktopWindow } from './desktop/application';
import { setupCloseGuard } from './desktop/close-guard';
import { parseOpenRequest } from './desktop/command-line';
import { createDesktopHandlers } from './desktop/handlers';
import { sendEvent, setupIpc } from './desktop/ipc';
import { openLog } from './desktop/log';
import { setupMenu } from './desktop/menu';
import { createRecordingState } from './desktop/recording-state';
import { setupShutdown } from './desktop/shutdown';
import { setupSingleInstance } from './desktop/single-instance';
import { createWindow, setupPermissions } from './desktop/window';
import { RecentProjects } from './project/recent-projects';
import { findUserFolders } from './project/user-folders';
import { Terminals } from './terminal/terminals';
import { createWorkbench } from './workbench';

/** Desktop composition root. */
async function start(): Promise<void> {
  const application = getApplication();
  let window: DesktopWindow | undefined;
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
    application.quit();
    return;
  }

  const folders = findUserFolders();
  const log = openLog(join(application.dataDir, 'logs'));
  const workbench = createWorkbench({ dataDir: folders.data });
  const recording = createRecordingState();
  workbench.onEvent((name, body) => {
    recording.observe(name, body);
    sendEvent(window?.webContents, name, body);
  });
  const terminals = new Terminals({
    printed: (terminal, data) =>
      sendEvent(window?.webContents, 'terminal.printed', { terminal, data }),
    exited: (terminal, status) =>
      sendEvent(window?.webContents, 'terminal.exited', { terminal, status }),
  });

  registerAppScheme();
  setupShutdown(async () => {
    await Promise.all([workbench.dispose(), terminals.dispose()]);
  }, log);
  await application.whenReady();

  const handlers = createDesktopHandlers({
    engine: recording.watch(workbench.handlers),
    terminals,
    recent: new RecentProjects(folders.config),
    getWindow,
    getOpenRequest: () => openRequest,
  });
  setupAppProtocol(builtFiles.renderer);
  setupPermissions();
  setupIpc(handlers, {
    checkOutputs: !application.isPackaged,
    logError: (message, cause) => log.error(message, cause),
  });
  setupMenu(getWindow, application.locale());
  window = createWindow(builtFiles.preload, log);
  window.webContents.once('did-finish-load', () => workbench.warmUp());
  setupCloseGuard(window, recording.isRecording);
  window.on('closed', () => (window = undefined));
  log.info(`window opened on Electron ${application.electron}`);
}

void start();
