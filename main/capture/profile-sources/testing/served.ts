import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runProcess } from '../../../process/run-process';
import { startProcess, type RunningProcess } from '../../../process/start-process';
import { must } from '../../../target/testing/build-fixture';

/** The program of testdata/served while it runs. */
export interface Served {
  readonly plain: string;
  readonly secure: string;
  /** PEM of the certificate of `secure`, its own authority. */
  readonly certificate: string;
  readonly pid: number;
  readonly process: RunningProcess;
}

/** Builds it into `dir` and waits until it listens. */
export async function startServed(dir: string, toolchain?: string): Promise<Served> {
  const binary = path.join(dir, `served${toolchain ?? ''}`);
  const cwd = path.resolve('main/capture/profile-sources/testdata/served');
  const env = { ...process.env, ...(toolchain !== undefined && { GOTOOLCHAIN: toolchain }) };
  const built = must(await runProcess('go', ['build', '-o', binary, '.'], { cwd, env }));
  if (built.status !== 0) throw new Error(built.stderr);
  let tell: (line: string) => void;
  const line = new Promise<string>((resolve) => (tell = resolve));
  const child = must(await startProcess(binary, [], { onStdoutLine: (text) => tell(text) }));
  const addresses = JSON.parse(await line) as Pick<Served, 'plain' | 'secure' | 'certificate'>;
  return { ...addresses, pid: child.pid, process: child };
}

/** Everything in a folder as one text, to look for what must not be there. */
export function readAll(files: readonly string[]): string {
  return files.map((file) => readFileSync(file, 'latin1')).join('\n');
}
