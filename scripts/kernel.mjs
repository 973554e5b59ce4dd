// Compiles app/domain/exectrace/kernel/assembly (AssemblyScript) to kernel-code.ts, which is kept with the sources: whoever
// builds or tests needs no compiler.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './build/paths.mjs';

const folder = join(root, 'app/domain/exectrace/kernel');
const target = join(folder, 'kernel-code.ts');

/** kernel-code.ts as it is to be. */
async function compileKernel() {
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
  const lines = Buffer.from(code)
    .toString('base64')
    .match(/.{1,96}/g);
  const literals = lines.map((line) => `  '${line}'`).join(' +\n');
  return `// Made by scripts/kernel.mjs of the files in assembly/.\n/** WebAssembly in base64. */\nexport const kernelCode =\n${literals};\n`;
}

/** Whether kernel-code.ts is what its sources make. */
export async function checkKernel(report) {
  if (readFileSync(target, 'utf8') === (await compileKernel())) return true;
  report(`${relative(root, target)} is not what its sources make: run "npm run kernel"`);
  return false;
}

if (process.argv[1] === import.meta.filename) writeFileSync(target, await compileKernel());
