/** Which trace a place is in. */
export interface TraceOrigin {
  /** Id of the session it was recorded in; undefined for a trace by itself. */
  readonly session: string | undefined;
  /** Folder of the session, or the trace file. */
  readonly at: string;
}

/** A place on a timeline as text: to hand on, and to type into the search box. */
export interface TimelineLink {
  /** ns since the first event of the trace. */
  readonly from: number;
  readonly to: number;
  readonly goid: number | undefined;
  /** Undefined in links that do not tell: they are about whatever trace is open. */
  readonly origin: TraceOrigin | undefined;
}

export function formatTimelineLink({ from, to, goid, origin }: TimelineLink): string {
  const fields: [string, string][] = [];
  if (origin?.session !== undefined) fields.push(['session', origin.session]);
  if (origin !== undefined) fields.push(['at', origin.at]);
  fields.push(['from', String(Math.round(from))], ['to', String(Math.round(to))]);
  if (goid !== undefined) fields.push(['goid', String(goid)]);
  return `trivet://timeline?${new URLSearchParams(fields).toString()}`;
}

/** Undefined when the text is no such link. */
export function parseTimelineLink(text: string): TimelineLink | undefined {
  const query = /^\s*trivet:\/\/timeline\/?\?(\S*)\s*$/.exec(text)?.[1];
  if (query === undefined) return undefined;
  const fields = new URLSearchParams(query);
  const number = (name: string) => Number(fields.get(name) ?? NaN);
  const [from, to, goid] = [number('from'), number('to'), number('goid')];
  if (!(from >= 0 && to > from) || to > Number.MAX_SAFE_INTEGER) return undefined;
  const at = fields.get('at') ?? '';
  const session = fields.get('session') ?? undefined;
  return {
    ...{ from, to },
    goid: Number.isInteger(goid) && goid > 0 ? goid : undefined,
    origin: at === '' ? undefined : { session, at },
  };
}

/** A session is known by its id, wherever its folder lies; a trace by itself by its file. */
export const isSameOrigin = (a: TraceOrigin | undefined, b: TraceOrigin | undefined): boolean =>
  a?.session === b?.session && (a?.session !== undefined || a?.at === b?.at);
