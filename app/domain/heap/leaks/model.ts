import type { Frame } from '../../../contract/frame';

/** A channel, lock or condition that goroutines wait for. */
export interface WaitTarget {
  readonly kind: 'chan' | 'lock' | 'cond';
  /** Of the channel, or of the lock's or condition's first byte where that is known. */
  readonly address: number;
  /** `chan int`; `sync.Mutex mu of main.server`; `main.mu` when it is a global; empty when not known. */
  readonly name: string;
  /** Of a channel: elements in its buffer, and how many fit. */
  readonly length?: number | undefined;
  readonly capacity?: number | undefined;
}

/**
 * Why a goroutine may still be woken.
 *
 * - `awake`: it runs, or waits for time, the network, a system call: no other goroutine is needed.
 * - `global`, `goroutine`: a variable, or a goroutine that can run, reaches what it waits for.
 * - `timer`: a timer that is set does.
 * - `runtime`: the runtime's own records do (finalizers, cleanups, weak pointers).
 * - `unclear`: no proof was attempted, or the way is not known.
 */
export type AliveCode = 'awake' | 'global' | 'goroutine' | 'timer' | 'runtime' | 'unclear';

export interface AliveReason {
  readonly code: AliveCode;
  /** As a programmer writes it: `main.registry["a"].done`, `local jobs of main.main in goroutine 1`. */
  readonly holder: string | undefined;
}

/**
 * Why goroutines that could still be woken are suspected all the same.
 *
 * - `grows`: there are more than in an earlier snapshot, and those have stayed.
 * - `each-its-own`: many wait for long, each for an object of its own: no pool of workers does.
 * - `lock-held`: a lock is waited for this long.
 */
export type SuspicionCode = 'grows' | 'each-its-own' | 'lock-held';

export type LeakVerdict = 'proven' | 'suspected' | 'alive';

/** Goroutines created at one line that wait at one place for one reason. */
export interface WaitGroup {
  readonly verdict: LeakVerdict;
  readonly function: string;
  readonly createdBy: Frame | undefined;
  readonly blockedAt: Frame | undefined;
  /** Wait reason as the runtime words it: `chan receive`. */
  readonly reason: string;
  readonly count: number;
  /** Of them, those that can never run again. */
  readonly proven: number;
  readonly goids: readonly number[];
  /** In an earlier snapshot of the same process; undefined without one. */
  readonly earlier: number | undefined;
  /** What the first of them waits for; empty for `select {}` and nil channels. */
  readonly targets: readonly WaitTarget[];
  /** Different objects that they wait for. */
  readonly distinctTargets: number;
  /** Who refers to what the first waits for; of proven ones, only those who can never run either. */
  readonly heldBy: string | undefined;
  /** Of a group not proven. */
  readonly alive: AliveReason | undefined;
  readonly suspicion: SuspicionCode | undefined;
  /** Of the one that waits longest, since the first collection that saw it wait; undefined when none did. */
  readonly waitedMs: number | undefined;
  /** Stack of the first, leaf first. */
  readonly stack: readonly Frame[];
}
