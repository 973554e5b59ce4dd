import { app } from 'electron';
import { parseOpenRequest, type OpenRequest } from './command-line';

/** @returns false in a second instance, whose arguments the first one then receives. */
export function setupSingleInstance(onSecond: (request: OpenRequest | undefined) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv, cwd) => onSecond(parseOpenRequest(argv, cwd)));
  return true;
}
