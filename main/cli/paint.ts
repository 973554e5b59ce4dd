import type { Paint } from '../../app/domain/tracediff';

/** SGR codes of 16 colours: readable on light and dark terminals alike. */
const codes: Readonly<Record<Parameters<Paint>[1], string>> = {
  worse: '31',
  better: '32',
  changed: '33',
  'not-shown': '2',
  same: '2',
  unknown: '2',
  heading: '1',
};

/** Colours on a terminal that wants them (https://no-color.org), plain text anywhere else. */
export function choosePaint(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const isPlain = stream.isTTY !== true || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isPlain ? (text) => text : (text, as) => `\x1b[${codes[as]}m${text}\x1b[0m`;
}
