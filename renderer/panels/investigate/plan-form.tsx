import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '../../../app/contract/project';
import { startInvestigation } from '../../store/actions';
import { useSession } from '../../store/session';
import { FailureNote } from '../../widgets/failure-note';
import { Icon } from '../../widgets/icon';
import { Field, SelectField, TextField } from '../../widgets/field';
import { SegmentedRadios } from '../../widgets/segmented';
import {
  buildProfiles,
  furtherProfiles,
  initialDraft,
  planOf,
  problemOf,
  type Draft,
} from './draft';

const modes = ['launch', 'test', 'attach'] as const;

/** One button does it; everything else has a good answer already. */
export function PlanForm({ project }: { project: Project }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => initialDraft(project));
  const failure = useSession((state) => state.investigation.failure);
  const wasCancelled = useSession((state) => state.investigation.phase === 'cancelled');
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const problem = problemOf(draft);
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (problem === undefined) void startInvestigation(planOf(draft, project));
  };
  return (
    <form className="plan-form" aria-label={t('panels.investigate')} onSubmit={start}>
      <header>
        <div>
          <h1>{t('investigate.title', { name: project.name })}</h1>
          <p className="lead">{t('investigate.lead')}</p>
        </div>
        <button className="button primary large" type="submit" disabled={problem !== undefined}>
          <Icon name="play" /> {t('commands.investigate')}
        </button>
      </header>
      {failure !== undefined && <FailureNote failure={failure} />}
      {wasCancelled && (
        <p role="status" className="dim">
          {t('investigate.cancelled')}
        </p>
      )}
      {project.warnings.map((warning) => (
        <p key={warning} className="warning" role="note">
          <Icon name="warning" /> {warning}
        </p>
      ))}
      <TargetFields draft={draft} set={set} project={project} />
      {draft.mode !== 'attach' && <ProfileChoice draft={draft} set={set} />}
      <FurtherProfiles draft={draft} set={set} />
      <RunFields draft={draft} set={set} />
      {problem !== undefined && (
        <p role="status" className="dim">
          {t(`investigate.problem.${problem}`)}
        </p>
      )}
    </form>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

function TargetFields({ draft, set, project }: FieldsProps & { project: Project }) {
  const { t } = useTranslation();
  const pathsOf = (kind: 'isCommand' | 'hasTests') =>
    project.packages.filter((each) => each[kind]).map(({ importPath }) => importPath);
  const [commands, tested] = [pathsOf('isCommand'), pathsOf('hasTests')];
  return (
    <fieldset className="plan-row">
      <legend className="section-title">{t('investigate.target')}</legend>
      <SegmentedRadios
        label={t('investigate.target')}
        options={modes}
        value={draft.mode}
        textOf={(mode) => t(`investigate.mode.${mode}`)}
        onChoose={(mode) => set({ mode, package: (mode === 'test' ? tested : commands)[0] ?? '' })}
      />
      {draft.mode === 'attach' ? (
        <TextField
          label={t('investigate.pid')}
          hint={t('investigate.pidHint')}
          isNumber
          value={draft.pid}
          onChange={(pid) => set({ pid })}
        />
      ) : (
        <SelectField
          label={t(draft.mode === 'test' ? 'investigate.package' : 'investigate.command')}
          value={draft.package}
          options={draft.mode === 'test' ? tested : commands}
          none={t('investigate.none')}
          onChange={(importPath) => set({ package: importPath })}
        />
      )}
      {draft.mode === 'test' && (
        <TextField
          label={t('investigate.test')}
          hint={t('investigate.testHint')}
          isCode
          value={draft.test}
          onChange={(test) => set({ test })}
        />
      )}
    </fieldset>
  );
}

function ProfileChoice({ draft, set }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend className="section-title">{t('investigate.buildProfile')}</legend>
      <div className="profile-cards" role="radiogroup" aria-label={t('investigate.buildProfile')}>
        {buildProfiles.map((profile) => (
          <label key={profile} className={draft.buildProfile === profile ? 'on' : ''}>
            <input
              type="radio"
              name="profile"
              checked={draft.buildProfile === profile}
              onChange={() => set({ buildProfile: profile })}
            />
            <b>{t(`profiles.${profile}.name`)}</b>
            <code>{t(`profiles.${profile}.flags`)}</code>
            <span className="dim">{t(`profiles.${profile}.effect`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function FurtherProfiles({ draft, set }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend className="section-title">{t('investigate.furtherProfiles')}</legend>
      <div className="further-profiles">
        {furtherProfiles.map((name) => (
          <label key={name} title={t(`investigate.furtherHelp.${name}`)}>
            <input
              type="checkbox"
              checked={draft.profiles.includes(name)}
              onChange={({ target }) =>
                set({
                  profiles: furtherProfiles.filter((each) =>
                    each === name ? target.checked : draft.profiles.includes(each),
                  ),
                })
              }
            />
            <code>{name}</code>
          </label>
        ))}
        <span className="dim">{t('investigate.furtherHint')}</span>
      </div>
    </fieldset>
  );
}

function RunFields({ draft, set }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="plan-row">
      <legend className="section-title">{t('investigate.run')}</legend>
      <Field label={t('investigate.duration')} hint={t('investigate.durationHint')}>
        {(id) => (
          <input
            id={id}
            className="input"
            type="number"
            min={4}
            max={86_400}
            value={draft.durationSeconds}
            onChange={(event) => set({ durationSeconds: event.target.valueAsNumber })}
          />
        )}
      </Field>
      {draft.mode !== 'attach' && (
        <Field label={t('investigate.flight')} hint={t('investigate.flightHint')}>
          {(id) => (
            <input
              id={id}
              className="input"
              type="number"
              min={0}
              max={60}
              value={draft.flightSeconds}
              onChange={(event) => set({ flightSeconds: event.target.valueAsNumber })}
            />
          )}
        </Field>
      )}
      {draft.mode !== 'attach' && (
        <TextField
          label={t('investigate.args')}
          hint={t('investigate.argsHint')}
          isCode
          value={draft.args}
          onChange={(args) => set({ args })}
        />
      )}
      <TextField
        label={t('investigate.load')}
        hint={t('investigate.loadHint')}
        isCode
        placeholder="hey -z 30s http://localhost:8080/"
        value={draft.load}
        onChange={(load) => set({ load })}
      />
    </fieldset>
  );
}
