/** A place on a timeline as text: to hand on, and to type into the search box. */
export interface TimelineLink {
  /** ns since the first event of the trace. */
  readonly from: number;
  readonly to: number;
  readonly goid: number | undefined;
}

export function formatTimelineLink({ from, to, goid }: TimelineLink): string {
  const query = `from=${Math.round(from)}&to=${Math.round(to)}`;
  return `trivet://timeline?${query}${goid === undefined ? '' : `&goid=${goid}`}`;
}

/** Undefined when the text is no such link. */
export function parseTimelineLink(text: string): TimelineLink | undefined {
  const query = /^\s*trivet:\/\/timeline\/?\?(\S*)\s*$/.exec(text)?.[1];
  if (query === undefined) return undefined;
  const fields = new URLSearchParams(query);
  const number = (name: string) => Number(fields.get(name) ?? NaN);
  const [from, to, goid] = [number('from'), number('to'), number('goid')];
  if (!(from >= 0 && to > from) || to > Number.MAX_SAFE_INTEGER) return undefined;
  return { from, to, goid: Number.isInteger(goid) && goid > 0 ? goid : undefined };
}
