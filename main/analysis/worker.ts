import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { err } from '../../app/contract/result';
import { OpenBundles } from './answer-question';
import type {
  AnswerMessage,
  QuestionMessage,
  ShareMessage,
  TellShare,
  WorkerSetting,
} from './protocol';

type Ask = (input: unknown, tell: TellShare) => Promise<AnswerMessage['answer']>;

/** The analysis worker: artefacts are decoded once and kept; a bug answers `internal` and the worker lives on. */
function serve(): void {
  const bundles = new OpenBundles();
  const answer = async ({ id, name, input }: QuestionMessage): Promise<AnswerMessage['answer']> => {
    try {
      const ask = bundles.answers[name] as Ask;
      return await ask(input, (share) => {
        const message: ShareMessage = { id, share };
        parentPort?.postMessage(message);
      });
    } catch (bug) {
      const detail = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
      const message = `The analysis hit a bug while it answered "${name}".`;
      return err({ code: 'internal', message, detail });
    }
  };
  parentPort?.on('message', (question: QuestionMessage) => {
    void answer(question).then((value) => {
      const message: AnswerMessage = { id: question.id, answer: value };
      parentPort?.postMessage(message);
    });
  });
}

/** Elsewhere a priority is the whole process's; on Linux each thread has its own, and 0 is the one that asks. */
function giveWay(): void {
  if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
}

if ((workerData as WorkerSetting | undefined)?.isPatient) giveWay();
serve();
