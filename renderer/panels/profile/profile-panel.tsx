import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileListEntry } from '../../../app/contract/views';
import { showProfile } from '../../store/profile-query';
import { useReply } from '../../store/replies';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Busy } from '../../widgets/progress';
import { chooseProfiles, type ProfileChoice } from './choice';
import { addFilter, exactly, FilterRow, type Filters } from './filter-row';
import { FlameView } from './flame-view';
import { GraphView } from './graph-view';
import { ProfileChoiceBar, type Granularity, type ProfileView } from './profile-choice-bar';
import { TagsView } from './tags-view';
import { GrowthView } from './growth-view';
import { TopTable } from './top-table';

/** Who allocated, as a flame graph, tables, a graph and labels, against a base of your choice. */
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
  const [choice, setChoice] = useState<ProfileChoice>(() => chooseProfiles(entries));
  const [view, setView] = useState<ProfileView>('flame');
  const [granularity, setGranularity] = useState<Granularity>('functions');
  const [filters, setFilters] = useState<Filters>({});
  const [isFiltering, setFiltering] = useState(false);
  const current = entries.find(({ path }) => path === choice.path);
  const query = useMemo(() => {
    const { path, base, sampleType } = choice;
    return {
      ...{ bundle, path, sampleType, granularity },
      ...(base !== undefined && { base }),
      ...filters,
    };
  }, [bundle, choice, granularity, filters]);
  useEffect(() => {
    showProfile(query);
    return () => showProfile(undefined);
  }, [query]);
  const addTo = (name: 'focus' | 'ignore' | 'tagFocus', expression: string) => {
    // A label's expression names its key: two of them are no alternative.
    setFilters((before) =>
      name === 'tagFocus'
        ? { ...before, tagFocus: expression }
        : addFilter(before, name, expression),
    );
    setFiltering(true);
  };
  return (
    <div className="profile">
      <ProfileChoiceBar
        entries={entries}
        choice={choice}
        onChoice={setChoice}
        view={view}
        onView={setView}
        granularity={granularity}
        onGranularity={setGranularity}
        filterCount={Object.keys(filters).length}
        isFiltering={isFiltering}
        onFiltering={setFiltering}
      />
      {isFiltering && <FilterRow filters={filters} onChange={setFilters} />}
      {view === 'flame' && (
        <FlameView query={query} onFilter={(name, text) => addTo(name, exactly(text))} />
      )}
      {view === 'table' && <TopTable query={query} />}
      {view === 'graph' && <GraphView query={query} />}
      {view === 'tags' && (
        <TagsView query={query} onFocus={(expression) => addTo('tagFocus', expression)} />
      )}
      {view === 'growth' && (
        <GrowthView
          query={{ bundle, profile: current?.profile ?? 'heap', sampleType: choice.sampleType }}
        />
      )}
    </div>
  );
}
