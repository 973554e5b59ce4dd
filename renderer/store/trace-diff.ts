import { create } from 'zustand';
import type { Failure } from '../../app/contract/failure';
import type { TraceDiff } from '../../app/contract/trace-diff';
import { request } from './bridge';

export type DiffSide = 'a' | 'b';

export interface TraceDiffState {
  /** Trace files of each side. */
  readonly files: Readonly<Record<DiffSide, readonly string[]>>;
  /** Set while traces are read. */
  readonly reading:
    { readonly file: string; readonly done: number; readonly of: number } | undefined;
  readonly diff: TraceDiff | undefined;
  readonly failure: Failure | undefined;
  /** Raised by whatever makes an answer under way worthless. */
  readonly attempt: number;
}

export const emptyTraceDiff: TraceDiffState = {
  files: { a: [], b: [] },
  reading: undefined,
  diff: undefined,
  failure: undefined,
  attempt: 0,
};

/** What the trace diff compares. It outlives its panel: closing a tab loses no work. */
export const useTraceDiff = create<TraceDiffState>()(() => emptyTraceDiff);

/** Sides with other files: what was compared before is no answer to them. */
function setFiles(files: Partial<TraceDiffState['files']>): void {
  useTraceDiff.setState((state) => ({
    files: { ...state.files, ...files },
    reading: undefined,
    diff: undefined,
    failure: undefined,
    attempt: state.attempt + 1,
  }));
}

/** Adds what paths stand for: traces, folders of traces, bundles. */
export async function addRuns(side: DiffSide, paths: readonly string[]): Promise<void> {
  const found = await request('trace.find-runs', { paths: [...paths] });
  if (!found.ok) {
    useTraceDiff.setState({ failure: found.error });
    return;
  }
  const before = useTraceDiff.getState().files[side];
  setFiles({ [side]: [...new Set([...before, ...found.value.files])] });
}

/** Asks by a dialog of the system. */
export async function chooseRuns(side: DiffSide, kind: 'files' | 'folder'): Promise<void> {
  const chosen = await request('trace.choose-runs', { kind });
  if (chosen.ok) await addRuns(side, chosen.value.paths);
  else if (chosen.error.code !== 'cancelled') {
    useTraceDiff.setState({ failure: chosen.error });
  }
}

export function removeRun(side: DiffSide, file: string): void {
  setFiles({ [side]: useTraceDiff.getState().files[side].filter((each) => each !== file) });
}

export const clearSide = (side: DiffSide): void => setFiles({ [side]: [] });

export function swapSides(): void {
  const { a, b } = useTraceDiff.getState().files;
  setFiles({ a: b, b: a });
}

/** Reads what was not read before, one trace after the other, and compares. */
export async function compareTraces(): Promise<void> {
  const { files, attempt: before } = useTraceDiff.getState();
  const attempt = before + 1;
  useTraceDiff.setState({ attempt, diff: undefined, failure: undefined });
  const isCurrent = () => useTraceDiff.getState().attempt === attempt;
  const all = [...new Set([...files.a, ...files.b])];
  for (const [done, file] of all.entries()) {
    useTraceDiff.setState({ reading: { file, done, of: all.length } });
    const read = await request('trace.read-run', { file });
    if (!isCurrent()) return;
    if (!read.ok) {
      useTraceDiff.setState({ reading: undefined, failure: read.error });
      return;
    }
  }
  const compared = await request('trace.diff', { a: [...files.a], b: [...files.b] });
  if (!isCurrent()) return;
  useTraceDiff.setState({
    reading: undefined,
    ...(compared.ok ? { diff: compared.value } : { failure: compared.error }),
  });
}

/** Forgets the answer under way; what was read of it is kept for the next time. */
export function cancelCompare(): void {
  useTraceDiff.setState(({ attempt }) => ({ reading: undefined, attempt: attempt + 1 }));
}
