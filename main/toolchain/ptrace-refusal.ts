import { z } from 'zod';

/** What resources/gdb/trivet/refusal.py read in the process that was refused. */
export const refusalFactsSchema = z.object({
  /** kernel.yama.ptrace_scope, 0 to 3; undefined: the kernel has no Yama. */
  yamaScope: z.number().nullish(),
  ownUid: z.number(),
  ownGid: z.number(),
  /** CapEff of the one who asked, hexadecimal. */
  capabilities: z.string(),
  /** A seccomp filter is in force, as in most containers. */
  isFiltered: z.boolean(),
  hasNoNewPrivileges: z.boolean(),
  /** Real, effective, saved and file-system id; none when the process has gone. */
  targetUids: z.array(z.number()),
  targetGids: z.array(z.number()),
  /** CapPrm of the target, hexadecimal. */
  targetCapabilities: z.string(),
  /** Who traces it already; 0: nobody. */
  tracerPid: z.number(),
  tracerName: z.string(),
  /** Owner of /proc/PID/mem: root for a process that is not dumpable. */
  procOwner: z.number().nullish(),
  isSameUserNamespace: z.boolean(),
});
export type RefusalFacts = z.output<typeof refusalFactsSchema>;

/** Why the kernel refused ptrace, in the order in which the kernel asks (Linux, kernel/ptrace.c). */
export type RefusalCause =
  | 'other-user'
  | 'not-dumpable'
  | 'user-namespace'
  | 'more-capabilities'
  | 'yama-3'
  | 'yama-2'
  | 'yama-1'
  | 'already-traced'
  | 'seccomp'
  | 'unknown';

const capSysPtrace = 19n;

/** The first rule of the kernel's that these facts break. Pure. */
export function findRefusalCause(facts: RefusalFacts): RefusalCause {
  const own = BigInt(`0x${facts.capabilities || '0'}`);
  const target = BigInt(`0x${facts.targetCapabilities || '0'}`);
  const mayTrace = ((own >> capSysPtrace) & 1n) === 1n;
  const isSameUser =
    facts.targetUids.slice(0, 3).every((id) => id === facts.ownUid) &&
    facts.targetGids.slice(0, 3).every((id) => id === facts.ownGid);
  if (!mayTrace) {
    if (!isSameUser) return 'other-user';
    if (typeof facts.procOwner === 'number' && facts.procOwner !== facts.ownUid) {
      return 'not-dumpable';
    }
    if ((target & ~own) !== 0n) return 'more-capabilities';
  } else if (!facts.isSameUserNamespace) {
    return 'user-namespace'; // a capability counts in its own namespace and those below
  }
  if (facts.yamaScope === 3) return 'yama-3';
  if (!mayTrace && facts.yamaScope === 2) return 'yama-2';
  if (!mayTrace && facts.yamaScope === 1) return 'yama-1';
  if (facts.tracerPid !== 0) return 'already-traced';
  if (facts.isFiltered) return 'seccomp';
  // The files of a process that is not dumpable belong to root: of root's own process that tells nothing.
  if (!mayTrace && facts.ownUid === 0) return 'not-dumpable';
  return 'unknown';
}

export interface Explanation {
  /** Half a sentence: "… because SAYS". */
  readonly says: string;
  readonly remedy: string;
}

/** What works where no attach does. */
const otherWays =
  'Without an attach: launch the program from the workbench (trivet investigate DIR), take its profiles over HTTP ' +
  '(trivet profile fetch URL), or let it dump a core, which ends it (GOTRACEBACK=crash, kill -ABRT PID), and read that ' +
  '(trivet heap snapshot CORE --binary PROGRAM -o FILE).';

/** The cause in words, with what to do about it and what works all the same. Pure. */
export function explainRefusalCause(cause: RefusalCause, facts: RefusalFacts): Explanation {
  const withOthers = (says: string, remedy: string) => ({ says, remedy: `${remedy} ${otherWays}` });
  switch (cause) {
    case 'other-user': {
      const [real, effective] = facts.targetUids;
      const isSetuid = real === facts.ownUid && effective !== real;
      return withOthers(
        isSetuid
          ? `it is a setuid program: it runs partly as user ${effective}, and we are user ${facts.ownUid} without CAP_SYS_PTRACE.`
          : `it belongs to user ${real ?? 'unknown'} (group ${facts.targetGids[0] ?? 'unknown'}), and we are user ${facts.ownUid} (group ${facts.ownGid}) without CAP_SYS_PTRACE.`,
        `Run as that user (sudo -u '#${effective ?? real ?? 0}' trivet …) or as root.`,
      );
    }
    case 'not-dumpable':
      return withOthers(
        'it is not dumpable: it has changed its user, was started from a file that we may not read, or has switched it ' +
          'off by prctl(PR_SET_DUMPABLE, 0).',
        'Run as root or with CAP_SYS_PTRACE, or let the program switch it on again.',
      );
    case 'user-namespace':
      return withOthers(
        'it lives in a user namespace that ours has no power over: another container, or the host.',
        'Run trivet on the host, or in the same container as the program.',
      );
    case 'more-capabilities':
      return withOthers(
        `it has capabilities that we have not (${facts.targetCapabilities}).`,
        'Run as root or with CAP_SYS_PTRACE.',
      );
    case 'yama-3':
      return withOthers(
        'kernel.yama.ptrace_scope is 3, which forbids it to everyone.',
        'Start the machine with kernel.yama.ptrace_scope below 3: it cannot be lowered.',
      );
    case 'yama-2':
      return withOthers(
        'kernel.yama.ptrace_scope is 2: only with CAP_SYS_PTRACE.',
        'Run as root (CAP_SYS_PTRACE), or: sudo sysctl kernel.yama.ptrace_scope=0.',
      );
    case 'yama-1':
      return withOthers(
        'kernel.yama.ptrace_scope is 1: only programs that we start, or that allow it themselves. Programs that the ' +
          'workbench launches do.',
        'For a process that is already running: sudo sysctl kernel.yama.ptrace_scope=0, or run as root.',
      );
    case 'already-traced':
      return {
        says: `it is already traced by ${facts.tracerName || 'a process'} (PID ${facts.tracerPid}); a process has one tracer at most.`,
        remedy: `Detach ${facts.tracerName || 'that debugger'} first; a killed one lets go of it too.`,
      };
    case 'seccomp':
      return withOthers(
        `a seccomp filter is in force here${facts.hasNoNewPrivileges ? ', with no_new_privs,' : ''} which forbids ptrace: that of a container or a sandbox.`,
        'Start the container with --cap-add SYS_PTRACE, which gives CAP_SYS_PTRACE (older engines: also --security-opt seccomp=unconfined), or run ' +
          'trivet outside of it.',
      );
    case 'unknown':
      return withOthers(
        'none of the rules that we know of explains it: a security module (SELinux, AppArmor) may forbid it.',
        'Its log, or dmesg, says more.',
      );
  }
}
