import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { formatTraceWarning, readTrace } from '../../app/domain/exectrace';
import {
  decodeTimelineIndex,
  encodeTimelineIndex,
  TimelineRecorder,
  type Timeline,
} from '../../app/domain/timeline';
import { traceFailure, withTraceFile } from '../analysis/trace-file';
import type { TimelineAsk, TimelineSays, TimelineTask, WorkerSummary } from './protocol';
import { summarize } from './summary';
import { TileFile } from './tile-file';
import { createTimelineAnswers } from './timeline-answers';

/** Questions are looked for this often while the trace is read, and progress told. */
const pollMs = 4;
const tellMs = 200;

/** Reads a trace, or the tiles of an earlier reading, and answers: while it reads, and afterwards. */
function serve(task: TimelineTask): void {
  const saved = openSaved(task);
  if (saved === undefined) return build(task);
  const { port, recording } = task;
  const answer = createAnswer(task, saved, () => ({
    summary: () => summarize(saved, 1, recording, undefined),
  }));
  port.on('message', answer);
  port.postMessage({ endNs: saved.endNs, share: 1 } satisfies TimelineSays);
}

function openSaved({ tiles, stamp }: TimelineTask): Timeline | undefined {
  const saved = TileFile.reopen(tiles, stamp);
  if (saved === undefined) return undefined;
  const timeline = decodeTimelineIndex(saved.index, saved.file);
  if (timeline === undefined) saved.file.dispose();
  return timeline;
}

type State = { readonly failure: Failure } | { readonly summary: () => WorkerSummary };

function createAnswer({ port }: TimelineTask, timeline: Timeline, getState: () => State) {
  const answers = createTimelineAnswers(timeline);
  const say = (id: number, answer: Result<unknown, Failure>) =>
    port.postMessage({ id, answer } satisfies TimelineSays);
  return ({ id, name, input }: TimelineAsk): void => {
    const state = getState();
    if ('failure' in state) return say(id, err(state.failure));
    try {
      say(id, ok(name === 'summary' ? state.summary() : answers[name](input as never)));
    } catch (bug) {
      const detail = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
      const message = `The timeline hit a bug while it answered "${name}".`;
      say(id, err({ code: 'internal', message, detail }));
    }
  };
}

function build(task: TimelineTask): void {
  const { file, port, recording } = task;
  const storage = TileFile.create(task.part);
  const timeline = new TimelineRecorder(storage);
  let share = 0;
  let failure: Failure | undefined;
  let warning: string | undefined;
  let polled = 0;
  let told = -Infinity;
  const tell = () => port.postMessage({ endNs: timeline.endNs, share } satisfies TimelineSays);
  const answer = createAnswer(task, timeline, () =>
    failure === undefined
      ? { summary: () => summarize(timeline, share, recording, warning) }
      : { failure },
  );

  const poll = (): void => {
    const now = performance.now();
    if (now - polled < pollMs) return;
    for (let ask = receiveMessageOnPort(port); ask; ask = receiveMessageOnPort(port)) {
      answer(ask.message as TimelineAsk);
    }
    polled = performance.now();
    if (now - told < tellMs) return;
    told = now;
    tell();
  };

  const read: Result<unknown, Failure> = withTraceFile(file, (source) => {
    const done = readTrace(source, timeline, {
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
  if (read.ok) keep(task, timeline, storage, warning);
  else failure = read.error;
  share = 1;
  port.on('message', answer);
  tell();
}

/** For the next time. What could not be read whole, or not be kept, is read again then. */
function keep(
  { tiles, stamp }: TimelineTask,
  timeline: TimelineRecorder,
  storage: TileFile,
  warning: string | undefined,
): void {
  timeline.store.flush();
  if (warning !== undefined) return;
  try {
    storage.finish(tiles, stamp, encodeTimelineIndex(timeline));
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
  }
}

const emptyTrace = { code: 'damaged', at: 16, reason: 'it holds no events' } as const;

serve(workerData as TimelineTask);
