const hidden = '***';
/** Parameters of net/http/pprof; anything else in a query may be a key. */
const plainParameters = new Set(['seconds', 'gc', 'debug', 'rate']);

/** What must appear nowhere: values of headers, tokens, passwords and keys of a URL. */
export class Secrets {
  readonly #values = new Set<string>();

  add(value: string): void {
    // Short values would blot out ordinary words; a key of three letters protects nothing.
    for (const each of [value, encodeURIComponent(value), value.replace(/^\S+\s+/, '')]) {
      if (each.length > 3) this.#values.add(each);
    }
  }

  /** The text without any of them: a server may send back what it was sent. */
  scrub(text: string): string {
    let clean = text;
    const longestFirst = [...this.#values].sort((l, r) => r.length - l.length);
    for (const value of longestFirst) clean = clean.split(value).join(hidden);
    return clean;
  }

  /** Takes note of what a URL holds. */
  addFrom(url: URL): void {
    for (const part of [url.username, url.password]) {
      if (part !== '') this.add(decodeURIComponent(part));
    }
    const basic = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    if (basic !== ':') this.add(Buffer.from(basic).toString('base64'));
    for (const [name, value] of url.searchParams) {
      if (!plainParameters.has(name)) this.add(value);
    }
  }
}

/** The URL for eyes: without user, password, and values of parameters that pprof does not know. */
export function showUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  for (const name of new Set(shown.searchParams.keys())) {
    if (!plainParameters.has(name)) shown.searchParams.set(name, hidden);
  }
  shown.hash = '';
  return shown.href.replace(/%2A%2A%2A/gi, hidden);
}
