import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Failure } from '../../app/contract/failure';
import type { TimelineSummary } from '../../app/contract/timeline';
import { showBundle } from './actions';
import { request, subscribe } from './bridge';
import { getActiveBundle, useSession } from './session';
import type { TimelineLink, TraceOrigin } from './timeline-link';
import { getLanguage, revealPanel } from './view';
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

/** Which trace the timeline shows; undefined: none. */
export function useTraceOrigin(): TraceOrigin | undefined {
  const file = useTraceFile((state) => state.path);
  const open = useSession(getActiveBundle);
  const session = open?.findings.session.id;
  const at = file ?? open?.dir ?? open?.bundle;
  return useMemo(
    () =>
      at === undefined ? undefined : { session: file === undefined ? session : undefined, at },
    [file, session, at],
  );
}

/** A link into a trace that is being opened: followed as soon as it is there. */
export const usePendingLink = create<{ readonly link: TimelineLink | undefined }>()(() => ({
  link: undefined,
}));

/**
 * Opens the trace that a link is about: a session that is open already, its folder, or a trace file.
 * @returns false when it is not where the link says; what is shown stays as it is then.
 */
export async function openLinked(link: TimelineLink, origin: TraceOrigin): Promise<boolean> {
  if (origin.session === undefined) {
    const opened = await request('trace.open', { path: origin.at });
    if (!opened.ok) return false;
    usePendingLink.setState({ link });
    useTraceFile.setState({ path: origin.at });
    return true;
  }
  const { bundles } = useSession.getState();
  const isIt = ({ session }: (typeof bundles)[number]['findings']) => session.id === origin.session;
  const known = bundles.find(({ findings }) => isIt(findings));
  if (known === undefined) {
    const opened = await request('bundle.open', { dir: origin.at, language: getLanguage() });
    if (!opened.ok || !isIt(opened.value.findings)) return false;
    showBundle({ ...opened.value, dir: origin.at });
  } else showBundle(known);
  usePendingLink.setState({ link });
  useTraceFile.setState({ path: undefined });
  revealPanel('timeline');
  return true;
}
