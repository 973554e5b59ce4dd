import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileListEntry } from '../../../app/contract/views';
import { useFormats } from '../../i18n/setup';
import { useReply } from '../../store/replies';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { chooseProfiles, type ProfileChoice } from './choice';
import { FlameView } from './flame-view';
import { GrowthView } from './growth-view';
import { TopTable } from './top-table';

/** Who allocated, as a flame graph and a table, against a base of your choice. */
export function ProfilePanel() {
  const { t } = useTranslation();
  const open = useSession(getActiveBundle);
  const list = useReply('profile.list', open && { bundle: open.bundle });
  if (open === undefined || list.state === 'idle') {
    return (
      <EmptyState icon="flame" title={t('profile.emptyTitle')} text={t('profile.empty')}>
        <button className="button" onClick={() => revealPanel('investigate')}>
          {t('investigate.setUp')}
        </button>
      </EmptyState>
    );
  }
  if (list.state === 'failed') return <FailureNote failure={list.failure} />;
  if (list.state === 'loading') return <Busy label={t('common.loading')} />;
  if (list.value.length === 0) {
    return <EmptyState icon="flame" title={t('profile.emptyTitle')} text={t('profile.none')} />;
  }
  return <Profiles key={open.bundle} bundle={open.bundle} entries={list.value} />;
}

function Profiles(props: { bundle: string; entries: readonly ProfileListEntry[] }) {
  const { bundle, entries } = props;
  const { t } = useTranslation();
  const f = useFormats();
  const [choice, setChoice] = useState<ProfileChoice>(() => chooseProfiles(entries));
  const [view, setView] = useState<'flame' | 'table' | 'growth'>('flame');
  const current = entries.find(({ path }) => path === choice.path);
  const nameOf = ({ path, kind, profile, atSeconds }: ProfileListEntry) => {
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
  const query = {
    bundle,
    path: choice.path,
    sampleType: choice.sampleType,
    ...(choice.base !== undefined && { base: choice.base }),
  };
  return (
    <div className="profile">
      <div className="table-tools">
        <div className="segmented" role="group" aria-label={t('profile.view')}>
          {(['flame', 'table', 'growth'] as const).map((each) => (
            <button
              key={each}
              aria-pressed={view === each}
              className={view === each ? 'on' : ''}
              onClick={() => setView(each)}
            >
              {t(`profile.${each}`)}
            </button>
          ))}
        </div>
        <select
          className="input small"
          aria-label={t('profile.profile')}
          value={choice.path}
          onChange={(event) => setChoice(chooseProfiles(entries, event.target.value))}
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
          // A series has every profile in it.
          disabled={view === 'growth'}
          value={choice.base ?? ''}
          onChange={(event) => setChoice({ ...choice, base: event.target.value || undefined })}
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
          title={t('profile.sampleTypeHelp')}
          value={choice.sampleType}
          onChange={(event) => setChoice({ ...choice, sampleType: event.target.value })}
        >
          {current?.sampleTypes.map(({ type }) => (
            <option key={type} value={type}>
              {type}
            </option>
          ))}
        </select>
      </div>
      {view === 'flame' && <FlameView query={query} />}
      {view === 'table' && <TopTable query={query} />}
      {view === 'growth' && (
        <GrowthView
          query={{ bundle, profile: current?.profile ?? 'heap', sampleType: choice.sampleType }}
        />
      )}
    </div>
  );
}
