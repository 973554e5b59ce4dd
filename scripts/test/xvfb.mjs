import { spawn } from 'node:child_process';

/** Until Xvfb has chosen a display and says which. */
const startMs = 20_000;

/**
 * A display of the tests' own, so that no window of theirs takes a person's keyboard.
 * @returns {Promise<{ display: string, stop: () => void }>}
 */
export function startXvfb() {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const stop = () => child.kill('SIGTERM');
  return new Promise((resolve, reject) => {
    let complaint = '';
    const give = (reason) => {
      stop();
      reject(new Error(`Xvfb did not start: ${reason}\n${complaint}`));
    };
    const timer = setTimeout(give, startMs, `no display within ${startMs / 1000} s`);
    child.stderr.on('data', (chunk) => (complaint += chunk));
    child.on('error', (error) => give(error.message));
    child.on('exit', (status) => give(`status ${status}`));
    child.stdio[3].once('data', (number) => {
      clearTimeout(timer);
      resolve({ display: `:${String(number).trim()}`, stop });
    });
  });
}
