import { readFile } from 'node:fs/promises';

/** Stopped as by SIGSTOP, not by a debugger; false also for a process that has ended. Linux. */
export async function isStopped(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  } catch {
    return false;
  }
}
