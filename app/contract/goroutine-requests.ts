import { z } from 'zod';
import { failureSchema } from './failure';
import {
  goroutineColumns,
  goroutineDetailSchema,
  goroutineGroupSchema,
  goroutineRowSchema,
  goroutineViewSchema,
} from './goroutines';
import { request } from './request';

/**
 * Which table is meant. The one without the memory snapshot's object graph is there at once; the one with it proves
 * goroutines stuck and says what they wait on.
 */
const table = {
  /** Handle of an opened bundle. */
  bundle: z.string(),
  withGraph: z.boolean().default(false),
};
const failures = ['not-a-bundle'] as const;

/** What a table of goroutines has of the memory leg. */
const memoryStateSchema = z.discriminatedUnion('kind', [
  /** There is no snapshot. */
  z.object({ kind: z.literal('none') }),
  /** There is one; this table did not wait for its graph. */
  z.object({ kind: z.literal('awaited') }),
  z.object({ kind: z.literal('joined') }),
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
]);

/** All that can be asked about the goroutines of a bundle. */
export const goroutineRequests = {
  /** How many goroutines a view has, and its groups; the rows come in pages. */
  'goroutine.open': request({
    input: z.object({ ...table, view: goroutineViewSchema }),
    output: z.object({
      /** All that any leg knows, hidden ones included. */
      total: z.number().int(),
      shown: z.number().int(),
      /** Empty when not grouped. At most 1,000: the smallest are one group, `others`. */
      groups: z.array(goroutineGroupSchema),
      memory: memoryStateSchema,
    }),
    failures,
  }),
  /** Rows of the view, all groups unfolded, from `offset` (0-based); every `step`-th. */
  'goroutine.rows': request({
    input: z.object({
      ...table,
      view: goroutineViewSchema,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().positive().max(1000),
      step: z.number().int().positive().default(1),
    }),
    output: z.array(goroutineRowSchema),
    failures,
  }),
  /** Where a goroutine, or the first that runs a function, is in the view; nowhere when it is not shown. */
  'goroutine.locate': request({
    input: z.object({
      ...table,
      view: goroutineViewSchema,
      goid: z.number().optional(),
      function: z.string().optional(),
    }),
    output: z.object({ index: z.number().int().optional() }),
    failures,
  }),
  'goroutine.detail': request({
    input: z.object({ ...table, goid: z.number() }),
    output: z.object({ detail: goroutineDetailSchema.optional() }),
    failures,
  }),
  /** The whole view as tab-separated text with a heading, exact values. */
  'goroutine.text': request({
    input: z.object({
      ...table,
      view: goroutineViewSchema,
      columns: z.array(z.object({ id: z.enum(goroutineColumns), title: z.string() })),
    }),
    output: z.object({ text: z.string() }),
    failures,
  }),
} as const;
