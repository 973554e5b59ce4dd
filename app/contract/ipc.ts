import { z } from 'zod';
import { doctorSchema } from './doctor';
import type { Failure, FailureCode } from './failure';
import { failureSchema } from './failure';
import { findingsSchema } from './findings';
import { frameSchema } from './frame';
import { languageSchema } from './language';
import { caseSchema, projectSchema, treeEntrySchema } from './project';
import type { Result } from './result';
import { profileEvents, profileRequests } from './profile-requests';
import { investigationEventSchema, investigationPlanSchema } from './session';
import {
  flameSchema,
  goroutineRowSchema,
  heapNodeSchema,
  heapTypeSchema,
  lineEvidenceSchema,
  profileListEntrySchema,
  profileRowSchema,
} from './views';

const request = <I extends z.ZodType, O extends z.ZodType, const C extends FailureCode>(def: {
  input: I;
  output: O;
  failures: readonly C[];
}) => def;

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
  'profile.list': request({
    input: z.object({ bundle, revision: z.number().int().optional() }),
    output: z.array(profileListEntrySchema),
    failures: ['not-a-bundle', 'not-a-profile'],
  }),
  'profile.top': request({
    input: z.object({
      bundle,
      path: z.string(),
      base: z.string().optional(),
      sampleType: z.string(),
    }),
    output: z.object({ unit: z.string(), total: z.number(), rows: z.array(profileRowSchema) }),
    failures: ['not-a-bundle', 'not-a-profile'],
  }),
  'profile.flame': request({
    input: z.object({
      bundle,
      path: z.string(),
      base: z.string().optional(),
      sampleType: z.string(),
    }),
    output: flameSchema,
    failures: ['not-a-bundle', 'not-a-profile'],
  }),
  'goroutine.list': request({
    input: z.object({ bundle }),
    output: z.array(goroutineRowSchema),
    failures: ['not-a-bundle'],
  }),
  'heap.children': request({
    /** Node −1: the roots. Largest first. */
    input: z.object({
      bundle,
      node: z.number().int(),
      offset: z.number().int(),
      limit: z.number().int().max(1000),
    }),
    output: z.object({
      total: z.number().int(),
      reachableBytes: z.number(),
      rows: z.array(heapNodeSchema),
    }),
    failures: ['not-a-bundle', 'not-a-snapshot', 'no-symbols'],
  }),
  'heap.types': request({
    input: z.object({ bundle }),
    output: z.object({ coverage: z.number(), rows: z.array(heapTypeSchema) }),
    failures: ['not-a-bundle', 'not-a-snapshot', 'no-symbols'],
  }),
  /** Shortest path from a named root (the first `via`) to the node; who allocated it, if sampled. */
  'heap.why': request({
    input: z.object({ bundle, node: z.number().int() }),
    output: z.object({
      path: z.array(
        z.object({ via: z.string(), type: z.string(), address: z.string().optional() }),
      ),
      allocation: z.array(frameSchema),
    }),
    failures: ['not-a-bundle', 'not-a-snapshot', 'no-symbols'],
  }),
  'source.evidence': request({
    input: z.object({ bundle, file: z.string() }),
    output: z.array(lineEvidenceSchema),
    failures: ['not-a-bundle'],
  }),

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
