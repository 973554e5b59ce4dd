import {
  DockviewReact,
  type DockviewApi,
  type DockviewReadyEvent,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import { useCallback, useEffect, useState } from 'react';
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
import { TimelinePanel } from '../panels/timeline/timeline-panel';
import { VerdictPanel } from '../panels/verdict/verdict-panel';
import { useSelection } from '../store/selection';
import { panelNames, useView, type PanelName } from '../store/view';
import {
  addPanel,
  applyDefaultLayout,
  enlargePanel,
  restoreLayout,
  saveLayout,
} from './dock-layout';
import { ErrorBoundary } from './error-boundary';
import { useKeptScroll } from './use-kept-scroll';

const bodies: Readonly<Record<PanelName, () => React.JSX.Element>> = {
  investigate: InvestigatePanel,
  verdict: VerdictPanel,
  timeline: TimelinePanel,
  source: SourcePanel,
  profile: ProfilePanel,
  goroutines: GoroutinesPanel,
  heap: HeapPanel,
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
    <div className="dock-tab" onAuxClick={(event) => event.button === 1 && api.close()}>
      {label}
    </div>
  );
}

/** Panels that dock, split and float, and come back as they were. */
export function DockArea() {
  const [api, setApi] = useState<DockviewApi>();
  const onReady = useCallback(({ api: ready }: DockviewReadyEvent) => {
    if (!restoreLayout(ready)) applyDefaultLayout(ready);
    setApi(ready);
  }, []);

  useEffect(() => {
    if (api === undefined) return;
    const reveal = (name: PanelName) => (api.getPanel(name) ?? addPanel(api, name)).api.setActive();
    const reset = () => {
      api.clear();
      applyDefaultLayout(api);
    };
    const { wanted } = useView.getState();
    const enlarge = (name: PanelName) => enlargePanel(api, name);
    useView.setState({ dock: { reveal, enlarge, reset }, wanted: undefined });
    if (wanted !== undefined) reveal(wanted);
    const saving = api.onDidLayoutChange(() => saveLayout(api));
    return () => {
      saving.dispose();
      useView.setState({ dock: undefined });
    };
  }, [api]);

  return (
    <DockviewReact
      className="dock"
      components={components}
      defaultTabComponent={Tab}
      disableFloatingGroups={false}
      onReady={onReady}
    />
  );
}
