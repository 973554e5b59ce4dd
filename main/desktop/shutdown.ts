import { app } from 'electron';
import type { Log } from './log';

/** Longest wait for children to leave before the application goes without them. */
const maxWaitMs = 5000;

/** Ends what we started before we end: a target program must not outlive the window. */
export function setupShutdown(dispose: () => Promise<void>, log: Log): void {
  let state: 'running' | 'ending' | 'ended' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'ended') return;
    event.preventDefault();
    if (state === 'ending') return;
    state = 'ending';
    const limit = new Promise<void>((resolve) => setTimeout(resolve, maxWaitMs));
    void Promise.race([dispose(), limit])
      .catch((bug: unknown) => log.error('dispose failed', bug))
      .then(() => {
        state = 'ended';
        app.exit(0);
      });
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => app.quit());
  }
  process.on('uncaughtException', (bug) => {
    log.error('uncaught exception', bug);
    app.quit();
  });
  process.on('unhandledRejection', (bug) => log.error('unhandled rejection', bug));
}
