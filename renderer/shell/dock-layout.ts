import type { DockviewApi, IDockviewPanel } from 'dockview-react';
import { panelNames, type PanelName } from '../store/view';

/** Raised when panels change so much that an older layout makes no sense. */
const key = 'trivet.layout.v1';

/** Neighbours a closed panel comes back to, best first. */
const families: readonly (readonly PanelName[])[] = [
  ['investigate', 'verdict', 'timeline', 'trace-diff', 'gdb'],
  ['source', 'profile', 'goroutines', 'heap'],
  ['terminal', 'output'],
];

/** Verdict above, evidence below left, terminal below right: the picture of a finished case. */
export function applyDefaultLayout(api: DockviewApi): void {
  const { width, height } = api;
  api.addPanel({ id: 'investigate', component: 'investigate' });
  within(api, 'verdict', 'investigate');
  within(api, 'timeline', 'investigate');
  within(api, 'trace-diff', 'investigate');
  within(api, 'gdb', 'investigate');
  api.addPanel({
    id: 'source',
    component: 'source',
    position: { referencePanel: 'investigate', direction: 'below' },
    initialHeight: Math.round(Math.max(200, height * 0.29)),
  });
  for (const name of ['profile', 'goroutines', 'heap'] as const) within(api, name, 'source');
  api.addPanel({
    id: 'terminal',
    component: 'terminal',
    position: { referencePanel: 'source', direction: 'right' },
    initialWidth: Math.round(width * 0.4),
  });
  within(api, 'output', 'terminal');
  for (const name of ['source', 'terminal', 'investigate'] as const) {
    api.getPanel(name)?.api.setActive();
  }
}

function within(api: DockviewApi, id: PanelName, neighbour: PanelName): IDockviewPanel {
  return api.addPanel({
    id,
    component: id,
    inactive: true,
    position: { referencePanel: neighbour, direction: 'within' },
  });
}

/** Puts a closed panel back beside its family, or anywhere. */
export function addPanel(api: DockviewApi, name: PanelName): IDockviewPanel {
  const family = families.find((members) => members.includes(name)) ?? [];
  const neighbour = family.find((member) => api.getPanel(member) !== undefined);
  if (neighbour !== undefined) return within(api, name, neighbour);
  return api.addPanel({ id: name, component: name });
}

/** Gives a panel that lies in a strip most of the height; what is above it keeps its place. */
export function enlargePanel(api: DockviewApi, name: PanelName): void {
  const group = api.getPanel(name)?.group;
  if (group === undefined || group.api.height >= api.height * 0.5) return;
  group.api.setSize({ height: Math.round(api.height * 0.75) });
}

export function saveLayout(api: DockviewApi): void {
  localStorage.setItem(key, JSON.stringify(api.toJSON()));
}

/** @returns false when there is none, or one that this version cannot show. */
export function restoreLayout(api: DockviewApi): boolean {
  const text = localStorage.getItem(key);
  if (text === null) return false;
  try {
    api.fromJSON(JSON.parse(text) as Parameters<DockviewApi['fromJSON']>[0]);
    const isKnown = (id: string) => (panelNames as readonly string[]).includes(id);
    if (api.panels.length > 0 && api.panels.every(({ id }) => isKnown(id))) return true;
  } catch {
    localStorage.removeItem(key);
  }
  api.clear();
  return false;
}
