import type { Failure } from '../../app/contract/failure';
import type { Result } from '../../app/contract/result';
import { AnalysisClient } from './client';
import { heapQuestions, type QuestionName, type Questions, type TellShare } from './protocol';

const ofGraph: ReadonlySet<QuestionName> = new Set([
  ...heapQuestions,
  'judge',
  'publish',
  'profile.from-memory',
]);

/**
 * Two analysis workers: what needs the object graph of a memory snapshot, which may take a minute to build, has one of
 * its own, so that profiles, traces and goroutines never wait for it. Each decodes for itself what it is asked about.
 */
export class AnalysisThreads {
  readonly #quick: AnalysisClient;
  readonly #graph: AnalysisClient;

  /** @param script path of the bundled worker. */
  constructor(script: string) {
    this.#quick = new AnalysisClient(script);
    this.#graph = new AnalysisClient(script, { isPatient: true });
  }

  /** Starts what the first question would wait for. */
  warmUp(): void {
    this.#quick.warmUp();
  }

  ask<N extends QuestionName>(
    name: N,
    input: Questions[N]['input'],
    onShare?: TellShare,
  ): Promise<Result<Questions[N]['output'], Failure>> {
    const client = needsGraph(name, input) ? this.#graph : this.#quick;
    return client.ask(name, input, onShare);
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#quick.dispose(), this.#graph.dispose()]);
  }
}

/** Whether a question has to wait for the object graph. */
export function needsGraph<N extends QuestionName>(name: N, input: Questions[N]['input']): boolean {
  if (ofGraph.has(name)) return true;
  return typeof input === 'object' && 'withGraph' in input && input.withGraph;
}
