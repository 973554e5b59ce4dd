// Compiles app/domain/exectrace/kernel/assembly (AssemblyScript) to kernel-code.ts beside it. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './bootstrap/say.mjs';
import { root } from './build/paths.mjs';

const folder = join(root, 'app/domain/exectrace/kernel');
const target = join(folder, 'kernel-code.ts');

/** kernel-code.ts as it is to be. */
export async function compileKernel() {
  const asc = (await import('assemblyscript/asc')).default;
  let code;
  const { error, stderr } = await asc.main(
    [
      ...['assembly/index.ts', '--outFile', 'kernel.wasm', '-O3', '--noAssert'],
      ...['--runtime', 'stub', '--use', 'abort='],
      // As kernel.ts makes the memory.
      ...['--importMemory', '--sharedMemory', '--enable', 'threads'],
      ...['--initialMemory', '64', '--maximumMemory', '65536'],
    ],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(join(folder, base === '.' ? '' : base, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (_name, contents) => void (code = contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const lines = Buffer.from(code).toString('base64').match(/.{1,96}/g);
  const literals = lines.map((line) => `  '${line}'`).join(' +\n');
  return `// Made by scripts/kernel.mjs of the files in assembly/.\n/** WebAssembly in base64. */\nexport const kernelCode =\n${literals};\n`;
}

if (process.argv[1] === import.meta.filename) {
  const made = await compileKernel();
  if (!process.argv.includes('--check')) writeFileSync(target, made);
  else if (readFileSync(target, 'utf8') !== made) {
    say('kernel-code.ts is not what its sources make: run "node scripts/kernel.mjs"');
    process.exitCode = 1;
  }
}
