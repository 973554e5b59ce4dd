import { readFile } from 'node:fs/promises';
import type { DoctorCheck } from '../../app/contract/doctor';
import { runProcess } from '../process/run-process';

const neededMiB = 1024;

/** The memory leg reads /proc/PID; some hardened systems mount it so that it cannot. */
export async function checkProc(): Promise<DoctorCheck> {
  const check = { id: 'proc', title: '/proc' };
  if (process.platform !== 'linux') {
    return { ...check, state: 'warn', says: 'This system has no /proc: no attach, no memory leg.' };
  }
  try {
    await readFile('/proc/self/maps');
    await readFile('/proc/self/auxv');
    return { ...check, state: 'ok', says: '/proc can be read.' };
  } catch (error) {
    const remedy = 'Mount /proc without hidepid, or run as the user of the target.';
    return { ...check, state: 'fail', says: `/proc cannot be read: ${String(error)}`, remedy };
  }
}

/** Space for session folders: a recording takes some hundred MB. */
export async function checkDisk(dir: string): Promise<DoctorCheck> {
  const check = { id: 'disk', title: 'Disk space' };
  // fs.statfs came with Node 18.15, after the oldest Electron we run on.
  const run = await runProcess('df', ['-Pk', dir], { timeoutMs: 10_000 });
  const available = run.ok
    ? run.value.stdout.trim().split('\n').at(-1)?.split(/\s+/)[3]
    : undefined;
  if (available === undefined || !/^\d+$/.test(available)) {
    return { ...check, state: 'warn', says: `The free space under ${dir} could not be read.` };
  }
  const freeMiB = Math.floor(Number(available) / 1024);
  const says = `${freeMiB} MiB free under ${dir}.`;
  if (freeMiB >= neededMiB) return { ...check, state: 'ok', says };
  const remedy = `Free some space (${neededMiB} MiB is comfortable), or choose another folder with --out.`;
  return { ...check, state: freeMiB < neededMiB / 8 ? 'fail' : 'warn', says, remedy };
}

/** The window needs one; the command line does not. */
export function checkDisplay(env: NodeJS.ProcessEnv): DoctorCheck {
  const check = { id: 'display', title: 'Display' };
  if (process.platform !== 'linux')
    return { ...check, state: 'ok', says: 'The system has a display.' };
  const name = env['WAYLAND_DISPLAY'] || env['DISPLAY'];
  if (name) return { ...check, state: 'ok', says: `The window opens on display ${name}.` };
  return {
    ...check,
    state: 'warn',
    says: 'There is no display: the window cannot open. The command line does everything but the window.',
    remedy: 'Set DISPLAY, or use: trivet investigate DIR',
  };
}
