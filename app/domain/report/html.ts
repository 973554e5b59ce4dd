/** Text that is already HTML. Only `html` and `raw` make it, so nothing else reaches the page as markup. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | undefined | readonly Part[];

/** Builds HTML; every value that is not itself Html is escaped. `undefined` prints nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  // Indentation of the template is not part of the page; that of a value (a command) is.
  const [first = '', ...rest] = strings.map((part) => part.replace(/\n\s+/g, '\n'));
  return new Html(first + rest.map((part, index) => toText(values[index]) + part).join(''));
}

/** For our own constants (style sheets), never for data. */
export const raw = (text: string): Html => new Html(text);

/** Escapes for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return (
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
      // Other control characters are not allowed in HTML at all; bidi overrides could disguise names.
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
  );
}

function toText(value: Part): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map(toText).join('');
}
