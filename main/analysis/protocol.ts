import type { Failure } from '../../app/contract/failure';
import type { Findings } from '../../app/contract/findings';
import type { Input, Output } from '../../app/contract/ipc';
import type { Language } from '../../app/contract/language';
import type { Artefact } from '../../app/contract/manifest';
import type { Result } from '../../app/contract/result';
import type { TraceSecond } from '../../app/contract/session';

/** Questions about a memory snapshot: of a bundle, or a file of its own. */
export const heapQuestions = [
  'heap.summary',
  'heap.children',
  'heap.overview',
  'heap.suspects',
  'heap.leaks',
  'heap.types',
  'heap.objects',
  'heap.value',
  'heap.parts',
  'heap.referrers',
  'heap.referents',
  'heap.why',
  'heap.ways',
  'heap.roots',
  'heap.find',
  'heap.strings',
  'heap.diff',
] as const;

/** Questions about an opened bundle that are answered where it was decoded. */
export const bundleQuestions = [
  'profile.list',
  'profile.top',
  'profile.flame',
  'profile.search',
  'profile.peek',
  'profile.lines',
  'profile.disassembly',
  'profile.tags',
  'profile.graph',
  'goroutine.open',
  'goroutine.rows',
  'goroutine.locate',
  'goroutine.detail',
  'goroutine.text',
  'profile.growth',
  ...heapQuestions,
  'source.evidence',
] as const;
export type BundleQuestion = (typeof bundleQuestions)[number];

/** Questions about trace files, with or without a bundle. They may take long, so a worker of their own answers. */
export const traceQuestions = ['trace.find-runs', 'trace.read-run', 'trace.diff'] as const;
export type TraceQuestion = (typeof traceQuestions)[number];

/** Questions that read a whole trace: a worker of their own answers, which tells how far it is, and can be ended. */
export const summaryQuestions = ['trace.summary', 'trace.path'] as const;
export type SummaryQuestion = (typeof summaryQuestions)[number];

/** What the analysis worker can be asked; one entry, one answer. */
export interface Questions extends Record<
  BundleQuestion | TraceQuestion | SummaryQuestion,
  { input: unknown; output: unknown }
> {
  /** Derives findings from the artefacts of a session folder. Writes nothing. */
  judge: { input: { dir: string; language: Language }; output: Findings };
  /** Derives them and writes findings.json and report.html. */
  publish: { input: { dir: string; language: Language }; output: Findings };
  /** Reads on in a trace that is still written; `last` when it is complete or given up. */
  follow: {
    input: { file: string; startedAtMs: number; last: boolean };
    output: readonly TraceSecond[];
  };
  /** Reads a profile, wherever it lies, as an artefact that the manifest of `dir` is yet to name. */
  'profile.adopt': { input: { dir: string; file: string; artefact: Artefact }; output: object };
  /** Whether bytes are a whole profile. */
  'profile.check': { input: { bytes: Uint8Array; name: string }; output: object };
  'profile.list': { input: Input<'profile.list'>; output: Output<'profile.list'> };
  'profile.top': { input: Input<'profile.top'>; output: Output<'profile.top'> };
  'profile.flame': { input: Input<'profile.flame'>; output: Output<'profile.flame'> };
  'profile.search': { input: Input<'profile.search'>; output: Output<'profile.search'> };
  'profile.peek': { input: Input<'profile.peek'>; output: Output<'profile.peek'> };
  'profile.lines': { input: Input<'profile.lines'>; output: Output<'profile.lines'> };
  'profile.disassembly': {
    input: Input<'profile.disassembly'>;
    output: Output<'profile.disassembly'>;
  };
  'profile.tags': { input: Input<'profile.tags'>; output: Output<'profile.tags'> };
  'profile.graph': { input: Input<'profile.graph'>; output: Output<'profile.graph'> };
  'goroutine.open': { input: Input<'goroutine.open'>; output: Output<'goroutine.open'> };
  'goroutine.rows': { input: Input<'goroutine.rows'>; output: Output<'goroutine.rows'> };
  'goroutine.locate': { input: Input<'goroutine.locate'>; output: Output<'goroutine.locate'> };
  'goroutine.detail': { input: Input<'goroutine.detail'>; output: Output<'goroutine.detail'> };
  'goroutine.text': { input: Input<'goroutine.text'>; output: Output<'goroutine.text'> };
  'profile.growth': { input: Input<'profile.growth'>; output: Output<'profile.growth'> };
  /** The heap profile in the memory snapshot, as profile.proto, gzip. */
  'profile.from-memory': { input: { dir: string }; output: { bytes: Uint8Array; atMs: number } };
  'heap.summary': { input: Input<'heap.summary'>; output: Output<'heap.summary'> };
  'heap.children': { input: Input<'heap.children'>; output: Output<'heap.children'> };
  'heap.overview': { input: Input<'heap.overview'>; output: Output<'heap.overview'> };
  'heap.suspects': { input: Input<'heap.suspects'>; output: Output<'heap.suspects'> };
  'heap.leaks': { input: Input<'heap.leaks'>; output: Output<'heap.leaks'> };
  'heap.objects': { input: Input<'heap.objects'>; output: Output<'heap.objects'> };
  'heap.value': { input: Input<'heap.value'>; output: Output<'heap.value'> };
  'heap.parts': { input: Input<'heap.parts'>; output: Output<'heap.parts'> };
  'heap.types': { input: Input<'heap.types'>; output: Output<'heap.types'> };
  'heap.referrers': { input: Input<'heap.referrers'>; output: Output<'heap.referrers'> };
  'heap.referents': { input: Input<'heap.referents'>; output: Output<'heap.referents'> };
  'heap.why': { input: Input<'heap.why'>; output: Output<'heap.why'> };
  'heap.ways': { input: Input<'heap.ways'>; output: Output<'heap.ways'> };
  'heap.roots': { input: Input<'heap.roots'>; output: Output<'heap.roots'> };
  'heap.diff': { input: Input<'heap.diff'>; output: Output<'heap.diff'> };
  'heap.strings': { input: Input<'heap.strings'>; output: Output<'heap.strings'> };
  'heap.find': { input: Input<'heap.find'>; output: Output<'heap.find'> };
  'trace.find-runs': { input: Input<'trace.find-runs'>; output: Output<'trace.find-runs'> };
  'trace.read-run': { input: Input<'trace.read-run'>; output: Output<'trace.read-run'> };
  'trace.diff': { input: Input<'trace.diff'>; output: Output<'trace.diff'> };
  'trace.summary': { input: Input<'trace.summary'>; output: Output<'trace.summary'> };
  'trace.path': { input: Input<'trace.path'>; output: Output<'trace.path'> };
  'source.evidence': { input: Input<'source.evidence'>; output: Output<'source.evidence'> };
}
export type QuestionName = keyof Questions;

/** What a worker is told as it starts. */
export interface WorkerSetting {
  /** Whether it gives way to other threads. */
  readonly isPatient: boolean;
}

export interface QuestionMessage {
  readonly id: number;
  readonly name: QuestionName;
  readonly input: unknown;
}

/** How much of the work is done, 0 to 1; for those who show it. */
export type TellShare = (share: number) => void;

export interface ShareMessage {
  readonly id: number;
  readonly share: number;
}

export interface AnswerMessage {
  readonly id: number;
  readonly answer: Result<unknown, Failure>;
}
