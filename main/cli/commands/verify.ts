import { join, resolve } from 'node:path';
import { AnalysisClient } from '../../analysis/client';
import { verifyBundle } from '../../analysis/verify-bundle';
import type { Command } from '../command-line';
import { exitStatus, printFailure, printJson } from '../output';

/** `trivet verify`: hashes and verdict, recomputed from the artefacts. */
export async function verify({
  bundle,
  json,
}: Extract<Command, { name: 'verify' }>): Promise<number> {
  const analysis = new AnalysisClient(join(__dirname, 'worker.cjs'));
  try {
    const verified = await verifyBundle(resolve(bundle), analysis);
    if (!verified.ok) {
      printFailure(verified.error);
      if (json) await printJson({ format: 1, failure: verified.error });
      return exitStatus.incomplete;
    }
    const { hashes, verdict, says } = verified.value;
    if (json) await printJson({ format: 1, hashes, verdict, says });
    else process.stdout.write(`${says.join('\n')}\n`);
    return hashes && verdict ? exitStatus.nothingConfirmed : exitStatus.differs;
  } finally {
    await analysis.dispose();
  }
}
