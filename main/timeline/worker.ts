import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { formatTraceWarning, readTrace, type TraceSink } from '../../app/domain/exectrace';
import { TimelineRecorder } from '../../app/domain/timeline';
import { traceFailure, withTraceFile } from '../analysis/trace-file';
import type { TimelineAsk, TimelineSays, TimelineTask } from './protocol';
import { summarize } from './summary';
import { TileFile } from './tile-file';
import { createTimelineAnswers } from './timeline-answers';

/** Questions are looked for this often while the trace is read, and progress told. */
const pollMs = 4;
const tellMs = 200;

/** Reads a trace, and answers from what it has of it: while it reads, and afterwards. */
function serve({ file, tiles, port, recording }: TimelineTask): void {
  const storage = new TileFile(tiles);
  const timeline = new TimelineRecorder(storage);
  const answers = createTimelineAnswers(timeline);
  let share = 0;
  let failure: Failure | undefined;
  let warning: string | undefined;
  let polled = 0;
  let told = -Infinity;
  const say = (says: TimelineSays) => port.postMessage(says);

  const answer = ({ id, name, input }: TimelineAsk): void => {
    if (failure !== undefined) return say({ id, answer: err(failure) });
    try {
      if (name === 'summary') {
        return say({ id, answer: ok(summarize(timeline, share, recording, warning)) });
      }
      say({ id, answer: ok(answers[name](input as never)) });
    } catch (bug) {
      const detail = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
      const message = `The timeline hit a bug while it answered "${name}".`;
      say({ id, answer: err({ code: 'internal', message, detail }) });
    }
  };

  const poll = (): void => {
    const now = performance.now();
    if (now - polled < pollMs) return;
    for (let ask = receiveMessageOnPort(port); ask; ask = receiveMessageOnPort(port)) {
      answer(ask.message as TimelineAsk);
    }
    polled = performance.now();
    if (now - told < tellMs) return;
    told = now;
    say({ endNs: timeline.endNs, share });
  };

  const sink: TraceSink = {
    onGeneration: (generation) => timeline.onGeneration(generation),
    onEvents: (block, generation) => timeline.onEvents(block, generation),
    onGenerationEnd: (generation) => timeline.onGenerationEnd(generation),
  };
  const read: Result<unknown, Failure> = withTraceFile(file, (source) => {
    const done = readTrace(source, sink, {
      onProgress: ({ readBytes, totalBytes }) => {
        // The whole of it only when the last event is in.
        share = Math.min(0.999, readBytes / totalBytes);
        poll();
      },
    });
    if (!done.ok) return err(traceFailure(file, done.error));
    if (done.value.warning) warning = formatTraceWarning(done.value.warning);
    return timeline.endNs > 0 ? ok({}) : err(traceFailure(file, emptyTrace));
  });
  if (read.ok) timeline.store.flush();
  else failure = read.error;
  share = 1;
  port.on('message', (ask: TimelineAsk) => answer(ask));
  say({ endNs: timeline.endNs, share });
}

const emptyTrace = { code: 'damaged', at: 16, reason: 'it holds no events' } as const;

serve(workerData as TimelineTask);
