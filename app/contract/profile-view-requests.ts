import { z } from 'zod';
import {
  flameSchema,
  peekSchema,
  profileGraphSchema,
  profileLinesSchema,
  profileQuerySchema,
  profileRowSchema,
  profileTagsSchema,
} from './profile-views';
import { routineSchema } from './profile-report';
import { request } from './request';

const failures = ['not-a-bundle', 'not-a-profile', 'usage'] as const;

/** Views of one profile of a bundle. */
export const profileViewRequests = {
  'profile.top': request({
    input: profileQuerySchema,
    output: z.object({ unit: z.string(), total: z.number(), rows: z.array(profileRowSchema) }),
    failures,
  }),
  'profile.flame': request({
    input: profileQuerySchema.extend({
      /** `callers`: from the leaf, or from `center`, up. */
      direction: z.enum(['callees', 'callers']).optional(),
      /** Only what passes this function, from its outermost call on. */
      center: z.string().optional(),
      /** Keys of the nodes down to the one to look into, without the root's. */
      under: z.array(z.number().int()).optional(),
      /** Nodes smaller than this share of the root are not sent. */
      minShare: z.number().min(0).max(1).optional(),
    }),
    output: flameSchema,
    failures,
  }),
  /** How much passes through functions that match; each sample once. */
  'profile.search': request({
    input: profileQuerySchema.extend({ search: z.string() }),
    output: z.object({
      matched: z.number(),
      total: z.number(),
      functions: z.number().int(),
      /** The same in the base, with one. */
      before: z.object({ matched: z.number(), total: z.number() }).optional(),
    }),
    failures,
  }),
  'profile.peek': request({
    input: profileQuerySchema.extend({ function: z.string() }),
    output: peekSchema,
    failures,
  }),
  /** Lines of one function, or of one file (as compiled or as on disk), that have a value. */
  'profile.lines': request({
    input: profileQuerySchema.extend({
      function: z.string().optional(),
      file: z.string().optional(),
    }),
    output: profileLinesSchema,
    failures,
  }),
  /** The code of a function with what was sampled in each instruction; the program must be at hand. */
  'profile.disassembly': request({
    input: profileQuerySchema.extend({ function: z.string() }),
    output: z.object({
      unit: z.string(),
      total: z.number(),
      binary: z.string(),
      routines: z.array(routineSchema),
    }),
    failures: [...failures, 'go-not-found', 'go-too-old', 'unsupported', 'timeout', 'disk'],
  }),
  'profile.tags': request({ input: profileQuerySchema, output: profileTagsSchema, failures }),
  'profile.graph': request({
    input: profileQuerySchema.extend({ nodeCount: z.number().int().min(2).max(400).default(60) }),
    output: profileGraphSchema,
    failures,
  }),
} as const;
