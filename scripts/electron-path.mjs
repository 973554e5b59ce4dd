// Prints the Electron that `npm start` and the tests use.
import { findElectron } from './bootstrap/electron.mjs';

const electron = findElectron();
if (electron) process.stdout.write(`${electron}\n`);
else process.exitCode = 1;
