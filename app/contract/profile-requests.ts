import { z } from 'zod';
import { failureSchema } from './failure';
import { growthTableSchema, profileAddressSchema } from './profile-growth';
import { request } from './request';

/** Handle of an opened bundle; a series that is being watched is one too. */
const bundle = z.string();

/** What may keep a profile from being had. */
const profileFailures = [
  'usage',
  'cancelled',
  'target-not-found',
  'target-exited',
  'not-a-go-program',
  'go-not-found',
  'agent-unreachable',
  'endpoint-not-found',
  'not-a-profile',
  'not-a-bundle',
  'unsupported',
  'timeout',
  'disk',
] as const;

/** Profiles without an investigation: opened, watched, and what grew in a series. */
export const profileRequests = {
  /** Opens a profile without an investigation. The handle is good for every question about profiles. */
  'profile.open': request({
    input: z.union([
      z.object({ path: z.string().min(1) }),
      profileAddressSchema.extend({ seconds: z.number().positive().max(3600).optional() }),
    ]),
    output: z.object({ bundle, path: z.string(), profile: z.string() }),
    failures: profileFailures,
  }),
  /** Asks by a dialog of the system for a file and opens it; `cancelled` when the person closed it. */
  'profile.choose': request({
    input: z.object({}),
    output: z.object({ bundle, path: z.string(), profile: z.string(), name: z.string() }),
    failures: profileFailures,
  }),
  /** Takes a profile every so often; each is told by `profile.taken`. The handle is good from the first one on. */
  'profile.watch': request({
    input: profileAddressSchema.extend({
      everySeconds: z.number().min(1).max(86_400),
      count: z.number().int().positive().optional(),
      /** Newest profiles that are all kept; older ones are thinned out. */
      keepLast: z.number().int().min(2).max(1000).default(60),
      /** New or empty; default: a session folder of its own. */
      outDir: z.string().optional(),
    }),
    output: z.object({ watch: z.string(), bundle }),
    failures: profileFailures,
  }),
  'profile.unwatch': request({
    input: z.object({ watch: z.string() }),
    output: z.object({}),
    failures: [],
  }),
  'profile.growth': request({
    input: z.object({
      bundle,
      /** Kind of the series; default: heap, or the only one there is. */
      profile: z.string().optional(),
      sampleType: z.string().optional(),
      limit: z.number().int().positive().max(1000).default(200),
      /** Of a series that is being watched: another number asks anew. */
      revision: z.number().int().optional(),
    }),
    output: growthTableSchema,
    failures: ['not-a-bundle', 'not-a-profile', 'disk'],
  }),
} as const;

/** What the engine tells of a series that is being watched. */
export const profileEvents = {
  /** A watched series has one more profile. */
  'profile.taken': z.object({
    watch: z.string(),
    bundle,
    path: z.string(),
    /** From 1; the revision of the series. */
    index: z.number().int(),
    /** How many it holds now. */
    kept: z.number().int(),
    atSeconds: z.number(),
  }),
  /** A profile that could not be had; the watch goes on. */
  'profile.missed': z.object({ watch: z.string(), bundle, failure: failureSchema }),
  'profile.watch-ended': z.object({
    watch: z.string(),
    bundle,
    failure: failureSchema.optional(),
  }),
} as const;
