import type { Failure } from '../../app/contract/failure';

/** What a GDB session can answer instead of a result. */
export type GdbFailure = Failure<
  | 'gdb-not-found'
  | 'gdb-failed'
  | 'gdb-error'
  | 'gdb-unexpected-reply'
  | 'ptrace-refused'
  | 'target-not-found'
  | 'target-exited'
  | 'no-symbols'
  | 'disk'
  | 'timeout'
  | 'cancelled'
>;

/**
 * The only place that looks into GDB's words. First match wins. Seen with gdb 13.1 on Linux; the
 * texts are errno strings or have stood in GDB since 7.
 */
const table: readonly (readonly [pattern: RegExp, code: GdbFailure['code']])[] = [
  [/ptrace: No such process|No such process\b|process \d+ is a zombie/, 'target-not-found'],
  [
    /ptrace: Operation not permitted|is already traced by|Could not attach to process/,
    'ptrace-refused',
  ],
  [/Cannot attach to lwp/, 'ptrace-refused'],
  [/No symbol table is loaded|no debugging symbols found|no debugging information/, 'no-symbols'],
  [/not in executable format|file format not recognized/, 'gdb-error'],
  [/: No such file or directory\.?$|No space left on device/, 'disk'],
  [/The program is not being run|has no thread|exited (normally|with code)/, 'target-exited'],
];

/** The failure code for a text of GDB's; `gdb-error` when we know no better. */
export function classifyGdbMessage(text: string): GdbFailure['code'] {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? 'gdb-error';
}

/** The signal that GDB says a core file was written for. */
export function readCoreSignal(
  text: string,
): { readonly name: string; readonly meaning: string } | undefined {
  const found = /^Program terminated with signal (\w+), (.+)\.$/m.exec(text);
  return found === null ? undefined : { name: found[1]!, meaning: found[2]! };
}
