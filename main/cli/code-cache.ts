import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

interface Compiling {
  _compile(this: Module, content: string, file: string, ...more: unknown[]): unknown;
}

/**
 * Keeps what V8 compiled of the bundles in `bundles`, functions that were called included: a command that runs half a
 * second spends a tenth of it on compiling, each time the same. Only files below `bundles` are touched, and a cache that
 * cannot be read, written or used is as good as none.
 * @param folder where compiled code is kept; made when needed.
 */
export function keepCompiledCode(bundles: string, folder: string): void {
  const prototype = Module.prototype as unknown as Compiling;
  const compile = prototype._compile;
  prototype._compile = function (content, file, ...more) {
    if (dirname(file) !== bundles) return compile.call(this, content, file, ...more);
    const kept = placeOf(file, folder);
    const cachedData = kept === undefined ? undefined : readOrNothing(kept);
    const script = new Script(Module.wrap(content), { filename: file, cachedData });
    if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) {
      process.once('exit', () => write(kept, script));
    }
    const run = script.runInThisContext() as (...scope: unknown[]) => unknown;
    return run.call(this.exports, this.exports, createRequire(file), this, file, dirname(file));
  };
}

/** V8 itself refuses code of another version, but knows its source by the length only. */
function placeOf(file: string, folder: string): string | undefined {
  try {
    const { size, mtimeMs } = statSync(file);
    return join(folder, `${basename(file)}-${size}-${Math.round(mtimeMs)}-${process.versions.v8}`);
  } catch {
    return undefined;
  }
}

function readOrNothing(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** In one step, so that nobody reads half of it; what an older bundle left goes. */
function write(file: string, script: Script): void {
  const folder = dirname(file);
  const part = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(part, script.createCachedData(), { mode: 0o600 });
      renameSync(part, file);
    } finally {
      rmSync(part, { force: true });
    }
    const bundle = basename(file).slice(0, basename(file).indexOf('.cjs-') + 5);
    for (const name of readdirSync(folder)) {
      if (name.startsWith(bundle) && name !== basename(file)) rmSync(join(folder, name));
    }
  } catch {
    // No room, or not ours to write: the next command compiles again.
  }
}
