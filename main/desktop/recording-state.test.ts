import { expect, test } from 'vitest';
import type { EventBody } from '../../app/contract/ipc';
import { ok } from '../../app/contract/result';
import { investigationPlanSchema } from '../../app/contract/session';
import { createRecordingState } from './recording-state';

const ended: EventBody<'investigation.ended'> = {
  investigation: 'i1',
  outcome: { kind: 'cancelled' },
};
const plan = investigationPlanSchema.parse({ projectDir: '/p' });

test('an investigation counts as recording from its start to its end', async () => {
  const state = createRecordingState();
  const handlers = state.watch({
    'investigation.start': () => Promise.resolve(ok({ investigation: 'i1' })),
  });
  expect(state.isRecording()).toBe(false);
  await handlers['investigation.start']?.(plan);
  expect(state.isRecording()).toBe(true);
  state.observe('investigation.ended', ended);
  expect(state.isRecording()).toBe(false);
});

test('one that ends before its start was answered does not count', async () => {
  const state = createRecordingState();
  const handlers = state.watch({
    'investigation.start': () => {
      state.observe('investigation.ended', ended);
      return Promise.resolve(ok({ investigation: 'i1' }));
    },
  });
  await handlers['investigation.start']?.(plan);
  expect(state.isRecording()).toBe(false);
});
