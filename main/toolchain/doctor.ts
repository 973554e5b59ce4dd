import { tmpdir } from 'node:os';
import type { Doctor, DoctorCheck } from '../../app/contract/doctor';
import { findGdb, type GdbTool } from './find-gdb';
import { findGo } from './find-go';
import { checkDisk, checkDisplay, checkProc } from './machine-checks';
import { checkPtrace } from './ptrace-check';

export interface DoctorOptions {
  /** Version of Trivet. */
  readonly trivet: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Where session folders go; default: the system's folder for temporary files. */
  readonly sessionsDir?: string | undefined;
  /** A process one would like to attach to. */
  readonly pid?: number | undefined;
  /** Folder of resources/; default: found from the bundle. */
  readonly resourcesDir?: string | undefined;
}

/** What works on this machine, what not, why, and what to do. Changes nothing. */
export async function doctor({
  trivet,
  env = process.env,
  sessionsDir = tmpdir(),
  pid,
  resourcesDir,
}: DoctorOptions): Promise<Doctor> {
  const [go, gdb, proc, disk] = await Promise.all([
    findGo(env),
    findGdb(env),
    checkProc(),
    checkDisk(sessionsDir),
  ]);
  const goCheck: DoctorCheck = {
    id: 'go',
    title: 'Go',
    ...(go.ok
      ? { state: 'ok', says: `go ${go.value.version} at ${go.value.path}.` }
      : { state: 'fail', says: go.error.message, remedy: go.error.remedy }),
  };
  const gdbCheck: DoctorCheck = {
    id: 'gdb',
    title: 'GDB',
    ...(gdb.ok
      ? { state: 'ok', says: `gdb ${gdb.value.version} at ${gdb.value.path}.` }
      : { state: 'fail', says: gdb.error.message, remedy: gdb.error.remedy }),
  };
  const attach = gdb.ok
    ? [checkPython(gdb.value), await checkPtrace(gdb.value.path, { pid, resourcesDir })]
    : [];
  const checks = [goCheck, gdbCheck, ...attach, proc, disk, checkDisplay(env)];
  const attachState = checks.find(({ id }) => id === 'ptrace')?.state;
  const summary = [
    go.ok ? `go ${go.value.version}` : 'no usable go',
    gdb.ok ? `gdb ${gdb.value.version}` : 'no usable gdb',
    ...(attachState === undefined ? [] : [attachWords[attachState]]),
  ].join(' · ');
  return { format: 1, trivet, summary, checks };
}

const attachWords = {
  ok: 'attach allowed',
  warn: 'attach to launched programs only',
  fail: 'attach refused',
} as const;

function checkPython({ python, path }: GdbTool): DoctorCheck {
  const check = { id: 'gdb-python', title: 'Python in GDB' };
  if (python !== undefined) return { ...check, state: 'ok', says: `Python ${python}.` };
  const says = `${path} was built without Python, which the memory snapshot runs in.`;
  return {
    ...check,
    state: 'fail',
    says,
    remedy: 'Install a gdb with Python: apt-get install gdb',
  };
}
