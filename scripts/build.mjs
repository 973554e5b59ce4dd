// Builds dist/ out of app/, main/ and renderer/. `--watch` rebuilds at every change; `--force`
// builds even what is up to date.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEngine, engineInputs, watchEngine } from './build/engine.mjs';
import { dist } from './build/paths.mjs';
import { buildRenderer, hasRenderer, rendererInputs } from './build/renderer.mjs';
import { computeSourceHash } from './build/source-hash.mjs';

const parts = [
  { name: 'engine', inputs: engineInputs, present: () => true, build: buildEngine },
  { name: 'window', inputs: rendererInputs, present: hasRenderer, build: buildRenderer },
];

const stampOf = (part) => join(dist, `.${part.name}.stamp`);

function isCurrent(part, hash) {
  return existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === hash;
}

async function buildPart(part, hash) {
  // A build that dies half-way must not look finished.
  rmSync(stampOf(part), { force: true });
  await part.build();
  mkdirSync(dist, { recursive: true });
  writeFileSync(stampOf(part), hash);
}

/**
 * Builds what changed since the last build; a part that fails does not keep the others from it.
 * @param {{ force?: boolean, report?: (line: string) => void }} options
 */
export async function buildAll({ force = false, report = () => undefined } = {}) {
  const failures = [];
  for (const part of parts) {
    if (!part.present()) continue;
    const hash = computeSourceHash(part.inputs);
    if (!force && isCurrent(part, hash)) continue;
    report(`building the ${part.name}`);
    await buildPart(part, hash).catch((error) => failures.push(error.message));
  }
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

async function main(args) {
  if (args.includes('--watch')) {
    await watchEngine();
    if (hasRenderer()) await buildRenderer({ watch: true });
    return;
  }
  const report = (line) => process.stderr.write(`trivet: ${line}\n`);
  try {
    await buildAll({ force: args.includes('--force'), report });
  } catch (error) {
    // esbuild and vite have already shown the place in the source.
    report(error.message);
    process.exitCode = 1;
  }
}

if (import.meta.filename === process.argv[1]) await main(process.argv.slice(2));
