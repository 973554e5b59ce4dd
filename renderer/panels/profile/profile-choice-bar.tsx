import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileListEntry } from '../../../app/contract/views';
import type { TraceProfileKind } from '../../../app/domain/exectrace';
import { kindTexts } from '../../../app/domain/pprof/texts';
import { useFormats } from '../../i18n/setup';
import { Icon } from '../../widgets/icon';
import { Term } from '../../widgets/term';
import { Segmented } from '../../widgets/segmented';
import { chooseProfiles, type ProfileChoice } from './choice';

export const profileViews = ['flame', 'table', 'graph', 'assembly', 'tags', 'growth'] as const;
export type ProfileView = (typeof profileViews)[number];
export const granularities = ['functions', 'lines', 'files', 'packages'] as const;
export type Granularity = (typeof granularities)[number];

interface ProfileChoiceBarProps {
  readonly entries: readonly ProfileListEntry[];
  readonly choice: ProfileChoice;
  readonly onChoice: (choice: ProfileChoice) => void;
  readonly view: ProfileView;
  readonly onView: (view: ProfileView) => void;
  readonly granularity: Granularity;
  readonly onGranularity: (granularity: Granularity) => void;
  readonly filterCount: number;
  readonly isFiltering: boolean;
  readonly onFiltering: (isFiltering: boolean) => void;
  readonly openButton: ReactNode;
}

/** Which profile, against which base, of what, and how it is shown. */
export function ProfileChoiceBar(props: ProfileChoiceBarProps) {
  const { entries, choice, onChoice, view, granularity, filterCount } = props;
  const { t, i18n } = useTranslation();
  const f = useFormats();
  const current = entries.find(({ path }) => path === choice.path);
  const nameOf = ({ path, kind, profile, atSeconds }: ProfileListEntry) => {
    if (kind === 'trace-profile') return t(`profile.ofTrace.${profile as TraceProfileKind}`);
    const same = entries.filter((entry) => entry.profile === profile);
    const index = same.findIndex((entry) => entry.path === path) + 1;
    return t('profile.nameOf', {
      kind: kind === 'profile' ? profile : t(`profile.${kind}`),
      index,
      at: f.seconds(atSeconds),
    });
  };
  const bases = entries.filter(
    (entry) => entry.profile === current?.profile && entry.path !== choice.path,
  );
  const nature = current?.sampleTypes.find(({ type }) => type === choice.sampleType)?.nature;
  const texts = kindTexts[i18n.language === 'zh' ? 'zh' : 'en'];
  return (
    <div className="table-tools">
      <Segmented
        label={t('profile.view')}
        options={profileViews}
        value={view}
        textOf={(each) => t(`profile.${each}`)}
        onChoose={props.onView}
      />
      <select
        className="input small"
        aria-label={t('profile.profile')}
        value={choice.path}
        onChange={(event) => onChoice(chooseProfiles(entries, event.target.value))}
      >
        {entries.map((entry) => (
          <option key={entry.path} value={entry.path}>
            {nameOf(entry)}
          </option>
        ))}
      </select>
      <select
        className="input small"
        aria-label={t('profile.base')}
        // A series has every profile in it; code is that of one profile.
        disabled={view === 'growth' || view === 'assembly'}
        title={view === 'assembly' ? t('profile.assemblyOfOne') : undefined}
        value={view === 'assembly' ? '' : (choice.base ?? '')}
        onChange={(event) => onChoice({ ...choice, base: event.target.value || undefined })}
      >
        <option value="">{t('profile.noBase')}</option>
        {bases.map((entry) => (
          <option key={entry.path} value={entry.path}>
            {t('profile.minus', { name: nameOf(entry) })}
          </option>
        ))}
      </select>
      <select
        className="input small mono"
        aria-label={t('profile.sampleType')}
        value={choice.sampleType}
        onChange={(event) => onChoice({ ...choice, sampleType: event.target.value })}
      >
        {current?.sampleTypes.map(({ type }) => (
          <option key={type} value={type}>
            {type}
          </option>
        ))}
      </select>
      {nature !== undefined && (
        <Term help={[texts.sampleType[choice.sampleType], texts.nature[nature]].join(' ')}>
          {t(`profile.natures.${nature}`)}
        </Term>
      )}
      <select
        className="input small"
        aria-label={t('profile.granularity')}
        // A stack, and an instruction, is one row.
        disabled={view === 'growth' || view === 'assembly'}
        value={granularity}
        onChange={(event) => props.onGranularity(event.target.value as Granularity)}
      >
        {granularities.map((each) => (
          <option key={each} value={each}>
            {t(`profile.by.${each}`)}
          </option>
        ))}
      </select>
      <button
        className={filterCount === 0 ? 'button small' : 'button small on'}
        aria-expanded={props.isFiltering}
        aria-label={t('profile.filters')}
        title={t(view === 'growth' ? 'profile.growthOfAll' : 'profile.filters')}
        disabled={view === 'growth'}
        onClick={() => props.onFiltering(!props.isFiltering)}
      >
        <Icon name="filter" />
        {filterCount > 0 && f.count(filterCount)}
      </button>
      {props.openButton}
    </div>
  );
}
