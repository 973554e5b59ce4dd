import { app, type BrowserWindow } from 'electron';
import { join } from 'node:path';

export type DesktopWindow = BrowserWindow;

/** What `main/index.ts` needs to know of the running application. */
export interface Application {
  /** Chromium's folder of this user (`--user-data-dir`); the log lies there too. */
  readonly dataDir: string;
  /** False when run from a checkout: then replies are checked against the contract too. */
  readonly isPackaged: boolean;
  readonly electron: string;
  locale(): string;
  whenReady(): Promise<void>;
  quit(): void;
}

export function getApplication(): Application {
  return {
    dataDir: app.getPath('userData'),
    isPackaged: app.isPackaged,
    electron: process.versions.electron,
    locale: () => app.getLocale(),
    whenReady: () => app.whenReady(),
    quit: () => app.quit(),
  };
}

/** Built files beside the main bundle, which is CommonJS in `dist/main`. */
export const builtFiles = {
  renderer: join(__dirname, '../renderer'),
  preload: join(__dirname, '../preload/index.cjs'),
};
