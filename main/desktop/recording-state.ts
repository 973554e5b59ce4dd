import { ok } from '../../app/contract/result';
import type { Handlers } from './answer';

/** Which investigations run, seen from the two moments the contract has for it. */
export interface RecordingState {
  isRecording(): boolean;
  /** The same handlers, with starts counted. */
  watch(handlers: Handlers): Handlers;
  ended(investigation: string): void;
}

export function createRecordingState(): RecordingState {
  const running = new Set<string>();
  // A start that fails at once may end before its reply is here.
  const early = new Set<string>();
  return {
    isRecording: () => running.size > 0,
    watch(handlers) {
      const start = handlers['investigation.start'];
      if (start === undefined) return handlers;
      return {
        ...handlers,
        'investigation.start': async (plan) => {
          const reply = await start(plan);
          if (!reply.ok) return reply;
          const { investigation } = reply.value;
          if (!early.delete(investigation)) running.add(investigation);
          return ok({ investigation });
        },
      };
    },
    ended(investigation) {
      if (!running.delete(investigation)) early.add(investigation);
    },
  };
}
