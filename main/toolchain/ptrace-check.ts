import { readFile } from 'node:fs/promises';
import type { DoctorCheck } from '../../app/contract/doctor';
import { runProcess } from '../process/run-process';
import { startProcess } from '../process/start-process';

const title = 'Attach to a process';
const capSysPtrace = 19n;

/** What this machine says about ptrace; read to explain a refusal, never to predict one. */
export interface PtraceFacts {
  /** kernel.yama.ptrace_scope, 0 to 3; undefined: the kernel has no Yama. */
  readonly yamaScope: number | undefined;
  readonly hasCapability: boolean;
  /** A seccomp filter is in force, as in most containers. */
  readonly isFiltered: boolean;
  readonly hasNoNewPrivileges: boolean;
  readonly isContainer: boolean;
}

/** Decides by trying: GDB attaches to a child that we start for it. */
export async function checkPtrace(gdbPath: string): Promise<DoctorCheck> {
  if (process.platform !== 'linux') {
    const says = 'The memory leg reads Linux processes only.';
    return { id: 'ptrace', title, state: 'warn', says, remedy: 'Run the workbench on Linux.' };
  }
  const refusal = await tryAttach(gdbPath);
  const facts = await readPtraceFacts();
  if (refusal === undefined) {
    return { id: 'ptrace', title, state: 'ok', says: 'GDB attached to a child and let it go.' };
  }
  if (facts.yamaScope === 1 && !facts.hasCapability) {
    return {
      id: 'ptrace',
      title,
      state: 'warn',
      says:
        'Yama (ptrace_scope 1) lets GDB attach only to programs that allow it. Programs that the workbench ' +
        'launches do; a process that is already running does not.',
      remedy: 'For --attach: sudo sysctl kernel.yama.ptrace_scope=0',
    };
  }
  return { id: 'ptrace', title, state: 'fail', ...explainRefusal(facts, refusal) };
}

/** Pure: facts and GDB's words in, a sentence and a remedy out. */
export function explainRefusal(
  facts: PtraceFacts,
  refusal: string,
): { readonly says: string; readonly remedy: string } {
  const says = (why: string) => `GDB may not attach to a process of ours: ${why} (${refusal})`;
  if (facts.yamaScope === 3) {
    const remedy = 'Start the machine with kernel.yama.ptrace_scope below 3: it cannot be lowered.';
    return { says: says('kernel.yama.ptrace_scope is 3, which forbids it to everyone.'), remedy };
  }
  if (facts.yamaScope !== undefined && facts.yamaScope > 0 && !facts.hasCapability) {
    const remedy = 'sudo sysctl kernel.yama.ptrace_scope=0';
    return { says: says(`kernel.yama.ptrace_scope is ${facts.yamaScope}.`), remedy };
  }
  if (facts.isContainer || facts.isFiltered) {
    const remedy =
      'Start the container with --cap-add SYS_PTRACE (older engines: also ' +
      '--security-opt seccomp=unconfined).';
    return { says: says('the container or its seccomp filter forbids ptrace.'), remedy };
  }
  const remedy = facts.hasNoNewPrivileges
    ? 'Start the workbench outside the sandbox that sets no_new_privs.'
    : 'Run as the same user as the target, or grant CAP_SYS_PTRACE to gdb.';
  return { says: says('the kernel refused ptrace.'), remedy };
}

/** undefined when it worked, else GDB's words. */
async function tryAttach(gdbPath: string): Promise<string | undefined> {
  const child = await startProcess('sleep', ['60'], { graceMs: 200 });
  if (!child.ok) return child.error.message;
  try {
    const run = await runProcess(
      gdbPath,
      [
        ...[
          '-nx',
          '-q',
          '-batch',
          '-iex',
          'set auto-load no',
          '-iex',
          'set debuginfod enabled off',
        ],
        ...['-iex', 'set auto-solib-add off', '-iex', 'set confirm off'],
        ...['-ex', `attach ${child.value.pid}`, '-ex', 'detach'],
      ],
      { timeoutMs: 30_000, endSignal: 'SIGKILL' },
    );
    if (!run.ok) return run.error.message;
    if (/^\[Inferior \d+ .*detached\]$/m.test(run.value.stdout)) return undefined;
    const words = run.value.stderr.trim().split('\n');
    return words.find((line) => line.includes('ptrace')) ?? words.at(-1) ?? 'no reason given';
  } finally {
    await child.value.end();
  }
}

export async function readPtraceFacts(): Promise<PtraceFacts> {
  const status = await readText('/proc/self/status');
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1];
  const scope = (await readText('/proc/sys/kernel/yama/ptrace_scope')).trim();
  const capabilities = BigInt(`0x${field('CapEff') ?? '0'}`);
  const cgroup = await readText('/proc/1/cgroup');
  const isContainer =
    (await readText('/run/.containerenv')) !== '' ||
    (await readText('/proc/1/environ')).includes('container=') ||
    /docker|kubepods|containerd|lxc/.test(cgroup);
  return {
    yamaScope: scope === '' ? undefined : Number(scope),
    hasCapability: ((capabilities >> capSysPtrace) & 1n) === 1n,
    isFiltered: field('Seccomp') === '2',
    hasNoNewPrivileges: field('NoNewPrivs') === '1',
    isContainer,
  };
}

/** Empty when it is missing or forbidden: the fact is then unknown. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
