import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../build/paths.mjs';

const remembered = join(root, '.cache', 'bootstrap.json');

function readFacts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // nothing remembered yet, or cut off: ask again
  }
}

/**
 * Spares a start the questions whose good answer stays true as long as an executable is the same
 * (gdb takes a tenth of a second to say its version).
 * @param {string} question
 * @param {string} executable
 * @param {() => boolean} isTrue asked when not known to be true
 * @param {string} file
 */
export function holdsFor(question, executable, isTrue, file = remembered) {
  const { mtimeMs, size } = statSync(executable, { throwIfNoEntry: false }) ?? {};
  const fact = `${question} ${executable} ${mtimeMs} ${size}`;
  const facts = readFacts(file);
  if (facts[fact]) return true;
  if (!isTrue()) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...facts, [fact]: true }));
  return true;
}
