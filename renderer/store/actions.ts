import type { Output, RawInput, Reply, RequestName } from '../../app/contract/ipc';
import type { Project } from '../../app/contract/project';
import type { InvestigationPlanInput } from '../../app/contract/session';
import { request } from './bridge';
import { isBusy, noInvestigation } from './investigation';
import { useSelection } from './selection';
import { getActiveBundle, getFinding, useSession, type OpenBundle } from './session';
import { getLanguage, revealPanel, useView } from './view';

/** Sends a request, shows it as pending, and a failure as a notice; `cancelled` is for nobody. */
export async function ask<N extends RequestName>(
  name: N,
  input: RawInput<N>,
): Promise<Output<N> | undefined> {
  useSession.setState(({ pending }) => ({ pending: [...pending, name], notice: undefined }));
  const reply: Reply<N> = await request(name, input);
  useSession.setState(({ pending }) => ({ pending: removeOne(pending, name) }));
  if (reply.ok) return reply.value;
  const { error } = reply;
  if (error.code !== 'cancelled') {
    useSession.setState({ notice: { kind: 'failure', failure: error } });
  }
  return undefined;
}

function removeOne(list: readonly string[], item: string): string[] {
  const index = list.indexOf(item);
  return list.filter((_, i) => i !== index);
}

export async function openProject(dir: string): Promise<boolean> {
  const project = await ask('project.open', { dir });
  if (project !== undefined) showProject(project);
  return project !== undefined;
}

export async function chooseProject(): Promise<void> {
  const project = await ask('project.choose', {});
  if (project !== undefined) showProject(project);
}

function showProject(project: Project): void {
  useSession.setState({ project });
  useSelection.getState().clear();
  useView.setState({ screen: 'work', activity: 'workspace', sidebarOpen: true });
  revealPanel('investigate');
}

export async function openBundle(dir: string): Promise<void> {
  const opened = await ask('bundle.open', { dir, language: getLanguage() });
  if (opened !== undefined) showBundle({ ...opened, dir });
}

export async function chooseBundle(): Promise<void> {
  const opened = await ask('bundle.choose', {});
  if (opened === undefined) return;
  showBundle({ ...opened, dir: opened.findings.bundle });
  await translateBundle();
}

/** Has the sentences of the shown bundle written in the window's language. */
export async function translateBundle(): Promise<void> {
  const open = getActiveBundle(useSession.getState());
  const language = getLanguage();
  if (open?.dir === undefined || open.findings.language === language) return;
  const { dir } = open;
  const opened = await ask('bundle.open', { dir, language });
  if (opened === undefined) return;
  useSession.setState(({ bundles, activeBundle }) => ({
    bundles: bundles.map((each) => (each.bundle === open.bundle ? { ...opened, dir } : each)),
    activeBundle: activeBundle === open.bundle ? opened.bundle : activeBundle,
  }));
}

/** Turns to one suspect and selects its line, so that every panel shows where it happens. */
export function showSuspect(index: number): void {
  useSession.setState({ suspect: index });
  const finding = getFinding(useSession.getState());
  const place = finding?.allocation ?? finding?.goroutines?.blockedAt;
  if (place === undefined) useSelection.getState().clear();
  else {
    const { function: name, file: path, line } = place;
    useSelection.getState().select({ function: name, source: { path, line } });
  }
}

/** Makes a bundle the one that every panel shows, and its verdict what is seen first. */
export function showBundle(open: OpenBundle): void {
  useSession.setState(({ bundles }) => ({
    bundles: [...bundles.filter((other) => other.bundle !== open.bundle), open],
    activeBundle: open.bundle,
  }));
  showSuspect(0);
  useView.setState({ screen: 'work', activity: 'investigate', sidebarOpen: true });
  revealPanel('verdict');
}

export async function startInvestigation(plan: InvestigationPlanInput): Promise<void> {
  if (isBusy(useSession.getState().investigation)) return;
  useSession.setState({ investigation: { ...noInvestigation, phase: 'starting', plan } });
  useView.setState({ screen: 'work', activity: 'investigate', sidebarOpen: true });
  revealPanel('investigate');
  const started = await ask('investigation.start', { ...plan, language: getLanguage() });
  useSession.setState(({ investigation }) => {
    if (started === undefined) return { investigation: { ...investigation, phase: 'failed' } };
    // Events may have been faster than the reply, even the last one.
    if (investigation.phase !== 'starting') return {};
    return { investigation: { ...investigation, id: started.investigation, phase: 'running' } };
  });
}

export async function cancelInvestigation(): Promise<void> {
  const { id } = useSession.getState().investigation;
  if (id !== undefined) await ask('investigation.cancel', { investigation: id });
}

/** The flight recorder's window becomes a trace of the session; the event tells of it. */
export async function keepLastSeconds(): Promise<void> {
  const { id } = useSession.getState().investigation;
  if (id !== undefined) await ask('investigation.keep', { investigation: id });
}

export async function exportReport(
  format: 'html' | 'pdf' | 'json',
  describe: (path: string) => string,
): Promise<void> {
  const open = getActiveBundle(useSession.getState());
  if (open === undefined) return;
  const saved = await ask('report.export', { bundle: open.bundle, format });
  if (saved !== undefined) {
    useSession.setState({ notice: { kind: 'done', text: describe(saved.path) } });
  }
}

export async function runDoctor(): Promise<void> {
  const doctor = await ask('doctor.run', {});
  if (doctor !== undefined) useSession.setState({ doctor });
}
