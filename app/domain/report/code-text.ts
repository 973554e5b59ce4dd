import { html, type Html } from './html';

/** Go names with a package (`main.(*Syncer).run`, `bytes.growSlice`), `sync.go:41`, and `quoted` text. */
const codePattern =
  /`([^`]+)`|((?:[\w~-]+(?:\.\w+)*\/)*[A-Za-z_]\w*\.(?:\(\*?\w+(?:\[[^\]\s]*\])?\)|\w+)(?:\[[^\]\s]*\])?(?:\.\w+)*(?:\(\))?(?::\d+)?)/g;

/** A sentence with the names in it set as code. Long names may break at dots and slashes. */
export function formatProse(sentence: string): Html {
  // A figure and its unit stay on one line.
  const text = sentence.replace(/(\d) (?=(?:%|[KMGT]?i?B|ns|µs|ms|s|min)(?![\w]))/g, '$1\u00a0');
  // A sentence is never that long, and the pattern takes quadratic time on hostile ones.
  if (text.length > 4000) return html`${text}`;
  const parts: Html[] = [];
  let from = 0;
  for (const match of text.matchAll(codePattern)) {
    const [whole, quoted, name] = match;
    const code = quoted ?? name ?? whole;
    // `3.1`, `go1.26.8` and `e.g.` are no names.
    if (quoted === undefined && /^(?:\d|go\d|[a-z]\.[a-z]$)/i.test(code)) continue;
    parts.push(html`${text.slice(from, match.index)}${formatCode(code)}`);
    from = match.index + whole.length;
  }
  return html`${parts}${text.slice(from)}`;
}

/** A name as code; a long one may break after a dot or slash, a `sync.go:41` never. */
export function formatCode(text: string): Html {
  const pieces = text.length > 24 ? text.split(/(?<=[./)\]])(?=[\w(])(?!go:\d)/) : [text];
  return html`<code>${pieces.map((piece, i) => (i === 0 ? html`${piece}` : html`<wbr />${piece}`))}</code>`;
}

/** Shortens from the front of the package path, then from the end, to fit a box. */
export function shorten(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const bare = text.replace(/^.*\/(?=[^/]*$)/, '');
  if (bare.length <= characters) return bare;
  return characters < 3 ? '' : `${bare.slice(0, characters - 1)}…`;
}
