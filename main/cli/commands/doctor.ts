import { readVersion } from '../../resources';
import { doctor } from '../../toolchain/doctor';
import type { Command } from '../command-line';
import { exitStatus, printJson } from '../output';

const marks = { ok: '✓', warn: '!', fail: '✗' } as const;

/** `trivet doctor [PID]`: what works on this machine, or with this process, what not, and what to do. */
export async function printDoctor({
  json,
  pid,
}: Extract<Command, { name: 'doctor' }>): Promise<number> {
  const report = await doctor({ trivet: readVersion(), pid });
  if (json) await printJson(report);
  else {
    const lines = report.checks.flatMap(({ state, title, says, remedy }) => [
      `${marks[state]} ${title}: ${says}`,
      ...(remedy === undefined ? [] : [`    → ${remedy}`]),
    ]);
    process.stdout.write(`${report.summary}\n\n${lines.join('\n')}\n`);
  }
  const failed = report.checks.some(({ state }) => state === 'fail');
  return failed ? exitStatus.incomplete : exitStatus.nothingConfirmed;
}
