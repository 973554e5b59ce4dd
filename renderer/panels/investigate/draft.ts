import type { Project } from '../../../app/contract/project';
import type {
  BuildProfileName,
  InvestigationPlanInput,
  ProfileName,
} from '../../../app/contract/session';
import { getDefaultCommand, splitArguments } from '../../store/plan';

export const buildProfiles: readonly BuildProfileName[] = [
  'released',
  'readable',
  'no-inlining',
  'race',
];

/** Profiles that can be had besides heap and goroutine. */
export const furtherProfiles = [
  'allocs',
  'cpu',
  'block',
  'mutex',
  'threadcreate',
  'goroutineleak',
] as const satisfies readonly ProfileName[];

/** The form as typed. */
export interface Draft {
  readonly mode: 'launch' | 'test' | 'attach';
  readonly package: string;
  readonly test: string;
  readonly pid: string;
  readonly buildProfile: BuildProfileName;
  readonly durationSeconds: number;
  /** 0: the flight recorder stays off. */
  readonly flightSeconds: number;
  /** Besides heap and goroutine. */
  readonly profiles: readonly ProfileName[];
  readonly args: string;
  readonly load: string;
}

export const initialDraft = (project: Project): Draft => ({
  mode: 'launch',
  package: getDefaultCommand(project) ?? '',
  test: '',
  pid: '',
  buildProfile: 'released',
  durationSeconds: 24,
  flightSeconds: 10,
  profiles: [],
  args: '',
  load: '',
});

/** Why it cannot start; undefined when it can. */
export function problemOf(draft: Draft): 'package' | 'pid' | 'duration' | 'flight' | undefined {
  if (draft.mode === 'attach' ? !/^[1-9]\d*$/.test(draft.pid.trim()) : draft.package === '') {
    return draft.mode === 'attach' ? 'pid' : 'package';
  }
  const { durationSeconds, flightSeconds } = draft;
  if (!(durationSeconds >= 4 && durationSeconds <= 86_400)) return 'duration';
  return flightSeconds >= 0 && flightSeconds <= 60 ? undefined : 'flight';
}

export function planOf(draft: Draft, project: Project): InvestigationPlanInput {
  const load = draft.load.trim();
  const common = {
    durationSeconds: draft.durationSeconds,
    flightSeconds: draft.flightSeconds,
    // None chosen leaves the engine its own choice: the leak profile where the program has it.
    ...(draft.profiles.length > 0 && { profiles: [...draft.profiles] }),
    ...(load !== '' && { load }),
  };
  if (draft.mode === 'attach') {
    return { ...common, projectDir: project.dir, pid: Number.parseInt(draft.pid, 10) };
  }
  return {
    ...common,
    projectDir: project.dir,
    package: draft.package,
    buildProfile: draft.buildProfile,
    args: splitArguments(draft.args),
    // An empty expression matches every test.
    ...(draft.mode === 'test' && { test: draft.test.trim() === '' ? '.' : draft.test.trim() }),
  };
}
