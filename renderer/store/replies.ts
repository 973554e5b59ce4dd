import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../app/contract/failure';
import type { Output, RawInput, RequestName } from '../../app/contract/ipc';
import { getEngine, request } from './bridge';

/** Answers kept per engine: evidence never changes under its handle, so one question is enough. */
const maxKept = 64;
const kept = new WeakMap<object, Map<string, unknown>>();

export type Loaded<T> =
  | { readonly state: 'idle' }
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly failure: Failure; readonly retry: () => void }
  | { readonly state: 'ready'; readonly value: T };

function getKept(): Map<string, unknown> {
  const engine = getEngine();
  const answers = kept.get(engine) ?? new Map<string, unknown>();
  kept.set(engine, answers);
  return answers;
}

function keep(key: string, value: unknown): void {
  const answers = getKept();
  answers.set(key, value);
  const oldest = answers.keys().next();
  if (answers.size > maxKept && oldest.done !== true) answers.delete(oldest.value);
}

/** Asks the engine about an immutable thing; `undefined` asks nothing. */
export function useReply<N extends RequestName>(
  name: N,
  input: RawInput<N> | undefined,
): Loaded<Output<N>> {
  const key = input === undefined ? undefined : `${name} ${JSON.stringify(input)}`;
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ key: string; loaded: Loaded<Output<N>> }>();
  const retry = useCallback(() => {
    setAnswer(undefined);
    setAttempt((before) => before + 1);
  }, []);

  useEffect(() => {
    if (key === undefined || getKept().has(key)) return;
    let isCurrent = true;
    // Parsed back from the key, so that a fresh but equal input asks nothing new.
    const asked = JSON.parse(key.slice(name.length + 1)) as RawInput<N>;
    void request(name, asked).then((reply) => {
      if (reply.ok) keep(key, reply.value);
      if (!isCurrent) return;
      setAnswer({
        key,
        loaded: reply.ok
          ? { state: 'ready', value: reply.value }
          : { state: 'failed', failure: reply.error, retry },
      });
    });
    return () => {
      isCurrent = false;
    };
  }, [name, key, attempt, retry]);

  if (key === undefined) return { state: 'idle' };
  const known = getKept().get(key);
  if (known !== undefined) return { state: 'ready', value: known as Output<N> };
  return answer?.key === key ? answer.loaded : { state: 'loading' };
}
