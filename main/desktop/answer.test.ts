import { describe, expect, test } from 'vitest';
import { ok } from '../../app/contract/result';
import { answer, type AnswerOptions } from './answer';

const bugs: unknown[] = [];
const options: AnswerOptions = { checkOutputs: true, logError: (_message, bug) => bugs.push(bug) };

describe('answer', () => {
  test('hands the parsed input on, defaults filled in', async () => {
    let seen: unknown;
    await answer(
      'investigation.start',
      (plan) => {
        seen = plan;
        return Promise.resolve(ok({ investigation: 'i1' }));
      },
      { projectDir: '/p' },
      options,
    );
    expect(seen).toMatchObject({ projectDir: '/p', buildProfile: 'released', args: [] });
  });

  test('refuses a malformed request before the handler sees it', async () => {
    const reply = await answer(
      'project.open',
      () => Promise.reject(new Error('reached')),
      { dir: 7 },
      options,
    );
    expect(reply).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  });

  test('a thrown bug becomes "internal" and goes to the log', async () => {
    bugs.length = 0;
    const reply = await answer('case.list', () => Promise.reject(new Error('boom')), {}, options);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal', detail: 'boom' } });
    expect(bugs).toHaveLength(1);
  });

  test('a reply that breaks the contract is a bug where outputs are checked', async () => {
    const wrong = () => Promise.resolve(ok([{ id: 1 }] as never));
    expect(await answer('case.list', wrong, {}, options)).toMatchObject({ ok: false });
    const unchecked = { ...options, checkOutputs: false };
    expect(await answer('case.list', wrong, {}, unchecked)).toMatchObject({ ok: true });
  });

  test('a request nobody serves answers instead of hanging', async () => {
    const reply = await answer('case.list', undefined, {}, options);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});
