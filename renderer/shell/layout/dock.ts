import type { DockviewApi } from 'dockview-react';
import type { Dock, LayoutName, PanelName } from '../../store/view';
import { useView } from '../../store/view';
import { clean, fromDockview, toDockview, type Arrangement } from './arrangement';
import { readLayouts, writeLayout } from './layout-memory';
import { complete, createLayout, hasSidebar, neighboursOf } from './layouts';

/** The docking area as the store knows it; the library's own calls are all here. */
export interface OwnedDock extends Dock {
  /** Shows what another workspace had. */
  turnTo(workspace: string): void;
  dispose(): void;
}

/** CSS pixels below which shares of the dock mean nothing. */
const leastSize = 100;

/** Fills an empty dock with what the workspace had, and keeps what becomes of it. */
export function createDock(api: DockviewApi, first: string, storage = localStorage): OwnedDock {
  let workspace = first;
  let isArranging = false;
  const currentLayout = () => useView.getState().layout;

  const save = () => {
    // While one group fills the dock, the others have no size that is worth keeping.
    if (isArranging || api.hasMaximizedGroup() || api.panels.length === 0) return;
    // Behind the start page it has no size at all.
    if (api.width < leastSize || api.height < leastSize) return;
    const arrangement = clean(fromDockview(api.toJSON()));
    if (arrangement.parts.length === 0) return;
    const { sidebarOpen } = useView.getState();
    writeLayout(storage, workspace, currentLayout(), { arrangement, hasSidebar: sidebarOpen });
  };
  const show = (layout: LayoutName, arrangement: Arrangement) => {
    const titles = new Map(api.panels.map(({ id, title }) => [id, title]));
    const wanted = complete(layout, arrangement, [...titles.keys()]);
    const size = { width: api.width || 1200, height: api.height || 800 };
    isArranging = true;
    try {
      api.exitMaximizedGroup();
      // Panels live on in their new place: a terminal keeps its shell, a timeline its zoom.
      api.fromJSON(
        toDockview(wanted, size, (id) => titles.get(id) ?? id),
        { reuseExistingPanels: true },
      );
    } finally {
      isArranging = false;
    }
    useView.setState({ layout });
  };
  /** Also when the library refuses what was stored. */
  const restore = (layout: LayoutName) => {
    const kept = readLayouts(storage, workspace).layouts[layout];
    try {
      show(layout, kept?.arrangement ?? createLayout(layout));
    } catch {
      show(layout, createLayout(layout));
    }
    return kept?.hasSidebar ?? hasSidebar(layout);
  };
  const turnTo = (next: string) => {
    if (next === workspace) return;
    save();
    workspace = next;
    restore(readLayouts(storage, workspace).current);
    save();
  };
  const nameOf = (id: string | undefined) => id as PanelName | undefined;
  const maximisedPanel = () =>
    api.hasMaximizedGroup()
      ? nameOf(api.groups.find((group) => group.api.isMaximized())?.activePanel?.id)
      : undefined;
  const tell = () => useView.setState({ maximised: maximisedPanel() });

  restore(readLayouts(storage, workspace).current);
  const listeners = [
    api.onDidLayoutChange(save),
    api.onDidMaximizedGroupChange(tell),
    api.onDidActivePanelChange(tell),
  ];

  return {
    turnTo,
    reveal(name) {
      const panel = api.getPanel(name) ?? addPanel(api, currentLayout(), name);
      panel.api.setActive();
    },
    arrange(layout) {
      save();
      const sidebarOpen = restore(layout);
      useView.setState({ sidebarOpen });
      save();
      api.focus();
    },
    reset() {
      const layout = currentLayout();
      show(layout, createLayout(layout));
      useView.setState({ sidebarOpen: hasSidebar(layout) });
      save();
    },
    toggleMaximised(name) {
      const panel = name === undefined ? api.activePanel : api.getPanel(name);
      if (panel === undefined) return;
      if (panel.api.isMaximized()) panel.api.exitMaximized();
      else {
        // First in front: another group becoming active would end it at once.
        panel.api.setActive();
        panel.api.maximize();
      }
    },
    restoreMaximised: () => api.exitMaximizedGroup(),
    dispose() {
      listeners.forEach((listener) => listener.dispose());
    },
  };
}

/** Puts a closed panel back beside those it stands with, or anywhere. */
function addPanel(api: DockviewApi, layout: LayoutName, id: PanelName) {
  const neighbour = neighboursOf(layout, id).find((each) => api.getPanel(each) !== undefined);
  return api.addPanel({
    id,
    component: id,
    ...(neighbour !== undefined && {
      inactive: true,
      position: { referencePanel: neighbour, direction: 'within' as const },
    }),
  });
}
