import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { err, ok } from '../../app/contract/result';
import { createTerminalHandlers } from '../terminal/handlers';
import type { RecentProjects } from '../project/recent-projects';
import type { Terminals } from '../terminal/terminals';
import type { Handlers } from '../../app/contract/ipc';
import type { OpenRequest } from './command-line';
import { openExternal } from './external-links';
import { createReportExport } from './report-export';

/** The current Electron; an older one is only there for tests and closed networks. */
const currentElectron = 30;

export interface DesktopContext {
  readonly engine: Handlers;
  readonly terminals: Terminals;
  readonly recent: RecentProjects;
  readonly getWindow: () => BrowserWindow | undefined;
  readonly getOpenRequest: () => OpenRequest | undefined;
}

/** The engine's handlers, and around them what only the desktop can do. */
export function createDesktopHandlers(context: DesktopContext): Handlers {
  const { engine, recent } = context;
  const openProject: Handlers['project.open'] = async (input) => {
    const reply = await need(engine, 'project.open')(input);
    // A list of shortcuts that cannot be kept is no reason to refuse the project.
    if (reply.ok) await recent.add({ dir: reply.value.dir, name: reply.value.name });
    return reply;
  };
  return {
    ...engine,
    ...createTerminalHandlers(context.terminals),
    'app.info': async () => ok(await describeApp(context)),
    'app.open-external': async ({ url }) =>
      (await openExternal(url))
        ? ok({})
        : err({ code: 'bad-request', message: 'Only https links are opened outside the window.' }),
    'project.open': openProject,
    'project.choose': async () => {
      const dir = await chooseFolder('Open a Go project', context.getWindow());
      if (dir === undefined) return err(noneChosen);
      const reply = await openProject({ dir });
      return reply;
    },
    'bundle.choose': async () => {
      const dir = await chooseFolder('Open an evidence bundle', context.getWindow());
      return dir === undefined ? err(noneChosen) : need(engine, 'bundle.open')({ dir });
    },
    'trace.choose-runs': async ({ kind }) => {
      const properties: ('multiSelections' | 'openDirectory' | 'openFile')[] =
        kind === 'files' ? ['openFile', 'multiSelections'] : ['openDirectory'];
      const title = kind === 'files' ? 'Add execution traces' : 'Add a folder of execution traces';
      const paths = await choosePaths({ title, properties }, context.getWindow());
      return paths.length === 0
        ? err({ code: 'cancelled', message: 'No trace was chosen.' })
        : ok({ paths: [...paths] });
    },
    'trace.choose': async () => {
      const path = await chooseFile('Open an execution trace', context.getWindow());
      return path === undefined ? err(noneChosen) : need(engine, 'trace.open')({ path });
    },
    'gdb.choose': async ({ what }) => {
      const title = what === 'core' ? 'Open a core file' : 'The program that dumped it';
      const path = await chooseFile(title, context.getWindow());
      return path === undefined ? err(noneChosen) : ok({ path });
    },
    'heap.choose': async () => {
      const path = await chooseFile('The earlier memory snapshot', context.getWindow());
      return path === undefined ? err(noneChosen) : ok({ path });
    },
    'profile.choose': async () => {
      const name = await chooseFile('Open a profile', context.getWindow());
      if (name === undefined) return err(noneChosen);
      const opened = await need(engine, 'profile.open')({ path: name });
      return opened.ok ? ok({ ...opened.value, name }) : opened;
    },
    'report.export': (input) =>
      createReportExport(need(engine, 'report.export'), context.getWindow)(input),
  };
}

const noneChosen = { code: 'cancelled', message: 'Nothing was chosen.' } as const;

function need<N extends keyof Handlers>(engine: Handlers, name: N): NonNullable<Handlers[N]> {
  const handler = engine[name];
  if (handler === undefined) throw new Error(`the engine does not serve "${name}"`);
  return handler;
}

const chooseFolder = (title: string, window: BrowserWindow | undefined) =>
  choose(title, 'openDirectory', window);
const chooseFile = (title: string, window: BrowserWindow | undefined) =>
  choose(title, 'openFile', window);

async function choose(
  title: string,
  what: 'openDirectory' | 'openFile',
  window: BrowserWindow | undefined,
): Promise<string | undefined> {
  const [path] = await choosePaths({ title, properties: [what] }, window);
  return path;
}

/** Empty when the person closed the dialog. */
async function choosePaths(
  options: OpenDialogOptions,
  window: BrowserWindow | undefined,
): Promise<readonly string[]> {
  const chosen = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return chosen.canceled ? [] : chosen.filePaths;
}

async function describeApp({ recent, getOpenRequest }: DesktopContext) {
  const electron = process.versions.electron;
  const open = getOpenRequest();
  const isOld = Number.parseInt(electron, 10) < currentElectron;
  return {
    version: app.getVersion(),
    electron,
    ...(isOld && {
      notice: `Electron ${electron} is a fallback for tests and closed networks; it gets no security updates.`,
    }),
    locale: app.getLocale(),
    recent: await recent.list(),
    ...(open !== undefined && { open }),
  };
}
