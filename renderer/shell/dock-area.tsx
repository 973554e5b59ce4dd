import {
  DockviewReact,
  type DockviewApi,
  type DockviewReadyEvent,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GdbPanel } from '../panels/gdb/gdb-panel';
import { GoroutinesPanel } from '../panels/goroutines/goroutines-panel';
import { HeapPanel } from '../panels/heap/heap-panel';
import { InvestigatePanel } from '../panels/investigate/investigate-panel';
import { OutputPanel } from '../panels/output/output-panel';
import { ProfilePanel } from '../panels/profile/profile-panel';
import { SourcePanel } from '../panels/source/source-panel';
import { TerminalPanel } from '../panels/terminal/terminal-panel';
import { TraceDiffPanel } from '../panels/trace-diff/trace-diff-panel';
import { TraceSummaryPanel } from '../panels/trace-summary/trace-summary-panel';
import { TimelinePanel } from '../panels/timeline/timeline-panel';
import { VerdictPanel } from '../panels/verdict/verdict-panel';
import { useSelection } from '../store/selection';
import { getWorkspace, useSession } from '../store/session';
import { panelNames, useView, type PanelName } from '../store/view';
import { Icon } from '../widgets/icon';
import { ErrorBoundary } from './error-boundary';
import { createDock } from './layout/dock';
import { useKeptScroll } from './use-kept-scroll';

const bodies: Readonly<Record<PanelName, () => React.JSX.Element>> = {
  investigate: InvestigatePanel,
  verdict: VerdictPanel,
  timeline: TimelinePanel,
  source: SourcePanel,
  profile: ProfilePanel,
  goroutines: GoroutinesPanel,
  heap: HeapPanel,
  'trace-summary': TraceSummaryPanel,
  'trace-diff': TraceDiffPanel,
  terminal: TerminalPanel,
  output: OutputPanel,
  gdb: GdbPanel,
};

const components: Record<string, React.FunctionComponent<IDockviewPanelProps>> = Object.fromEntries(
  panelNames.map((name) => [name, () => <PanelBody name={name} />]),
);

function PanelBody({ name }: { name: PanelName }) {
  const { t } = useTranslation();
  const Body = bodies[name];
  const host = useKeptScroll<HTMLElement>();
  return (
    <section ref={host} className={`panel panel-${name}`} aria-label={t(`panels.${name}`)}>
      <ErrorBoundary>
        <Body />
      </ErrorBoundary>
    </section>
  );
}

/** Text alone: the library's own tab nests a close button in the tab, which screen readers lose. */
function Tab({ api }: IDockviewPanelHeaderProps) {
  const { t } = useTranslation();
  const name = api.id as PanelName;
  const file = useSelection((state) => state.selection.source?.path);
  const [shownFile, setShownFile] = useState<string>();
  useEffect(() => {
    if (file !== undefined) setShownFile(file.slice(file.lastIndexOf('/') + 1));
  }, [file]);
  const label = name === 'source' && shownFile !== undefined ? shownFile : t(`panels.${name}`);
  // The title is what assistive technology reads as the tab's name.
  useEffect(() => api.setTitle(label), [api, label]);
  return (
    <div
      className="dock-tab"
      title={t('layouts.tabHelp')}
      onAuxClick={(event) => event.button === 1 && api.close()}
      onDoubleClick={() => useView.getState().dock?.toggleMaximised(name)}
    >
      {label}
    </div>
  );
}

/** Beside the tabs of a group: lets it fill the dock, and ends that. */
function GroupActions({ activePanel, location }: IDockviewHeaderActionsProps) {
  const { t } = useTranslation();
  const maximised = useView((state) => state.maximised);
  const name = activePanel?.id as PanelName | undefined;
  // A floating group is as large as the person made it.
  if (name === undefined || (location !== undefined && location.type !== 'grid')) return null;
  const isMaximised = maximised === name;
  const label = t(isMaximised ? 'layouts.restore' : 'layouts.maximise', {
    panel: t(`panels.${name}`),
  });
  return (
    <div className="dock-actions">
      <button
        className={isMaximised ? 'icon-button on' : 'icon-button'}
        aria-label={label}
        title={`${label} (${isMaximised ? 'Esc' : 'Ctrl+Shift+M'})`}
        onClick={() => useView.getState().dock?.toggleMaximised(name)}
      >
        <Icon name={isMaximised ? 'screen-normal' : 'screen-full'} />
      </button>
    </div>
  );
}

/** Panels that dock, split and float, and come back as they were in each workspace. */
export function DockArea() {
  const { t } = useTranslation();
  const [api, setApi] = useState<DockviewApi>();
  const onReady = useCallback(({ api: ready }: DockviewReadyEvent) => setApi(ready), []);

  useEffect(() => {
    if (api === undefined) return;
    const dock = createDock(api, getWorkspace(useSession.getState()));
    const { wanted, wantedLayout } = useView.getState();
    useView.setState({ dock, wanted: undefined, wantedLayout: undefined });
    if (wantedLayout !== undefined) dock.arrange(wantedLayout);
    if (wanted !== undefined) dock.reveal(wanted);
    // At once, not with the next picture: what is opened reveals its panel right after.
    const stop = useSession.subscribe((state) => dock.turnTo(getWorkspace(state)));
    return () => {
      stop();
      dock.dispose();
      useView.setState({ dock: undefined, maximised: undefined });
    };
  }, [api]);

  const messages = useMemo(
    () => ({
      panelOpened: (title: string) => t('layouts.opened', { title }),
      panelClosed: (title: string) => t('layouts.closed', { title }),
      groupMaximized: (title: string) => t('layouts.maximised', { title }),
      groupRestored: (title: string) => t('layouts.restored', { title }),
      groupFloated: (title: string) => t('layouts.floated', { title }),
      groupDocked: (title: string) => t('layouts.docked', { title }),
    }),
    [t],
  );
  return (
    <DockviewReact
      className="dock"
      components={components}
      defaultTabComponent={Tab}
      rightHeaderActionsComponent={GroupActions}
      disableFloatingGroups={false}
      messages={messages}
      onReady={onReady}
    />
  );
}
