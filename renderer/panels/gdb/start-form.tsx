import { useId, useState, type FormEvent, type ReactNode } from 'react';
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
        <div className="segmented" role="radiogroup" aria-label={t('debug.target')}>
          {modes.map((mode) => (
            <label key={mode} className={draft.mode === mode ? 'on' : ''}>
              <input
                type="radio"
                name="debug-mode"
                checked={draft.mode === mode}
                onChange={() => set({ mode })}
              />
              {t(`debug.mode.${mode}`)}
            </label>
          ))}
        </div>
        {draft.mode === 'launch' && <LaunchFields draft={draft} set={set} command={command} />}
        {draft.mode === 'attach' && (
          <Field label={t('investigate.pid')} hint={t('debug.attachHint')}>
            {(id) => (
              <input
                id={id}
                className="input"
                inputMode="numeric"
                value={draft.pid}
                onChange={(event) => set({ pid: event.target.value })}
              />
            )}
          </Field>
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
  const commands = project.packages.filter((each) => each.isCommand);
  return (
    <>
      <Field label={t('investigate.command')}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={command}
            onChange={(event) => set({ package: event.target.value })}
          >
            {commands.length === 0 && <option value="">{t('investigate.none')}</option>}
            {commands.map(({ importPath }) => (
              <option key={importPath}>{importPath}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('investigate.buildProfile')} hint={t('debug.readableHint')}>
        {(id) => (
          <select
            id={id}
            className="input"
            value={draft.profile}
            onChange={(event) => set({ profile: event.target.value as BuildProfileName })}
          >
            {profiles.map((profile) => (
              <option key={profile} value={profile}>
                {t(`profiles.${profile}.name`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('investigate.args')}>
        {(id) => (
          <input
            id={id}
            className="input mono"
            value={draft.args}
            onChange={(event) => set({ args: event.target.value })}
          />
        )}
      </Field>
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

function Field(props: { label: string; hint?: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.hint !== undefined && <span className="hint">{props.hint}</span>}
    </div>
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
