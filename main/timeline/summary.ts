import { getStack, traceTimeOfWall } from '../../app/domain/exectrace';
import { goroutineMarks, type LaneGroup, type Timeline } from '../../app/domain/timeline';
import type { RecordingTimes, WorkerSummary } from './protocol';

/** Groups listed at most: a person cannot look through more. */
const maxGroups = 5000;

/** What there is to show of a trace, as far as it was read. */
export function summarize(
  timeline: Timeline,
  share: number,
  recording: RecordingTimes | undefined,
  warning: string | undefined,
): WorkerSummary {
  const stacks = timeline.stacks.toTable();
  const groups = timeline.groups
    .map((group, index) => ({ group, index }))
    // The agent that recorded is in no view.
    .filter(({ group }) => (group.marks & goroutineMarks.agent) === 0)
    .sort((a, b) => rank(a.group) - rank(b.group) || b.group.memberCount - a.group.memberCount)
    .slice(0, maxGroups)
    .map(({ group, index }) => {
      const [createdBy] = getStack(stacks, group.createdBy);
      return {
        group: index,
        lane: group.lane,
        function: group.startFunction,
        ...(createdBy && { createdBy }),
        existing: (group.marks & goroutineMarks.existing) !== 0,
        system: (group.marks & goroutineMarks.system) !== 0,
        goroutines: group.memberCount,
        alive: group.alive,
      };
    });
  const { gcLane, stwLane, heapLane, goalLane, endNs, spans } = timeline;
  return {
    endNs,
    share,
    goroutines: timeline.goroutines.count,
    spans,
    startSeconds: recording ? (recording.traceStartedAtMs - recording.startedAtMs) / 1000 : 0,
    heapProfilesNs: (recording?.heapProfilesMs ?? []).map((ms) => timeOf(timeline, recording!, ms)),
    ...{ gcLane, stwLane, heapLane, goalLane },
    procs: lanesOf(timeline.procs, (index) => index),
    threads: lanesOf(timeline.threads, (index) => timeline.threadIds[index] ?? 0),
    groups,
    ...(warning !== undefined && { warning }),
  };
}

/** The runtime's own goroutines come after those of the program. */
const rank = ({ marks }: LaneGroup): number => marks & goroutineMarks.system;

/** By the trace's own clock snapshots (Go 1.25 and newer), else by when its capture began. */
function timeOf(timeline: Timeline, recording: RecordingTimes, wallMs: number): number {
  const byClock = traceTimeOfWall(timeline.clocks, wallMs);
  return byClock ?? (wallMs - recording.traceStartedAtMs) * 1e6;
}

function lanesOf(lanes: Timeline['procs'], idOf: (index: number) => number) {
  const found: { lane: number; id: number }[] = [];
  for (let index = 0; index < lanes.count; index++) {
    const lane = lanes.lane[index]!;
    if (lane >= 0) found.push({ lane, id: idOf(index) });
  }
  return found.sort((a, b) => a.id - b.id);
}
