import i18next from 'i18next';
import type { en } from '../i18n/en';
import {
  cancelInvestigation,
  chooseBundle,
  chooseProject,
  exportReport,
  startInvestigation,
} from '../store/actions';
import { openRequested } from '../store/boot';
import { isBusy } from '../store/investigation';
import { useSelection } from '../store/selection';
import { getActiveBundle, useSession } from '../store/session';
import { revealPanel, showActivity, useView } from '../store/view';
import { planFor } from '../store/plan';
import { debugCommands } from './debug-commands';
import { layoutCommands, panelCommands } from './panel-commands';
import { choosePreference } from './preferences';

/** Everything the application can be told to do, once: palette, menu and keys all come here. */
export interface Command {
  readonly id: string;
  /** Key of its name in the language files. */
  readonly title: CommandKey;
  /** As on the keys sheet: `Ctrl+Shift+P`. Ctrl is Cmd on a Mac. */
  readonly key?: string;
  /** Key that its panel takes where it has the focus. */
  readonly panelKey?: string | undefined;
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

export type CommandTitle = keyof (typeof en)['commands'];
type KeyOf<S extends keyof typeof en> = `${S}.${keyof (typeof en)[S] & string}`;
export type CommandKey =
  | KeyOf<'commands'>
  | KeyOf<'layoutCommands'>
  | KeyOf<'timelineCommands'>
  | KeyOf<'flameCommands'>
  | KeyOf<'profileCommands'>;

const hasBundle = () => getActiveBundle(useSession.getState()) !== undefined;
const exportAs = (format: 'html' | 'pdf' | 'json') => () =>
  void exportReport(format, (path) => i18next.t('verdict.exported', { path }));

export const commands: readonly Command[] = [
  { id: 'palette.open', title: 'commands.palette', key: 'Ctrl+Shift+P', run: openPalette },
  {
    id: 'keys.open',
    title: 'commands.keys',
    key: '?',
    run: () => useView.setState({ keysOpen: true }),
  },
  {
    id: 'start.open',
    title: 'commands.start',
    run: () => useView.setState({ screen: 'start' }),
  },
  {
    id: 'project.open',
    title: 'commands.openProject',
    key: 'Ctrl+O',
    run: () => void chooseProject(),
  },
  {
    id: 'bundle.open',
    title: 'commands.openBundle',
    key: 'Ctrl+Shift+O',
    run: () => void chooseBundle(),
  },
  ...debugCommands,
  {
    id: 'investigation.start',
    title: 'commands.investigate',
    key: 'F5',
    isEnabled: () => {
      const { project, investigation } = useSession.getState();
      return project !== undefined && !isBusy(investigation);
    },
    run: () => {
      const { project } = useSession.getState();
      if (project !== undefined) void startInvestigation(planFor(project));
    },
  },
  {
    id: 'investigation.cancel',
    title: 'commands.cancel',
    key: 'Shift+F5',
    isEnabled: () => isBusy(useSession.getState().investigation),
    run: () => void cancelInvestigation(),
  },
  {
    id: 'report.export-html',
    title: 'commands.exportHtml',
    key: 'Ctrl+E',
    isEnabled: hasBundle,
    run: exportAs('html'),
  },
  {
    id: 'report.export-pdf',
    title: 'commands.exportPdf',
    isEnabled: hasBundle,
    run: exportAs('pdf'),
  },
  {
    id: 'report.export-json',
    title: 'commands.exportJson',
    isEnabled: hasBundle,
    run: exportAs('json'),
  },
  {
    id: 'panel.verdict',
    title: 'commands.verdict',
    key: 'Alt+1',
    run: () => revealPanel('verdict'),
  },
  { id: 'panel.source', title: 'commands.source', key: 'Alt+2', run: () => revealPanel('source') },
  {
    id: 'panel.profile',
    title: 'commands.profile',
    key: 'Alt+3',
    run: () => revealPanel('profile'),
  },
  {
    id: 'panel.goroutines',
    title: 'commands.goroutines',
    key: 'Alt+4',
    run: () => revealPanel('goroutines'),
  },
  { id: 'panel.heap', title: 'commands.heap', key: 'Alt+5', run: () => revealPanel('heap') },
  { id: 'panel.trace-diff', title: 'commands.traceDiff', run: () => revealPanel('trace-diff') },
  {
    id: 'panel.investigate',
    title: 'commands.form',
    key: 'Alt+6',
    run: () => revealPanel('investigate'),
  },
  {
    id: 'panel.timeline',
    title: 'commands.timeline',
    key: 'Alt+7',
    run: () => revealPanel('timeline'),
  },
  {
    id: 'panel.trace-summary',
    title: 'commands.traceSummary',
    run: () => revealPanel('trace-summary'),
  },
  {
    id: 'panel.terminal',
    title: 'commands.terminal',
    key: 'Ctrl+`',
    run: () => revealPanel('terminal'),
  },
  { id: 'panel.gdb', title: 'commands.gdb', key: 'Alt+8', run: () => revealPanel('gdb') },
  { id: 'panel.output', title: 'commands.output', run: () => revealPanel('output') },
  { id: 'workspace.open', title: 'commands.workspace', run: () => showActivity('workspace') },
  { id: 'captures.open', title: 'commands.captures', run: () => showActivity('captures') },
  { id: 'cases.open', title: 'commands.cases', run: () => showActivity('cases') },
  { id: 'doctor.open', title: 'commands.doctor', run: () => showActivity('doctor') },
  {
    id: 'sidebar.toggle',
    title: 'commands.sidebar',
    key: 'Ctrl+B',
    run: () => useView.setState(({ sidebarOpen }) => ({ sidebarOpen: !sidebarOpen })),
  },
  {
    id: 'selection.back',
    title: 'commands.back',
    key: 'Alt+ArrowLeft',
    run: () => useSelection.getState().back(),
  },
  ...layoutCommands,
  {
    id: 'selection.clear',
    title: 'commands.clear',
    key: 'Escape',
    run: () => useSelection.getState().clear(),
  },
  {
    id: 'theme.system',
    title: 'commands.themeSystem',
    run: () => choosePreference({ theme: 'system' }),
  },
  { id: 'theme.dark', title: 'commands.themeDark', run: () => choosePreference({ theme: 'dark' }) },
  {
    id: 'theme.light',
    title: 'commands.themeLight',
    run: () => choosePreference({ theme: 'light' }),
  },
  {
    id: 'theme.contrast',
    title: 'commands.themeContrast',
    run: () => choosePreference({ theme: 'contrast' }),
  },
  { id: 'language.en', title: 'commands.english', run: () => choosePreference({ language: 'en' }) },
  { id: 'language.zh', title: 'commands.chinese', run: () => choosePreference({ language: 'zh' }) },
  ...panelCommands,
];

function openPalette(): void {
  useView.setState({ paletteOpen: true });
}

/** @returns whether the command exists and could run now. */
export function runCommand(id: string): boolean {
  if (id === 'app.open-requested') {
    void openRequested();
    return true;
  }
  const command = commands.find((each) => each.id === id);
  if (command === undefined || command.isEnabled?.() === false) return false;
  command.run();
  return true;
}
