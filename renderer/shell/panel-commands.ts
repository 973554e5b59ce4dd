import {
  canRunAction,
  flameActions,
  profileActions,
  runAction,
  timelineActions,
  type ActionGroup,
  type PanelActions,
} from '../store/panel-actions';
import { chooseLayout, layoutNames, useView } from '../store/view';
import type { Command } from './commands';

/** Arrangements of the panels, and one panel alone. */
export const layoutCommands: readonly Command[] = [
  ...layoutNames.map((name, index): Command => ({
    id: `layout.${name}`,
    title: `layoutCommands.${name}`,
    key: `Ctrl+${index + 1}`,
    run: () => chooseLayout(name),
  })),
  {
    id: 'layout.reset',
    title: 'layoutCommands.reset',
    isEnabled: () => useView.getState().dock !== undefined,
    run: () => useView.getState().dock?.reset(),
  },
  {
    id: 'panel.maximise',
    title: 'layoutCommands.maximise',
    key: 'Ctrl+Shift+M',
    isEnabled: () => useView.getState().screen === 'work',
    run: () => useView.getState().dock?.toggleMaximised(),
  },
  {
    id: 'panel.restore',
    title: 'layoutCommands.restore',
    key: 'Escape',
    isEnabled: () => useView.getState().maximised !== undefined,
    run: () => useView.getState().dock?.restoreMaximised(),
  },
];

type Keys<G extends ActionGroup> = { readonly [A in PanelActions[G]]?: string };

/** Bound by the panels themselves, where they have the focus; here only to be read. */
const timelineKeys: Keys<'timeline'> = {
  zoomIn: 'W',
  zoomOut: 'S',
  fit: 'F',
  zoomToSpan: 'Z',
  earlier: 'A',
  later: 'D',
  find: '/',
  measure: 'M',
};
const flameKeys: Keys<'flame'> = {
  search: '/',
  zoomIn: '+',
  zoomOut: '-',
  resetZoom: '0',
  callers: 'I',
  sandwich: 'S',
};

function commandsOf<G extends ActionGroup>(
  group: G,
  actions: readonly PanelActions[G][],
  keys: Keys<G>,
): readonly Command[] {
  return actions.map((action) => ({
    id: `${group}.${action}`,
    title: `${group}Commands.${action}` as Command['title'],
    panelKey: keys[action],
    isEnabled: () => canRunAction(group, action),
    run: () => runAction(group, action),
  }));
}

/** What the panels offer, for as long as they do. */
export const panelCommands: readonly Command[] = [
  ...commandsOf('timeline', timelineActions, timelineKeys),
  ...commandsOf('flame', flameActions, flameKeys),
  ...commandsOf('profile', profileActions, {}),
];
