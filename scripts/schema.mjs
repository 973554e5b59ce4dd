// Generates resources/schema/*.schema.json out of the zod schemas of app/contract. `--check` only
// compares.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from './bootstrap/say.mjs';
import { root } from './build/paths.mjs';

const folder = join(root, 'resources', 'schema');

/** Schema file ← exported zod schema of a file in app/contract. */
const documents = [
  { file: 'findings.schema.json', from: 'findings', schema: 'findingsSchema', title: 'Findings' },
  { file: 'manifest.schema.json', from: 'manifest', schema: 'manifestSchema', title: 'Manifest' },
  {
    file: 'profile.schema.json',
    from: 'profile-report',
    schema: 'profileReportSchema',
    title: 'Profile report',
  },
  { file: 'doctor.schema.json', from: 'doctor', schema: 'doctorSchema', title: 'Doctor' },
  {
    file: 'trace-stats.schema.json',
    from: 'trace-stats',
    schema: 'traceStatsSchema',
    title: 'Trace statistics',
  },
  {
    file: 'trace-goroutines.schema.json',
    from: 'trace-stats',
    schema: 'traceGoroutinesSchema',
    title: 'Goroutines of a trace',
  },
  {
    file: 'trace-path.schema.json',
    from: 'trace-path',
    schema: 'tracePathSchema',
    title: 'Critical path of a trace',
  },
  {
    file: 'trace-diff.schema.json',
    from: 'trace-diff',
    schema: 'traceDiffDocumentSchema',
    title: 'Trace diff',
  },
  { file: 'heap.schema.json', from: 'heap-documents', schema: 'heapDocumentSchema', title: 'Heap' },
];

/** Bundles the schemas together with zod and loads them: Node reads no TypeScript. */
async function loadContract() {
  const { build } = await import('esbuild');
  const outfile = join(root, '.cache', 'schema', `contract-${process.pid}.mjs`);
  const exports = documents.map(({ from, schema }) => `export { ${schema} } from './${from}';`);
  const contents = ["export { z } from 'zod';", ...exports].join('\n');
  await build({
    stdin: { contents, resolveDir: join(root, 'app', 'contract'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}

/** @returns {Promise<{ path: string, text: string }[]>} what the schema files should hold */
async function generateSchemas() {
  const contract = await loadContract();
  return documents.map(({ file, schema, title }) => {
    // "output": what Trivet writes, with the defaults filled in.
    const generated = contract.z.toJSONSchema(contract[schema], { io: 'output' });
    const text = `${JSON.stringify({ title: `Trivet: ${title}`, ...generated }, undefined, 2)}\n`;
    return { path: join(folder, file), text };
  });
}

const isCurrent = ({ path, text }) => existsSync(path) && readFileSync(path, 'utf8') === text;

/**
 * @param {(line: string) => void} report
 * @returns {Promise<boolean>} whether the committed files are those that would be generated
 */
export async function checkSchemas(report) {
  const stale = (await generateSchemas()).filter((each) => !isCurrent(each));
  for (const { path } of stale) report(`${path} is not what app/contract says: npm run schema`);
  return stale.length === 0;
}

async function writeSchemas() {
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of await generateSchemas()) writeFileSync(path, text);
}

if (import.meta.filename === process.argv[1]) {
  if (process.argv.includes('--check')) process.exitCode = (await checkSchemas(say)) ? 0 : 1;
  else await writeSchemas();
}
