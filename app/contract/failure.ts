import { z } from 'zod';

/** Every coded failure, once; the comment says when it is used. */
export const failureCodes = [
  'cancelled', // the user asked for it: shown to nobody
  'bad-request', // a malformed request from a caller
  'internal', // a bug: the stack is in the log
  'usage', // wrong command-line arguments
  'go-not-found', // no go on this machine
  'go-too-old', // go older than 1.22
  'gdb-not-found', // no gdb on this machine
  'gdb-too-old', // gdb older than 13
  'project-not-found', // folder missing or without go.mod
  'package-not-found', // no such package, or it is not a command
  'package-ambiguous', // several commands: --package needed
  'build-failed', // go build said no; detail has its text
  'launch-failed', // the built program could not be started
  'agent-unreachable', // the program runs but the agent does not answer
  'target-exited', // the program ended before the recording did
  'target-not-found', // no process with this PID
  'not-a-go-program', // attach: no Go runtime found in the executable
  'endpoint-not-found', // attach: no pprof endpoint answers
  'ptrace-refused', // the kernel does not let GDB attach
  'gdb-failed', // gdb ended or was killed before it answered
  'gdb-error', // gdb answered ^error
  'gdb-unexpected-reply', // gdb said something we do not understand
  'no-symbols', // stripped binary: no DWARF
  'not-a-profile', // bytes are not a profile.proto
  'not-a-trace', // bytes are not a Go execution trace
  'trace-version', // trace written by a Go we do not read
  'not-a-snapshot', // bytes are not a heap snapshot
  'not-a-bundle', // folder has no readable manifest.json
  'hash-mismatch', // an artefact is not what the manifest says
  'disk', // reading or writing a file failed
  'timeout', // a step did not answer in time
  'not-a-core', // bytes are not a core file of a Go program's machine
  'core-truncated', // a core file that ends before its time
  'wrong-binary', // the executable is not the one that runs or that dumped the core
  'unsupported', // this machine or Go version cannot do it
] as const;

export const failureCodeSchema = z.enum(failureCodes);
export type FailureCode = z.infer<typeof failureCodeSchema>;

/** A failure as the user reads it: what was tried, what stopped it, what to do. */
export const failureSchema = z.object({
  code: failureCodeSchema,
  /** One or two sentences: what was attempted and what stopped it. */
  message: z.string(),
  /** What the person can do, where we know it. */
  remedy: z.string().optional(),
  /** Raw text of the foreign tool, folded out on demand. */
  detail: z.string().optional(),
});

export interface Failure<C extends FailureCode = FailureCode> {
  readonly code: C;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly detail?: string | undefined;
}
