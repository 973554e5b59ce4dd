import type { RawInput } from '../../../app/contract/ipc';

/** What was typed. */
export interface OpenDraft {
  /** A path, an address or a PID. */
  readonly where: string;
  /** Empty: what the address names. */
  readonly kind: string;
  readonly seconds: string;
  readonly everySeconds: string;
  /** `Name: value`, one a line. */
  readonly headers: string;
  readonly tokenFile: string;
  readonly caFile: string;
}

/** Paths begin like paths, or end like profiles; all else is an address or a process. */
export const isFile = (where: string): boolean =>
  /^(?:[/~.\\]|[a-z]:\\)/i.test(where) ||
  (!/^https?:/i.test(where) && /\.(?:pb|gz|pprof|prof|out|txt)$/i.test(where));

/** The address as the engine takes it; a line of the headers without a colon is left out. */
export function addressOf(
  draft: OpenDraft,
): Pick<
  Extract<RawInput<'profile.watch'>, object>,
  'address' | 'kind' | 'headers' | 'tokenFile' | 'caFile'
> {
  const headers: Record<string, string> = {};
  for (const line of draft.headers.split('\n')) {
    const [, name, value] = /^\s*([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) headers[name] = value;
  }
  const [tokenFile, caFile] = [draft.tokenFile.trim(), draft.caFile.trim()];
  return {
    address: draft.where.trim(),
    headers,
    ...(draft.kind !== '' && { kind: draft.kind }),
    ...(tokenFile !== '' && { tokenFile }),
    ...(caFile !== '' && { caFile }),
  };
}
