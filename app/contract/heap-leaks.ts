import { z } from 'zod';
import { frameSchema } from './frame';

const count = z.number().int().nonnegative();

/** A channel, lock or condition that goroutines wait for. */
export const waitTargetSchema = z.object({
  kind: z.enum(['chan', 'lock', 'cond']),
  /** Of the channel; of the lock's or condition's first byte where that is known, else of its semaphore. */
  address: z.number(),
  /** `chan int`; `sync.Mutex mu of main.server`; `main.mu` when it is a global; empty when not known. */
  name: z.string(),
  /** Of a channel: elements in its buffer, and how many fit. */
  length: count.optional(),
  capacity: count.optional(),
});
export type WaitTarget = z.infer<typeof waitTargetSchema>;

/**
 * Why a goroutine may still be woken.
 *
 * - `awake`: it runs, or waits for time, the network, a system call: no other goroutine is needed.
 * - `global`, `goroutine`: a variable, or a goroutine that can run, reaches what it waits for.
 * - `timer`: a timer that is set does.
 * - `runtime`: the runtime's own records do (finalizers, cleanups, weak pointers).
 * - `unclear`: no proof was attempted, or the way is not known.
 */
export const aliveCodeSchema = z.enum([
  'awake',
  'global',
  'goroutine',
  'timer',
  'runtime',
  'unclear',
]);

export const aliveReasonSchema = z.object({
  code: aliveCodeSchema,
  /** As a programmer writes it: `main.registry["a"].done`, `local jobs of main.main in goroutine 1`. */
  holder: z.string().optional(),
});
export type AliveReason = z.infer<typeof aliveReasonSchema>;

/**
 * Why goroutines that could still be woken are suspected all the same.
 *
 * - `grows`: there are more than in an earlier snapshot, and those have stayed.
 * - `each-its-own`: many wait for long, each for an object of its own: no pool of workers does.
 * - `lock-held`: a lock is waited for this long.
 */
export const suspicionCodeSchema = z.enum(['grows', 'each-its-own', 'lock-held']);
export type SuspicionCode = z.infer<typeof suspicionCodeSchema>;

export const leakVerdictSchema = z.enum(['proven', 'suspected', 'alive']);
export type LeakVerdict = z.infer<typeof leakVerdictSchema>;

/** Goroutines created at one line that wait at one place for one reason. */
export const waitGroupSchema = z.object({
  verdict: leakVerdictSchema,
  function: z.string(),
  createdBy: frameSchema.optional(),
  blockedAt: frameSchema.optional(),
  /** Wait reason as the runtime words it: `chan receive`. */
  reason: z.string(),
  count,
  /** Of them, those that can never run again. */
  proven: count,
  goids: z.array(z.number().int()).readonly(),
  /** In an earlier snapshot of the same process; absent without one. */
  earlier: count.optional(),
  /** What the first of them waits for; empty for `select {}` and nil channels. */
  targets: z.array(waitTargetSchema).readonly(),
  /** Different objects that they wait for. */
  distinctTargets: count,
  /** Who refers to what the first waits for; of proven ones, only those who can never run either. */
  heldBy: z.string().optional(),
  /** Of a group not proven. */
  alive: aliveReasonSchema.optional(),
  suspicion: suspicionCodeSchema.optional(),
  /** Of the one that waits longest, since the first collection that saw it wait; absent when none did. */
  waitedMs: z.number().nonnegative().optional(),
  /** Stack of the first, leaf first. */
  stack: z.array(frameSchema).readonly(),
});
export type WaitGroup = z.infer<typeof waitGroupSchema>;

/** `trivet heap leaks --json`. */
export const heapLeaksSchema = z.object({
  format: z.literal(1),
  /** False: the graph disagrees with the runtime's own counters, and nothing is proven. */
  trusted: z.boolean(),
  /** Proven first, then suspected, larger groups first. */
  groups: z.array(waitGroupSchema).readonly(),
  warnings: z.array(z.string()).readonly(),
});
export type HeapLeaks = z.infer<typeof heapLeaksSchema>;
