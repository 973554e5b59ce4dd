import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../app/contract/failure';
import type { TimelineSummary } from '../../app/contract/timeline';
import { request, subscribe } from './bridge';
import { create } from 'zustand';

/** A trace file opened by itself, without a bundle. */
export const useTraceFile = create<{ readonly path: string | undefined }>()(() => ({
  path: undefined,
}));

export type OpenTrace =
  | { readonly state: 'none' }
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly failure: Failure; readonly retry: () => void }
  | { readonly state: 'open'; readonly summary: TimelineSummary };

/** The trace of the bundle, or of the file; asked again as more of it is known. */
export function useTrace(bundle: string | undefined, path: string | undefined): OpenTrace {
  const [trace, setTrace] = useState<OpenTrace>({ state: 'none' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);

  useEffect(() => {
    if (bundle === undefined && path === undefined) {
      setTrace({ state: 'none' });
      return;
    }
    let isCurrent = true;
    let isAsking = false;
    let known: TimelineSummary | undefined;
    setTrace({ state: 'loading' });
    const ask = async () => {
      if (isAsking || known?.share === 1) return;
      isAsking = true;
      const reply = await request('trace.open', path === undefined ? { bundle } : { path });
      isAsking = false;
      if (!isCurrent) return;
      if (reply.ok) {
        known = reply.value;
        setTrace({ state: 'open', summary: reply.value });
      } else setTrace({ state: 'failed', failure: reply.error, retry });
    };
    const stop = subscribe('trace.advanced', ({ trace: handle }) => {
      if (known === undefined || handle === known.trace) void ask();
    });
    void ask();
    return () => {
      isCurrent = false;
      stop();
    };
  }, [bundle, path, attempt, retry]);
  return trace;
}

/** Asks by a dialog for a trace file and shows it. */
export async function chooseTrace(): Promise<Failure | undefined> {
  const reply = await request('trace.choose', {});
  if (reply.ok) useTraceFile.setState({ path: reply.value.trace });
  else if (reply.error.code !== 'cancelled') return reply.error;
  return undefined;
}
