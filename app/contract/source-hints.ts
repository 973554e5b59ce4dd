import { z } from 'zod';
import { request } from './request';

/** What a hint of the compiler is about. */
export const hintKindSchema = z.enum([
  /** A value goes to the heap: here it is allocated. */
  'escapes',
  /** A parameter lets what it points to escape in the caller. */
  'leaks',
  /** A value stays on the stack. */
  'stays',
  /** A call that was inlined here. */
  'inlined',
  'inlinable',
  'not-inlinable',
  'other',
]);
export type HintKind = z.infer<typeof hintKindSchema>;

/** One decision of the compiler, as `go build -gcflags=-m=2` prints it. */
export const compilerHintSchema = z.object({
  /** As printed: relative to the folder of the package. */
  file: z.string(),
  /** 1-based. */
  line: z.number().int(),
  column: z.number().int(),
  kind: hintKindSchema,
  message: z.string(),
  /** Why: the flow from the value to where it escapes, a step a line, indented as printed. */
  explanation: z.array(z.string()),
});
export type CompilerHint = z.infer<typeof compilerHintSchema>;

export const sourceHintRequests = {
  /** What the compiler decided in a file, escape analysis and inlining. Compiles its package; the tree stays as it is. */
  'source.hints': request({
    /** Path as compiled or as on disk. */
    input: z.object({
      path: z.string(),
      /** Session whose program was compiled: its flags, tags and toolchain count, not the project's of today. */
      bundle: z.string().optional(),
    }),
    output: z.object({ command: z.string(), hints: z.array(compilerHintSchema) }),
    failures: [
      'go-not-found',
      'go-too-old',
      'project-not-found',
      'build-failed',
      'cancelled',
      'timeout',
      'disk',
      'bad-request',
    ],
  }),
} as const;
