import { useEffect, useState } from 'react';
import type { Failure } from '../../../app/contract/failure';
import type { Output, RawInput, RequestName } from '../../../app/contract/ipc';
import { request } from '../../store/bridge';
import { isStopped, useDebugger } from '../../store/debugger';

export interface AtStop<T> {
  /** Of this stop, or, until it has come, of the one before. */
  readonly value: T | undefined;
  readonly failure: Failure | undefined;
}

/** Asks about the stopped program, anew at every stop; `undefined` asks nothing. */
export function useAtStop<N extends RequestName>(
  name: N,
  input: Omit<RawInput<N>, 'session'> | undefined,
): AtStop<Output<N>> {
  const session = useDebugger((state) => (isStopped(state) ? state.session : undefined));
  const stops = useDebugger((state) => state.stops);
  const [answer, setAnswer] = useState<AtStop<Output<N>>>({ value: undefined, failure: undefined });
  const key = input === undefined ? undefined : JSON.stringify(input);
  useEffect(() => {
    if (session === undefined || key === undefined) return;
    let isCurrent = true;
    const asked = { ...(JSON.parse(key) as object), session } as RawInput<N>;
    void request(name, asked).then((reply) => {
      if (!isCurrent) return;
      setAnswer(
        reply.ok
          ? { value: reply.value, failure: undefined }
          : { value: undefined, failure: reply.error },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [name, key, session, stops]);
  return answer;
}
