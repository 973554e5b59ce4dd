// Takes snapshots of programs that leak nothing (live-programs/), at moments of no choosing, and sees whom the leak
// proof accuses: nobody may be. The last line is the sum.
//
//   node scripts/oracle/live-programs.mjs [--go 1.22.12,1.27.4] [--only WORD] [--shots N]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { goBuild, loadHeap, snapshotOf, Target } from './heap-bundle.mjs';

const { values } = parseArgs({
  options: {
    go: { type: 'string', default: '1.22.12,1.24.10,1.26.8,1.27.4' },
    only: { type: 'string', default: '' },
    shots: { type: 'string', default: '3' },
  },
});
const source = fileURLToPath(new URL('live-programs', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'trivet-live-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const heap = await loadHeap();
const total = { programs: 0, snapshots: 0, goroutines: 0, accused: 0, suspected: 0, withheld: 0 };

for (const release of values.go.split(',')) {
  const binary = join(scratch, `live-${release}`);
  goBuild(source, binary, release);
  const names = execFileSync(binary, { encoding: 'utf8' }).trim().split('\n');
  for (const name of names.filter((each) => each.includes(values.only))) {
    total.programs++;
    await watch(release, name, binary);
  }
}
const { programs, snapshots, goroutines, accused, suspected, withheld } = total;
console.log(
  `${programs} programs, ${snapshots} snapshots, ${goroutines} goroutines: ${accused} accused, ${suspected} suspected, ${withheld} snapshots without a proof`,
);
process.exitCode = accused + suspected > 0 ? 1 : 0;

async function watch(release, name, binary) {
  const target = new Target(binary, [name]);
  try {
    if (!(await target.until('READY'))) throw new Error(`${name} ended: ${target.output}`);
    const reasons = new Map();
    for (let i = 0; i < Number(values.shots); i++) {
      const { analysis } = await snapshotOf(heap, target.pid, binary, scratch);
      total.snapshots++;
      total.goroutines += analysis.goroutines.length;
      const withheld = analysis.warnings.find((warning) => warning.startsWith('No goroutine leak'));
      if (withheld) {
        total.withheld++;
        console.log(`WITHHELD ${release} ${name}: ${analysis.warnings.join(' ')}`);
      }
      for (const group of analysis.waitGroups) {
        const { verdict, alive } = group;
        if (verdict === 'alive')
          reasons.set(alive.code, (reasons.get(alive.code) ?? 0) + group.count);
        else tell(release, name, group);
      }
    }
    const shown = [...reasons].map(([code, count]) => `${code} ${count}`).join(', ');
    console.log(`${release} ${name}: ${shown}`);
  } finally {
    target.end();
  }
}

function tell(release, name, { verdict, count, proven, function: func, reason, heldBy, stack }) {
  total.accused += proven;
  if (verdict === 'suspected') total.suspected += count;
  console.log(
    `${verdict.toUpperCase()} ${release} ${name}: ${count} ${func} in ${reason}, held by ${heldBy}`,
  );
  for (const frame of stack.slice(0, 6))
    console.log(`    ${frame.function} ${frame.file}:${frame.line}`);
}
