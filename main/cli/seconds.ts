/**
 * A length of time as a person types it: `30s`, `2m`, `1.5h`, `250ms`, `45` (seconds).
 * @returns seconds, 0 or more; undefined when the text is none.
 */
export function parseSeconds(text: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)?$/.exec(typeof text === 'string' ? text : '');
  if (!match) return undefined;
  const scale = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
  return Number(match[1]) * scale[(match[2] ?? 's') as keyof typeof scale];
}
