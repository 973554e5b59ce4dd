import { create } from 'zustand';
import { defaultPreferences, resolveLanguage, type Preferences } from './preferences';

export type Activity = 'workspace' | 'investigate' | 'captures' | 'cases' | 'doctor';
export type PanelName =
  | 'investigate'
  | 'verdict'
  | 'timeline'
  | 'source'
  | 'profile'
  | 'goroutines'
  | 'heap'
  | 'trace-summary'
  | 'trace-diff'
  | 'terminal'
  | 'output'
  | 'gdb';

export const panelNames: readonly PanelName[] = [
  'investigate',
  'verdict',
  'timeline',
  'source',
  'profile',
  'goroutines',
  'heap',
  'trace-summary',
  'trace-diff',
  'terminal',
  'output',
  'gdb',
];

/** Arrangements of the panels, one a task. */
export const layoutNames = ['investigate', 'profile', 'trace', 'debug'] as const;
export type LayoutName = (typeof layoutNames)[number];

/** What the docking area can be asked to do, without anyone knowing which library does it. */
export interface Dock {
  reveal(panel: PanelName): void;
  /** Puts the panels as the workspace last had them for a task. */
  arrange(layout: LayoutName): void;
  /** The layout in use becomes what it was at first. */
  reset(): void;
  /** Lets a panel's group fill the dock, or ends that; without a name, the panel in use. */
  toggleMaximised(panel?: PanelName): void;
  restoreMaximised(): void;
}

export interface ViewState {
  readonly screen: 'start' | 'work';
  readonly activity: Activity;
  readonly sidebarOpen: boolean;
  readonly paletteOpen: boolean;
  readonly keysOpen: boolean;
  /** Panel to show as soon as there is a docking area. */
  readonly wanted: PanelName | undefined;
  readonly layout: LayoutName;
  /** Layout to show as soon as there is a docking area. */
  readonly wantedLayout: LayoutName | undefined;
  /** The panel that fills the docking area. */
  readonly maximised: PanelName | undefined;
  readonly dock: Dock | undefined;
  readonly preferences: Preferences;
}

export const useView = create<ViewState>()(() => ({
  screen: 'start',
  activity: 'workspace',
  sidebarOpen: true,
  paletteOpen: false,
  keysOpen: false,
  wanted: undefined,
  layout: 'investigate',
  wantedLayout: undefined,
  maximised: undefined,
  dock: undefined,
  preferences: defaultPreferences,
}));

/** Language of the window, and so of the sentences asked of the engine. */
export const getLanguage = () =>
  resolveLanguage(useView.getState().preferences.language, navigator.language);

/** Brings a panel to the front, now or when the docking area is there. */
export function revealPanel(panel: PanelName): void {
  const { dock } = useView.getState();
  useView.setState({ screen: 'work', wanted: panel });
  dock?.reveal(panel);
}

/** Arranges the panels for a task. */
export function chooseLayout(layout: LayoutName): void {
  const { dock } = useView.getState();
  useView.setState({ screen: 'work', ...(dock === undefined && { wantedLayout: layout }) });
  dock?.arrange(layout);
}

export function showActivity(activity: Activity): void {
  useView.setState((state) => ({
    screen: 'work',
    activity,
    sidebarOpen: state.activity !== activity || !state.sidebarOpen || state.screen === 'start',
  }));
}
