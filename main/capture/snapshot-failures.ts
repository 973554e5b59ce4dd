import { failureCodeSchema, type Failure } from '../../app/contract/failure';
import { classifyGdbMessage } from '../gdb/gdb-messages';

interface Attempt {
  readonly pid: number;
  readonly binary: string;
  readonly outFile: string;
}

/** Words for what resources/gdb/snapshot.py reports as a code. */
export function explainSnapshotFailure(
  { code, detail }: { readonly code: string; readonly detail: string },
  { pid, binary, outFile }: Attempt,
): Failure {
  // The script hands on what GDB said to its commands; what that means is known in one place.
  const meant = code === 'gdb-error' ? classifyGdbMessage(detail) : code;
  const known = failureCodeSchema.safeParse(meant);
  const say = (message: string, remedy?: string): Failure => ({
    code: known.success ? known.data : 'internal',
    message,
    remedy,
    detail,
  });
  switch (known.data) {
    case 'ptrace-refused':
      return say(
        `GDB may not attach to process ${pid}: the kernel refused ptrace.`,
        'Run as the same user as the target, with CAP_SYS_PTRACE (containers: --cap-add SYS_PTRACE), or ' +
          'allow it with: sysctl kernel.yama.ptrace_scope=0. "trivet doctor" says which of these it is. ' +
          'A process that another debugger holds must be released first.',
      );
    case 'target-not-found':
      return say(
        `There is no process ${pid} to take a memory snapshot of.`,
        'Check the PID: the program may have ended.',
      );
    case 'target-exited':
      return say(`Process ${pid} ended while its memory was being copied.`);
    case 'no-symbols':
      return say(
        `${binary} carries no debugging information, so GDB cannot find the Go runtime's data.`,
        'Build it without -ldflags=-s or -w. The allocation and time legs do not need it.',
      );
    case 'not-a-go-program':
      return say(
        `${binary} is not a Go program that can be read: no Go runtime was found in it.`,
        'Attach to the Go program itself, not to a shell or wrapper that started it.',
      );
    case 'disk':
      return say(
        `The memory snapshot could not be written to ${outFile}.`,
        'Free some space or choose another folder with --out.',
      );
    case 'timeout':
      return say(
        `GDB took too long over the memory snapshot of process ${pid} and was ended. The target goes on running.`,
        'The machine may be short of memory or processors; try again with less load.',
      );
    case 'gdb-failed':
      return say(
        `GDB ended before the memory snapshot of process ${pid} was complete. The target goes on running.`,
        'Try again; "trivet doctor" tells whether GDB works on this machine.',
      );
    case 'gdb-error':
      return say(
        `GDB could not read process ${pid}.`,
        'Its own words are below; "trivet doctor" tells whether GDB works on this machine.',
      );
    default:
      return say(
        `The memory snapshot of process ${pid} failed by a bug in the workbench's GDB script.`,
      );
  }
}
