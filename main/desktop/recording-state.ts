import type { EventBody, EventName, Handlers } from '../../app/contract/ipc';
import { ok } from '../../app/contract/result';

/** Which investigations run, seen from the two moments the contract has for it. */
export interface RecordingState {
  isRecording(): boolean;
  /** The same handlers, with starts counted. */
  watch(handlers: Handlers): Handlers;
  observe(name: EventName, body: EventBody<EventName>): void;
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
    observe(name, body) {
      if (name !== 'investigation.ended') return;
      const { investigation } = body as EventBody<'investigation.ended'>;
      if (!running.delete(investigation)) early.add(investigation);
    },
  };
}
