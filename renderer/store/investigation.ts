import type { Failure } from '../../app/contract/failure';
import type { Findings } from '../../app/contract/findings';
import { stepNames, type MetricsSample, type StepName } from '../../app/contract/manifest';
import type {
  InvestigationEvent,
  InvestigationPlanInput,
  KeptTrace,
  StepProgress,
  TraceSecond,
} from '../../app/contract/session';

/** Characters of output kept; the whole text is in the session folder. */
const maxOutput = 400_000;

export interface StepView extends StepProgress {
  /** When we heard of it, by the page's clock: a running step's time goes on from here. */
  readonly heardAtMs: number;
}

export type InvestigationPhase = 'idle' | 'starting' | 'running' | 'done' | 'failed' | 'cancelled';

/** Copy of one investigation, fed by events only. */
export interface Investigation {
  readonly phase: InvestigationPhase;
  /** Undefined until the engine has answered or spoken. */
  readonly id: string | undefined;
  readonly plan: InvestigationPlanInput | undefined;
  readonly steps: Readonly<Record<StepName, StepView>>;
  readonly metrics: readonly MetricsSample[];
  readonly profilesAtMs: readonly number[];
  readonly traceWindow: { readonly startMs: number; readonly endMs: number } | undefined;
  /** What the running trace has told so far. */
  readonly traceSeconds: readonly TraceSecond[];
  /** Whether the last seconds can be kept; undefined until the recording begins. */
  readonly flight: Extract<InvestigationEvent, { kind: 'flight' }> | undefined;
  readonly kept: readonly KeptTrace[];
  /** Wall clock of the first metrics sample. */
  readonly recordingSinceMs: number | undefined;
  readonly buildOutput: string;
  readonly targetOutput: string;
  readonly failure: Failure | undefined;
}

const waiting = (step: StepName): StepView => ({
  step,
  state: 'waiting',
  elapsedMs: 0,
  heardAtMs: 0,
});

export const noInvestigation: Investigation = {
  phase: 'idle',
  id: undefined,
  plan: undefined,
  steps: Object.fromEntries(stepNames.map((step) => [step, waiting(step)])) as Record<
    StepName,
    StepView
  >,
  metrics: [],
  profilesAtMs: [],
  traceWindow: undefined,
  traceSeconds: [],
  flight: undefined,
  kept: [],
  recordingSinceMs: undefined,
  buildOutput: '',
  targetOutput: '',
  failure: undefined,
};

/** One event applied. Pure, so that a recording can be replayed in a test. */
export function advance(
  state: Investigation,
  event: InvestigationEvent,
  nowMs: number,
): Investigation {
  switch (event.kind) {
    case 'step': {
      const step: StepView = { ...event.progress, heardAtMs: nowMs };
      return { ...state, steps: { ...state.steps, [step.step]: step } };
    }
    case 'metrics':
      return {
        ...state,
        metrics: [...state.metrics, event.sample],
        recordingSinceMs: state.recordingSinceMs ?? event.sample.atMs,
      };
    case 'output':
      return event.source === 'build'
        ? { ...state, buildOutput: (state.buildOutput + event.text).slice(-maxOutput) }
        : { ...state, targetOutput: (state.targetOutput + event.text).slice(-maxOutput) };
    case 'profile':
      return { ...state, profilesAtMs: [...state.profilesAtMs, event.atMs] };
    case 'trace':
      return { ...state, traceSeconds: [...state.traceSeconds, event.second] };
    case 'flight':
      return { ...state, flight: event };
    case 'kept':
      return { ...state, kept: [...state.kept, event.kept] };
    case 'trace-window':
      return { ...state, traceWindow: { startMs: event.startMs, endMs: event.endMs } };
  }
}

export const isBusy = ({ phase }: Investigation) => phase === 'starting' || phase === 'running';

/** Elapsed time of a step for display: events are rarer than the clock. */
export function getElapsedMs(step: StepView, nowMs: number): number {
  return step.state === 'running' ? step.elapsedMs + (nowMs - step.heardAtMs) : step.elapsedMs;
}

/**
 * Steps of a reopened session. The manifest was closed before the analysis began, so that it is no
 * part of what it tells; that there are findings says that the last two steps were done.
 */
export function stepsOfFindings({ session, summary }: Findings): Investigation['steps'] {
  const views = { ...noInvestigation.steps };
  for (const { name, failure, elapsedMs, command, note } of session.steps) {
    views[name] = {
      ...waiting(name),
      elapsedMs,
      command,
      note,
      failure,
      state: failure === undefined ? 'done' : 'failed',
    };
  }
  views.analyse = { ...waiting('analyse'), state: 'done' };
  views.verdict = { ...waiting('verdict'), state: 'done', note: summary };
  return views;
}
