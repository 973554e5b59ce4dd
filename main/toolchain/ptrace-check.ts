import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DoctorCheck } from '../../app/contract/doctor';
import { runProcess } from '../process/run-process';
import { startProcess } from '../process/start-process';
import { findResources } from '../resources';
import {
  explainRefusalCause,
  findRefusalCause,
  refusalFactsSchema,
  type RefusalCause,
} from './ptrace-refusal';

export interface PtraceCheckOptions {
  /** The process one would like to attach to; default: a child that is started for it. */
  readonly pid?: number | undefined;
  /** Folder of resources/; default: found from the bundle. */
  readonly resourcesDir?: string | undefined;
}

const messageSchema = z.union([
  z.object({ done: z.object({}) }),
  z.object({
    failure: z.object({
      code: z.string(),
      detail: z.string(),
      facts: refusalFactsSchema.nullish(),
    }),
  }),
]);

/** Decides by trying: GDB stops a process and lets it go. */
export async function checkPtrace(
  gdbPath: string,
  { pid, resourcesDir = findResources() }: PtraceCheckOptions = {},
): Promise<DoctorCheck> {
  const title = pid === undefined ? 'Attach to a process' : `Attach to process ${pid}`;
  const check = { id: 'ptrace', title };
  if (process.platform !== 'linux') {
    const says = 'The memory leg reads Linux processes only.';
    return { ...check, state: 'warn', says, remedy: 'Run the workbench on Linux.' };
  }
  const tried =
    pid === undefined
      ? await tryChild(gdbPath, resourcesDir)
      : await tryStop(gdbPath, resourcesDir, pid);
  if (tried === undefined) {
    const whom = pid === undefined ? 'a child' : `process ${pid} (${await nameOf(pid)})`;
    return { ...check, state: 'ok', says: `GDB stopped ${whom} and let it go.` };
  }
  const { code, detail, facts } = tried;
  if (code === 'target-exited' || code === 'target-not-found') {
    return {
      ...check,
      state: 'fail',
      says: `There is no process ${pid}.`,
      remedy: 'Check the PID.',
    };
  }
  if (facts === undefined)
    return { ...check, state: 'fail', says: `GDB could not stop it: ${detail}` };
  const cause = findRefusalCause(facts);
  const { says, remedy } = explainRefusalCause(cause, facts);
  const whom = pid === undefined ? 'a process of ours' : `process ${pid}`;
  return {
    ...check,
    state: isOnlyForeign(cause) && pid === undefined ? 'warn' : 'fail',
    says: `GDB may not attach to ${whom}: ${says} (${detail})`,
    remedy,
  };
}

/** Programs that the workbench launches allow it. */
const isOnlyForeign = (cause: RefusalCause) => cause === 'yama-1';

interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly facts: z.output<typeof refusalFactsSchema> | undefined;
}

async function tryChild(gdbPath: string, resourcesDir: string): Promise<Refusal | undefined> {
  const child = await startProcess('sleep', ['60'], { graceMs: 200 });
  if (!child.ok) return { code: 'internal', detail: child.error.message, facts: undefined };
  try {
    return await tryStop(gdbPath, resourcesDir, child.value.pid);
  } finally {
    await child.value.end();
  }
}

/** undefined when it worked. */
async function tryStop(
  gdbPath: string,
  resourcesDir: string,
  pid: number,
): Promise<Refusal | undefined> {
  const script = join(resourcesDir, 'gdb', 'snapshot.py');
  const run = await runProcess(gdbPath, ['-nx', '-q', '-batch', '-x', script], {
    env: { ...process.env, TRIVET_SNAPSHOT: JSON.stringify({ probe: pid }), LC_ALL: 'C.UTF-8' },
    timeoutMs: 30_000,
    endSignal: 'SIGKILL',
  });
  if (!run.ok) return { code: 'internal', detail: run.error.message, facts: undefined };
  const line = /^trivet-snapshot (.*)$/m.exec(run.value.stdout)?.[1];
  const message = line === undefined ? undefined : messageSchema.safeParse(parseJson(line)).data;
  if (message === undefined) {
    const detail = run.value.stderr.trim().split('\n').at(-1) ?? '';
    return { code: 'internal', detail: detail || 'GDB said nothing.', facts: undefined };
  }
  if ('done' in message) return undefined;
  const { code, detail, facts } = message.failure;
  return { code, detail, facts: facts ?? undefined };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function nameOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'ended since')).trim();
}
