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
  'trace-diff',
  'terminal',
  'output',
  'gdb',
];

/** What the docking area can be asked to do, without anyone knowing which library does it. */
export interface Dock {
  reveal(panel: PanelName): void;
  /** Makes a panel high enough to work in. */
  enlarge(panel: PanelName): void;
  reset(): void;
}

export interface ViewState {
  readonly screen: 'start' | 'work';
  readonly activity: Activity;
  readonly sidebarOpen: boolean;
  readonly paletteOpen: boolean;
  readonly keysOpen: boolean;
  /** Panel to show as soon as there is a docking area. */
  readonly wanted: PanelName | undefined;
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

export function showActivity(activity: Activity): void {
  useView.setState((state) => ({
    screen: 'work',
    activity,
    sidebarOpen: state.activity !== activity || !state.sidebarOpen || state.screen === 'start',
  }));
}
