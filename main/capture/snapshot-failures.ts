import { failureCodeSchema, type Failure } from '../../app/contract/failure';
import { classifyGdbMessage } from '../gdb/gdb-messages';
import {
  explainRefusalCause,
  findRefusalCause,
  type RefusalFacts,
} from '../toolchain/ptrace-refusal';

interface Attempt {
  /** "process 4711", "core file x" */
  readonly source: string;
  readonly binary: string;
  readonly outFile: string;
}

/** As resources/gdb/snapshot.py reports it. */
interface Reported {
  readonly code: string;
  readonly detail: string;
  readonly facts?: RefusalFacts | undefined;
}

/** Words for what resources/gdb/snapshot.py reports as a code. */
export function explainSnapshotFailure(
  { code, detail, facts }: Reported,
  { source, binary, outFile }: Attempt,
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
    case 'ptrace-refused': {
      if (facts === undefined) {
        return say(
          `GDB may not attach to ${source}: the kernel refused ptrace.`,
          '"trivet doctor PID" says why.',
        );
      }
      const { says, remedy } = explainRefusalCause(findRefusalCause(facts), facts);
      return say(`GDB may not attach to ${source}: ${says}`, remedy);
    }
    case 'target-not-found':
      return say(
        `There is no ${source} to take a memory snapshot of.`,
        'Check the PID: the program may have ended.',
      );
    case 'target-exited':
      return say(`The program (${source}) ended while its memory was being copied.`);
    case 'no-symbols':
      return say(
        `${binary} carries no debugging information, so GDB cannot find the Go runtime's data.`,
        'Build it without -ldflags=-s or -w, or give the unstripped file of the same build with --binary. The ' +
          'allocation and time legs do not need it.',
      );
    case 'not-a-go-program':
      return say(
        `${binary} is not a Go program that can be read: no Go runtime was found in it.`,
        'Attach to the Go program itself, not to a shell or wrapper that started it.',
      );
    case 'go-too-old':
      return say(
        `${binary} was built by a Go older than 1.22, whose heap we do not read.`,
        'Build it with Go 1.22 or newer.',
      );
    case 'gdb-too-old':
      return say(
        'GDB 13 or newer is needed for a memory snapshot.',
        'Install one, or set TRIVET_GDB to its path.',
      );
    case 'wrong-binary':
      return say(
        `${binary} is not the program of ${source}: its first page differs from what is in memory.`,
        'Give the very file that ran with --binary; a rebuilt one will not do, unless nothing of it changed.',
      );
    case 'not-a-core':
      return say(
        `The ${source} cannot be read: it is not a core file of a program for Linux on x86-64.`,
        'A core is written by the kernel (GOTRACEBACK=crash, ulimit -c unlimited), by gcore PID, or by "dump FILE" in dlv.',
      );
    case 'core-truncated':
      return say(
        `The ${source} is cut short: it ends before the memory that its headers tell of.`,
        'Raise the limit (ulimit -c unlimited), or see whether the disk was full, and dump it again.',
      );
    case 'unsupported':
      return say(
        `${binary} is for another processor: heap snapshots are read on Linux x86-64 only.`,
      );
    case 'disk':
      return say(
        `The memory snapshot could not be written to ${outFile}.`,
        'Free some space or choose another folder.',
      );
    case 'timeout':
      return say(
        `GDB took too long over the memory snapshot of ${source} and was ended. A running target goes on running.`,
        'The machine may be short of memory or processors; try again with less load.',
      );
    case 'gdb-failed':
      return say(
        `GDB ended before the memory snapshot of ${source} was complete. A running target goes on running.`,
        'Try again; "trivet doctor" tells whether GDB works on this machine.',
      );
    case 'gdb-error':
      return say(
        `GDB could not read ${source}.`,
        'Its own words are below; "trivet doctor" tells whether GDB works on this machine.',
      );
    default:
      return say(`The memory snapshot of ${source} failed by a bug in the workbench's GDB script.`);
  }
}
