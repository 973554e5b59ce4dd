import { parentPort } from 'node:worker_threads';
import { err } from '../../app/contract/result';
import { OpenBundles } from './answer-question';
import type { AnswerMessage, QuestionMessage } from './protocol';

/** The analysis worker: one question at a time, in order; a bug answers `internal` and the worker lives on. */
function serve(): void {
  const bundles = new OpenBundles();
  parentPort?.on('message', ({ id, name, input }: QuestionMessage) => {
    const respond = (answer: AnswerMessage['answer']) => parentPort?.postMessage({ id, answer });
    try {
      const answer = bundles.answers[name] as (input: unknown) => AnswerMessage['answer'];
      respond(answer(input));
    } catch (bug) {
      const detail = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
      const message = `The analysis hit a bug while it answered "${name}".`;
      respond(err({ code: 'internal', message, detail }));
    }
  });
}

serve();
