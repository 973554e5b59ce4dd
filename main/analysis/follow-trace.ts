import type { Failure } from '../../app/contract/failure';
import { ok, type Result } from '../../app/contract/result';
import type { TraceSecond } from '../../app/contract/session';
import { TraceReader } from '../../app/domain/exectrace';
import { LiveRecorder } from '../../app/domain/exectrace/analysis/live-recorder';
import { TraceFile } from './trace-spool';

/** A trace that comes faster than it can be read falls behind, rather than to keep others waiting. */
const usualBudgetMs = 400;

interface Following {
  readonly file: TraceFile;
  readonly reader: TraceReader;
  readonly recorder: LiveRecorder;
}

/** Traces that are read while somebody else writes them, by file. Each `last` call closes one. */
export class FollowedTraces {
  readonly #following = new Map<string, Following>();

  /** @param budgetMs for one call. */
  constructor(private readonly budgetMs = usualBudgetMs) {}

  /** What the generations completed since the last call tell, second by second; nothing yet is no failure. */
  follow(
    path: string,
    startedAtMs: number,
    last: boolean,
  ): Result<readonly TraceSecond[], Failure> {
    const following = this.#following.get(path) ?? open(path, startedAtMs);
    if (following === undefined) return ok([]);
    this.#following.set(path, following);
    const { file, reader, recorder } = following;
    file.refresh();
    const until = Date.now() + this.budgetMs;
    let state = reader.advance();
    while (state === 'more' && Date.now() < until) state = reader.advance();
    if (!last) return ok(recorder.take());
    if (state !== 'more') reader.finish();
    this.#following.delete(path);
    file.close();
    return ok(recorder.finish());
  }
}

/** Undefined while the file is not there. */
function open(path: string, startedAtMs: number): Following | undefined {
  let file: TraceFile;
  try {
    file = TraceFile.open(path);
  } catch {
    return undefined; // the target has not begun to write
  }
  const recorder = new LiveRecorder(startedAtMs);
  return { file, recorder, reader: new TraceReader(file, recorder) };
}
