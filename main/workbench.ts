import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventBody, EventName, Handlers, Reply } from '../app/contract/ipc';
import { caseSchema, type Case } from '../app/contract/project';
import { err, ok } from '../app/contract/result';
import { AnalysisThreads } from './analysis/analysis-threads';
import { AnalysisClient } from './analysis/client';
import { bundleQuestions, summaryQuestions, traceQuestions } from './analysis/protocol';
import { openBundle } from './analysis/open-findings';
import { verifyBundle } from './analysis/verify-bundle';
import { ProfileDesk } from './capture/profile-series/profile-desk';
import { Debugger } from './debugger/debugger';
import { Investigations } from './investigation/investigations';
import { readCompilerHints } from './project/compiler-hints';
import { openProject } from './project/open-project';
import { SourceReader } from './project/source-reader';
import { listChildren } from './project/source-tree';
import { findUserFolders } from './project/user-folders';
import { exportReport } from './report/export-report';
import { findResources, readVersion } from './resources';
import { doctor } from './toolchain/doctor';
import { Timelines } from './timeline/timelines';
import { findGo } from './toolchain/find-go';

type Listener = <N extends EventName>(name: N, body: EventBody<N>) => void;

export interface WorkbenchOptions {
  /** Where session folders go unless a plan says otherwise. */
  readonly dataDir: string;
  /** Path of the bundled analysis worker; default: beside the running bundle. */
  readonly workerScript?: string;
  /** What can be thrown away at any time; default: the user's cache folder. */
  readonly cacheDir?: string;
}

/** The engine: everything the window can ask that needs no Electron. Either root builds one. */
export interface Workbench {
  readonly handlers: Handlers;
  onEvent(listener: Listener): void;
  /** Starts what the first question would wait for: for when there is nothing better to do. */
  warmUp(): void;
  /** Ends everything that it started, children included. */
  dispose(): Promise<void>;
}

export function createWorkbench(options: WorkbenchOptions): Workbench {
  const resources = findResources();
  const version = readVersion();
  const workerScript = options.workerScript ?? join(__dirname, 'worker.cjs');
  const analysis = new AnalysisThreads(workerScript);
  // Reading many large traces must not keep the other panels waiting.
  const comparison = new AnalysisClient(workerScript);
  // Ended in the middle of a large trace when nobody wants it any more.
  const summaries = new AnalysisClient(workerScript);
  const listeners: Listener[] = [];
  const emit: Listener = (name, body) => {
    for (const listener of listeners) listener(name, body);
  };
  const investigations = new Investigations(
    { analysis, resources, version, dataDir: options.dataDir },
    emit,
  );
  const profiles = new ProfileDesk({ dataDir: options.dataDir, version, analysis }, emit);
  const sources = new SourceReader();
  const debugging = new Debugger({ resources, dataDir: options.dataDir }, emit);
  const timelines = new Timelines(
    join(__dirname, 'timeline.cjs'),
    options.cacheDir ?? findUserFolders().cache,
    (body) => emit('trace.advanced', body),
  );

  const handlers: Handlers = {
    ...Object.fromEntries(
      bundleQuestions.map((name) => [name, (input: never) => analysis.ask(name, input)]),
    ),
    ...Object.fromEntries(
      traceQuestions.map((name) => [name, (input: never) => comparison.ask(name, input)]),
    ),
    ...Object.fromEntries(
      summaryQuestions.map((name) => [
        name,
        (input: { trace: string }) =>
          summaries.ask(name, input, (share) =>
            emit('trace.summarising', { trace: input.trace, share }),
          ),
      ]),
    ),
    'trace.stop-summary': async () => {
      await summaries.cancel();
      return ok({});
    },
    ...timelines.handlers,
    ...debugging.handlers,
    'doctor.run': async () => ok(await doctor({ trivet: version })),
    'project.open': async ({ dir }) => {
      const go = await findGo();
      if (!go.ok) return go;
      const opened = await openProject(dir, { go: go.value.path });
      if (!opened.ok) return opened as Reply<'project.open'>;
      sources.addProject(opened.value.project, opened.value.go);
      return ok(opened.value.project);
    },
    'project.children': ({ dir }) => listChildren(dir, sources.roots),
    'source.read': ({ path }) => sources.read(path),
    'source.hints': async ({ path, bundle }) => {
      const file = await sources.read(path);
      return file.ok ? readCompilerHints(file.value.path, { bundle }) : file;
    },
    'case.list': async () => ok(await listCases(join(resources, 'cases'))),
    'investigation.start': (plan) => Promise.resolve(investigations.start(plan)),
    'investigation.cancel': ({ investigation }) => {
      investigations.cancel(investigation);
      return Promise.resolve(ok({}));
    },
    'investigation.keep': ({ investigation }) => investigations.keep(investigation),
    'bundle.open': async ({ dir, language }) => {
      const opened = await openBundle(dir, analysis, language);
      if (opened.ok) sources.addBundle(opened.value.findings.session);
      return opened;
    },
    'bundle.verify': async ({ bundle }) => {
      const verified = await verifyBundle(bundle, analysis);
      if (!verified.ok) return err({ ...verified.error, code: 'not-a-bundle' });
      return ok({ ...verified.value, says: [...verified.value.says] });
    },
    'profile.open': (input) => profiles.open(input),
    'profile.watch': (input) => profiles.watch(input),
    'profile.unwatch': ({ watch }) => {
      profiles.unwatch(watch);
      return Promise.resolve(ok({}));
    },
    'report.export': ({ bundle, format, path }) => exportReport(bundle, format, path),
  };

  return {
    handlers,
    onEvent: (listener) => void listeners.push(listener),
    warmUp: () => analysis.warmUp(),
    dispose: async () => {
      await Promise.all([investigations, profiles, debugging].map((part) => part.dispose()));
      await Promise.all([analysis, comparison, summaries, timelines].map((part) => part.dispose()));
    },
  };
}

/** The guided cases we ship, in order of their folder's name. A folder without case.json is none. */
async function listCases(dir: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const id of (await readdir(dir).catch(() => [])).sort()) {
    const text = await readFile(join(dir, id, 'case.json'), 'utf8').catch(() => undefined);
    const parsed =
      text === undefined
        ? undefined
        : caseSchema.safeParse({ ...JSON.parse(text), dir: join(dir, id) });
    if (parsed?.success) cases.push(parsed.data);
  }
  return cases;
}
