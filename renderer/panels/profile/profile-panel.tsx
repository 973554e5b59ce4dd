import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileListEntry } from '../../../app/contract/views';
import { useOpenedProfile } from '../../store/opened-profile';
import { useOfferedActions } from '../../store/panel-actions';
import { showProfile } from '../../store/profile-query';
import { useReply } from '../../store/replies';
import { getActiveBundle, useSession } from '../../store/session';
import { revealPanel } from '../../store/view';
import { useSeriesRevision } from '../../store/watched-series';
import { EmptyState } from '../../widgets/empty-state';
import { FailureNote } from '../../widgets/failure-note';
import { Icon } from '../../widgets/icon';
import { Busy } from '../../widgets/progress';
import { AssemblyView } from './assembly-view';
import { chooseProfiles, type ProfileChoice } from './choice';
import { addFilter, exactly, FilterRow, type Filters } from './filter-row';
import { FlameView } from './flame-view';
import { GraphView } from './graph-view';
import { OpenForm } from './open-form';
import { OpenedBar } from './opened-bar';
import { ProfileChoiceBar, type Granularity, type ProfileView } from './profile-choice-bar';
import { TagsView } from './tags-view';
import { GrowthView } from './growth-view';
import { TopTable } from './top-table';

/** Who allocated, as a flame graph, tables, a graph and labels, against a base of your choice. */
export function ProfilePanel() {
  const { t } = useTranslation();
  const opened = useOpenedProfile((state) => state.opened);
  const active = useSession(getActiveBundle);
  const [isOpening, setOpening] = useState(false);
  const bundle = opened?.bundle ?? active?.bundle;
  const revision = useSeriesRevision(bundle ?? '');
  const isStarting = opened?.watch?.taken === 0;
  const list = useReply(
    'profile.list',
    bundle === undefined || isStarting ? undefined : { bundle, ...(revision > 0 && { revision }) },
  );
  // A series that grows is asked for anew: what it had stays on screen until then.
  const [known, setKnown] = useState<{ bundle: string; entries: readonly ProfileListEntry[] }>();
  const entries = list.state === 'ready' ? list.value : undefined;
  useEffect(() => {
    if (bundle !== undefined && entries !== undefined) setKnown({ bundle, entries });
  }, [bundle, entries]);
  const shown = entries ?? (known?.bundle === bundle ? known?.entries : undefined);
  const openButton = (
    <button
      className="button small"
      aria-expanded={isOpening}
      aria-label={t('profile.open')}
      title={t('profile.openHelp')}
      onClick={() => setOpening(!isOpening)}
    >
      <Icon name="folder-opened" />
    </button>
  );
  return (
    <div className="profile">
      {opened !== undefined && <OpenedBar opened={opened} />}
      {(isOpening || bundle === undefined) && <OpenForm onDone={() => setOpening(false)} />}
      {bundle === undefined ? (
        <EmptyState icon="flame" title={t('profile.emptyTitle')} text={t('profile.empty')}>
          <button className="button" onClick={() => revealPanel('investigate')}>
            {t('investigate.setUp')}
          </button>
        </EmptyState>
      ) : list.state === 'failed' && shown === undefined ? (
        <FailureNote failure={list.failure} />
      ) : shown === undefined ? (
        <Busy label={t(isStarting ? 'profile.firstTaken' : 'common.loading')} />
      ) : shown.length === 0 ? (
        <EmptyState icon="flame" title={t('profile.emptyTitle')} text={t('profile.none')}>
          {openButton}
        </EmptyState>
      ) : (
        <Profiles key={bundle} bundle={bundle} entries={shown} openButton={openButton} />
      )}
    </div>
  );
}

function Profiles(props: {
  bundle: string;
  entries: readonly ProfileListEntry[];
  openButton: ReactNode;
}) {
  const { bundle, entries } = props;
  const [chosen, setChoice] = useState<ProfileChoice>();
  // Until the person chooses, a series is followed to its newest; what was chosen may have been thinned out.
  const isThere = entries.some(({ path }) => path === chosen?.path);
  const newest = useMemo(() => chooseProfiles(entries), [entries]);
  const choice = chosen !== undefined && isThere ? chosen : newest;
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
  const addTo = useCallback((name: 'focus' | 'ignore' | 'tagFocus', expression: string) => {
    // A label's expression names its key: two of them are no alternative.
    setFilters((before) =>
      name === 'tagFocus'
        ? { ...before, tagFocus: expression }
        : addFilter(before, name, expression),
    );
    setFiltering(true);
  }, []);
  const addFunction = useCallback(
    (name: 'focus' | 'ignore', text: string) => addTo(name, exactly(text)),
    [addTo],
  );
  const show = (next: ProfileView) => () => setView(next);
  useOfferedActions('profile', {
    ...{ flame: show('flame'), table: show('table'), graph: show('graph'), tags: show('tags') },
    ...{ growth: show('growth'), assembly: show('assembly') },
    filters: () => setFiltering(!isFiltering),
  });
  return (
    <>
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
        openButton={props.openButton}
      />
      {isFiltering && view !== 'growth' && <FilterRow filters={filters} onChange={setFilters} />}
      {view === 'flame' && <FlameView query={query} onFilter={addFunction} />}
      {view === 'table' && <TopTable query={query} />}
      {view === 'graph' && <GraphView query={query} />}
      {view === 'assembly' && <AssemblyView query={query} />}
      {view === 'tags' && (
        <TagsView query={query} onFocus={(expression) => addTo('tagFocus', expression)} />
      )}
      {view === 'growth' && (
        <GrowthView
          query={{ bundle, profile: current?.profile ?? 'heap', sampleType: choice.sampleType }}
        />
      )}
    </>
  );
}
