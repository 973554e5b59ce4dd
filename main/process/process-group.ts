import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type EndSignal = 'SIGTERM' | 'SIGKILL';

/** True while any process of the group is left. A group has the id of the process that led it. */
export function isGroupAlive(group: number): boolean {
  try {
    process.kill(process.platform === 'win32' ? group : -group, 0);
  } catch (error) {
    // EPERM: alive, but it changed its user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return process.platform !== 'linux' || hasLivingMember(group);
}

/** An orphan may wait long for an init to reap it (in a container for ever), and still answers signals. */
function hasLivingMember(group: number): boolean {
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      // The name, in parentheses, may itself hold spaces and parentheses.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, , memberOf] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(memberOf) === group && state !== 'Z' && state !== 'X') return true;
    } catch {
      continue; // it ended between the listing and the reading
    }
  }
  return false;
}

/** Sends to every process of the group; a group that is gone is no error. */
export function signalGroup(group: number, signal: EndSignal): void {
  if (process.platform === 'win32') {
    // Windows has no groups: taskkill walks the tree, and only with /F does it end console programs.
    spawnSync('taskkill', ['/PID', String(group), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-group, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** `first`, up to `graceMs` to comply, then SIGKILL. Resolves once nothing of the group is left. */
export async function endGroup(group: number, first: EndSignal, graceMs: number): Promise<void> {
  signalGroup(group, first);
  if (await isGoneWithin(group, graceMs)) return;
  signalGroup(group, 'SIGKILL');
  await isGoneWithin(group, 1000);
}

async function isGoneWithin(group: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (isGroupAlive(group)) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}
