import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { GdbPlan } from '../../../app/contract/gdb-requests';
import type { BuildProfileName } from '../../../app/contract/session';
import { ask } from '../../store/actions';
import { useDebugger } from '../../store/debugger';
import { startDebugging } from '../../store/debugging';
import { getDefaultCommand, splitArguments } from '../../store/plan';
import { useSession } from '../../store/session';
import { FailureNote } from '../../widgets/failure-note';
import { Icon } from '../../widgets/icon';
import { Field, SelectField, TextField } from '../../widgets/field';
import { SegmentedRadios } from '../../widgets/segmented';
import { BreakpointList } from './breakpoint-list';

const modes = ['launch', 'attach', 'core'] as const;
const profiles: readonly BuildProfileName[] = ['readable', 'released', 'no-inlining', 'race'];

interface Draft {
  readonly mode: (typeof modes)[number];
  readonly package: string;
  readonly profile: BuildProfileName;
  readonly args: string;
  readonly pid: string;
  readonly core: string;
  readonly program: string;
}

/** What to debug: a program of the project, a process, or a core file. */
export function StartForm() {
  const { t } = useTranslation();
  const project = useSession((state) => state.project);
  const [draft, setDraft] = useState<Draft>({
    mode: 'launch',
    package: '',
    profile: 'readable',
    args: '',
    pid: '',
    core: '',
    program: '',
  });
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const command = draft.package || (project && getDefaultCommand(project));
  const plan = planOf(draft, project?.dir, command);
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (plan !== undefined) void startDebugging(plan);
  };
  return (
    <form className="plan-form gdb-start" aria-label={t('debug.title')} onSubmit={start}>
      <header>
        <div>
          <h1>{t('debug.title')}</h1>
          <p className="lead">{t('debug.honest')}</p>
        </div>
        <button className="button primary large" type="submit" disabled={plan === undefined}>
          <Icon name="debug-alt" /> {t('debug.begin')}
        </button>
      </header>
      <LastEnd />
      <fieldset className="plan-row">
        <legend className="section-title">{t('debug.target')}</legend>
        <SegmentedRadios
          label={t('debug.target')}
          options={modes}
          value={draft.mode}
          textOf={(mode) => t(`debug.mode.${mode}`)}
          onChoose={(mode) => set({ mode })}
        />
        {draft.mode === 'launch' && <LaunchFields draft={draft} set={set} command={command} />}
        {draft.mode === 'attach' && (
          <TextField
            label={t('investigate.pid')}
            hint={t('debug.attachHint')}
            isNumber
            value={draft.pid}
            onChange={(pid) => set({ pid })}
          />
        )}
        {draft.mode === 'core' && (
          <>
            <PathField what="core" value={draft.core} onChange={(core) => set({ core })} />
            <PathField
              what="program"
              value={draft.program}
              onChange={(program) => set({ program })}
            />
          </>
        )}
      </fieldset>
      <fieldset>
        <legend className="section-title">{t('debug.breakpoints')}</legend>
        <BreakpointList />
      </fieldset>
    </form>
  );
}

/** How the session before ended, with what its build or GDB said. */
function LastEnd() {
  const { t } = useTranslation();
  const end = useDebugger((state) => state.end);
  if (end === undefined) return null;
  if (end.failure !== undefined) return <FailureNote failure={end.failure} />;
  return (
    <p role="status" aria-label={t('debug.title')} className="dim">
      {end.status !== undefined
        ? t('debug.exitedWith', { status: end.status })
        : end.signal !== undefined
          ? t('debug.exitedBy', { signal: end.signal })
          : t('debug.ended')}
    </p>
  );
}

function LaunchFields(props: {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  command: string | undefined;
}) {
  const { draft, set, command } = props;
  const { t } = useTranslation();
  const project = useSession((state) => state.project);
  if (project === undefined) return <p className="dim">{t('debug.noProject')}</p>;
  const commands = project.packages.flatMap(({ isCommand, importPath }) =>
    isCommand ? [importPath] : [],
  );
  return (
    <>
      <SelectField
        label={t('investigate.command')}
        value={command}
        options={commands}
        none={t('investigate.none')}
        onChange={(importPath) => set({ package: importPath })}
      />
      <SelectField
        label={t('investigate.buildProfile')}
        hint={t('debug.readableHint')}
        value={draft.profile}
        options={profiles}
        textOf={(profile) => t(`profiles.${profile}.name`)}
        onChange={(profile) => set({ profile })}
      />
      <TextField
        label={t('investigate.args')}
        isCode
        value={draft.args}
        onChange={(args) => set({ args })}
      />
    </>
  );
}

function PathField(props: {
  what: 'core' | 'program';
  value: string;
  onChange: (path: string) => void;
}) {
  const { what, value, onChange } = props;
  const { t } = useTranslation();
  const choose = async () => {
    const chosen = await ask('gdb.choose', { what });
    if (chosen !== undefined) onChange(chosen.path);
  };
  return (
    <Field label={t(`debug.${what}`)}>
      {(id) => (
        <span className="gdb-path">
          <input
            id={id}
            className="input mono"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <button type="button" className="button small" onClick={() => void choose()}>
            {t('debug.choose')}
          </button>
        </span>
      )}
    </Field>
  );
}

/** Undefined while something is missing. */
function planOf(
  draft: Draft,
  projectDir: string | undefined,
  command: string | undefined,
): GdbPlan | undefined {
  switch (draft.mode) {
    case 'launch': {
      if (projectDir === undefined || command === undefined || command === '') return undefined;
      const args = splitArguments(draft.args);
      return { kind: 'launch', projectDir, package: command, buildProfile: draft.profile, args };
    }
    case 'attach': {
      const pid = Number(draft.pid);
      return Number.isInteger(pid) && pid > 0 ? { kind: 'attach', pid } : undefined;
    }
    case 'core': {
      const { core, program } = draft;
      return core === '' || program === '' ? undefined : { kind: 'core', core, program };
    }
  }
}
