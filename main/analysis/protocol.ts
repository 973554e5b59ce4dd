import type { Failure } from '../../app/contract/failure';
import type { Findings } from '../../app/contract/findings';
import type { Input, Output } from '../../app/contract/ipc';
import type { Language } from '../../app/contract/language';
import type { Result } from '../../app/contract/result';

/** Questions about an opened bundle that are answered where it was decoded. */
export const bundleQuestions = [
  'profile.list',
  'profile.top',
  'profile.flame',
  'profile.growth',
  'goroutine.list',
  'heap.children',
  'heap.types',
  'heap.why',
  'source.evidence',
] as const;
export type BundleQuestion = (typeof bundleQuestions)[number];

/** What the analysis worker can be asked; one entry, one answer. */
export interface Questions extends Record<BundleQuestion, { input: unknown; output: unknown }> {
  /** Derives findings from the artefacts of a session folder. Writes nothing. */
  judge: { input: { dir: string; language: Language }; output: Findings };
  /** Derives them and writes findings.json and report.html. */
  publish: { input: { dir: string; language: Language }; output: Findings };
  'profile.list': { input: Input<'profile.list'>; output: Output<'profile.list'> };
  'profile.top': { input: Input<'profile.top'>; output: Output<'profile.top'> };
  'profile.flame': { input: Input<'profile.flame'>; output: Output<'profile.flame'> };
  'profile.growth': { input: Input<'profile.growth'>; output: Output<'profile.growth'> };
  /** The heap profile in the memory snapshot, as profile.proto, gzip. */
  'profile.from-memory': { input: { dir: string }; output: { bytes: Uint8Array; atMs: number } };
  'goroutine.list': { input: Input<'goroutine.list'>; output: Output<'goroutine.list'> };
  'heap.children': { input: Input<'heap.children'>; output: Output<'heap.children'> };
  'heap.types': { input: Input<'heap.types'>; output: Output<'heap.types'> };
  'heap.why': { input: Input<'heap.why'>; output: Output<'heap.why'> };
  'source.evidence': { input: Input<'source.evidence'>; output: Output<'source.evidence'> };
}
export type QuestionName = keyof Questions;

export interface QuestionMessage {
  readonly id: number;
  readonly name: QuestionName;
  readonly input: unknown;
}

export interface AnswerMessage {
  readonly id: number;
  readonly answer: Result<unknown, Failure>;
}
