// Longer than other files: all requests and events stand in one table, so that there is no second list of names.
import { z } from 'zod';
import { doctorSchema } from './doctor';
import type { Failure } from './failure';
import { failureSchema } from './failure';
import { findingsSchema } from './findings';
import { gdbEvents, gdbRequests } from './gdb-requests';
import { goroutineRequests } from './goroutine-requests';
import { heapRequests } from './heap-requests';
import { languageSchema } from './language';
import { caseSchema, projectSchema, treeEntrySchema } from './project';
import { request } from './request';
import type { Result } from './result';
import { traceDiffRunSchema, traceDiffSchema } from './trace-diff';
import { investigationEventSchema, investigationPlanSchema, keptTraceSchema } from './session';
import { sourceHintRequests } from './source-hints';
import { timelineEvents, timelineRequests } from './timeline';
import { traceSummaryEvents, traceSummaryRequests } from './trace-summary';
import { profileEvents, profileRequests } from './profile-requests';
import { profileViewRequests } from './profile-view-requests';
import { lineEvidenceSchema, profileListEntrySchema } from './views';

const nothing = z.object({});
/** Handle of an opened bundle; valid until the window closes. */
const bundle = z.string();

/** Every request between window and engine. A request that is not here does not exist. */
export const requests = {
  'app.info': request({
    input: nothing,
    output: z.object({
      version: z.string(),
      electron: z.string(),
      /** Set on an Electron that is only good for testing and closed networks. */
      notice: z.string().optional(),
      locale: z.string(),
      recent: z.array(z.object({ dir: z.string(), name: z.string() })),
      /** Bundle or project named on the command line. */
      open: z.object({ kind: z.enum(['project', 'bundle']), path: z.string() }).optional(),
    }),
    failures: [],
  }),
  'app.open-external': request({
    input: z.object({ url: z.url() }),
    output: nothing,
    failures: [],
  }),
  'doctor.run': request({ input: nothing, output: doctorSchema, failures: [] }),

  /** Asks by a dialog of the system; `cancelled` when the person closed it. */
  'project.choose': request({
    input: nothing,
    output: projectSchema,
    failures: ['cancelled', 'project-not-found', 'go-not-found', 'go-too-old'],
  }),
  'project.open': request({
    input: z.object({ dir: z.string().min(1) }),
    output: projectSchema,
    failures: ['project-not-found', 'go-not-found', 'go-too-old'],
  }),
  'project.children': request({
    input: z.object({ dir: z.string() }),
    output: z.array(treeEntrySchema),
    failures: ['project-not-found', 'disk'],
  }),
  /** Source text of the project, GOROOT or the module cache. Path as compiled or as on disk. */
  'source.read': request({
    input: z.object({ path: z.string(), bundle: bundle.optional() }),
    output: z.object({ path: z.string(), text: z.string() }),
    failures: ['disk', 'bad-request'],
  }),
  'case.list': request({ input: nothing, output: z.array(caseSchema), failures: [] }),

  'investigation.start': request({
    input: investigationPlanSchema,
    output: z.object({ investigation: z.string() }),
    failures: ['usage'],
  }),
  'investigation.cancel': request({
    input: z.object({ investigation: z.string() }),
    output: nothing,
    failures: [],
  }),

  /** Writes what the flight recorder holds into the session folder; the recording goes on. */
  'investigation.keep': request({
    input: z.object({ investigation: z.string() }),
    output: keptTraceSchema,
    failures: ['unsupported', 'disk', 'target-exited', 'agent-unreachable', 'timeout', 'cancelled'],
  }),

  'bundle.choose': request({
    input: nothing,
    output: z.object({ bundle, findings: findingsSchema }),
    failures: ['cancelled', 'not-a-bundle'],
  }),
  /** In another language than recorded, the findings are derived anew. */
  'bundle.open': request({
    input: z.object({ dir: z.string(), language: languageSchema.optional() }),
    output: z.object({ bundle, findings: findingsSchema }),
    failures: ['not-a-bundle'],
  }),
  'bundle.verify': request({
    input: z.object({ bundle }),
    output: z.object({ hashes: z.boolean(), verdict: z.boolean(), says: z.array(z.string()) }),
    failures: ['not-a-bundle'],
  }),
  /** Without `path` a save dialog asks. */
  'report.export': request({
    input: z.object({
      bundle,
      format: z.enum(['html', 'pdf', 'json']),
      path: z.string().optional(),
    }),
    output: z.object({ path: z.string() }),
    failures: ['cancelled', 'disk', 'not-a-bundle'],
  }),

  ...profileRequests,
  ...profileViewRequests,
  'profile.list': request({
    input: z.object({ bundle, revision: z.number().int().optional() }),
    output: z.array(profileListEntrySchema),
    failures: ['not-a-bundle', 'not-a-profile'],
  }),
  ...goroutineRequests,
  ...heapRequests,
  /** Asks for traces, or for a folder of them, by a dialog of the system. */
  'trace.choose-runs': request({
    input: z.object({ kind: z.enum(['files', 'folder']) }),
    output: z.object({ paths: z.array(z.string()) }),
    failures: ['cancelled'],
  }),
  /** Trace files that paths stand for: files, folders with traces in them, bundles. */
  'trace.find-runs': request({
    input: z.object({ paths: z.array(z.string().min(1)) }),
    output: z.object({ files: z.array(z.string()) }),
    failures: ['disk', 'not-a-trace', 'not-a-bundle', 'usage'],
  }),
  /** Reads one trace, so that comparing it later is quick. */
  'trace.read-run': request({
    input: z.object({ file: z.string() }),
    output: traceDiffRunSchema,
    failures: ['disk', 'not-a-trace', 'trace-version'],
  }),
  'trace.diff': request({
    input: z.object({ a: z.array(z.string()).min(1), b: z.array(z.string()).min(1) }),
    output: traceDiffSchema,
    failures: ['disk', 'not-a-trace', 'trace-version'],
  }),
  'source.evidence': request({
    input: z.object({ bundle, file: z.string() }),
    output: z.array(lineEvidenceSchema),
    failures: ['not-a-bundle'],
  }),

  ...sourceHintRequests,
  ...timelineRequests,
  ...traceSummaryRequests,
  ...gdbRequests,

  'terminal.open': request({
    input: z.object({
      cwd: z.string(),
      columns: z.number().int().positive(),
      rows: z.number().int().positive(),
    }),
    output: z.object({ terminal: z.string(), shell: z.string() }),
    failures: ['unsupported'],
  }),
  'terminal.write': request({
    input: z.object({ terminal: z.string(), data: z.string() }),
    output: nothing,
    failures: [],
  }),
  'terminal.resize': request({
    input: z.object({
      terminal: z.string(),
      columns: z.number().int().positive(),
      rows: z.number().int().positive(),
    }),
    output: nothing,
    failures: [],
  }),
  'terminal.close': request({
    input: z.object({ terminal: z.string() }),
    output: nothing,
    failures: [],
  }),
} as const;

/** Everything the engine tells the window unasked. Past tense. */
export const events = {
  'investigation.advanced': z.object({
    investigation: z.string(),
    event: investigationEventSchema,
  }),
  'investigation.ended': z.object({
    investigation: z.string(),
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('findings'), bundle, dir: z.string(), findings: findingsSchema }),
      z.object({ kind: z.literal('failed'), failure: failureSchema, dir: z.string().optional() }),
      z.object({ kind: z.literal('cancelled') }),
    ]),
  }),
  ...profileEvents,
  'terminal.printed': z.object({ terminal: z.string(), data: z.string() }),
  'terminal.exited': z.object({ terminal: z.string(), status: z.number().int() }),
  ...timelineEvents,
  ...traceSummaryEvents,
  ...gdbEvents,
  /** A menu entry of the application was chosen. */
  'menu.chosen': z.object({ command: z.string() }),
} as const;

export type RequestName = keyof typeof requests;
export type Input<N extends RequestName> = z.output<(typeof requests)[N]['input']>;
export type RawInput<N extends RequestName> = z.input<(typeof requests)[N]['input']>;
export type Output<N extends RequestName> = z.output<(typeof requests)[N]['output']>;
export type Reply<N extends RequestName> = Result<
  Output<N>,
  Failure<(typeof requests)[N]['failures'][number] | 'bad-request' | 'internal'>
>;
export type EventName = keyof typeof events;
export type EventBody<N extends EventName> = z.output<(typeof events)[N]>;

export type Handler<N extends RequestName> = (input: Input<N>) => Promise<Reply<N>>;
/** Who answers what. A request without a handler answers `internal`. */
export type Handlers = { readonly [N in RequestName]?: Handler<N> };

/** What preload puts on `window.workbench`: all of the machine that the renderer can reach. */
export interface Bridge {
  request<N extends RequestName>(name: N, input: RawInput<N>): Promise<Reply<N>>;
  /** @returns a function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (body: EventBody<N>) => void): () => void;
}
