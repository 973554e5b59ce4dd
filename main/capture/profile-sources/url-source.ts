import { err, ok, type Result } from '../../../app/contract/result';
import { kindTexts } from '../../../app/domain/pprof/texts';
import { quoteWord } from '../../build/shell-words';
import { httpGet, type HttpAnswer, type HttpTrouble } from './http-get';
import { refuseForeign } from './looks-like-profile';
import type {
  FetchedProfile,
  ProfileRequest,
  ProfileSource,
  ProfileSourceFailure,
} from './profile-source';
import { Secrets, showUrl } from './secrets';

export interface UrlSourceOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: string | undefined;
  /** PEM of a certification authority of one's own. */
  readonly ca?: string | undefined;
  /** On top of the seconds asked for; default a minute. */
  readonly timeoutMs?: number | undefined;
  readonly connectTimeoutMs?: number | undefined;
}

const maxProfileBytes = 256 << 20;
const defaultTimeoutMs = 60_000;
const defaultConnectTimeoutMs = 15_000;

/** A net/http/pprof endpoint, or any address that answers with a profile. */
export class UrlSource implements ProfileSource {
  readonly kind = 'url';
  readonly name: string;
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #options: UrlSourceOptions;
  readonly #secrets = new Secrets();
  readonly #closed = new AbortController();

  private constructor(url: URL, options: UrlSourceOptions) {
    this.#url = url;
    this.#options = options;
    const { headers = {}, token } = options;
    this.#headers = {
      ...headers,
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    };
    for (const value of Object.values(this.#headers)) this.#secrets.add(value);
    this.#secrets.addFrom(url);
    this.name = showUrl(url);
  }

  /** @param text with or without `http://`; without a path it is the usual `/debug/pprof/`. */
  static parse(
    text: string,
    options: UrlSourceOptions = {},
  ): Result<UrlSource, ProfileSourceFailure> {
    const usage = (message: string) => err({ code: 'usage' as const, message });
    let url: URL;
    try {
      url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    } catch {
      return usage('That is no web address.');
    }
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return usage('Profiles are fetched over http and https only.');
    }
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name) || /[\r\n\0]/.test(value)) {
        return usage('A header is written as "Name: value", on one line.');
      }
    }
    if (/[\r\n\0]/.test(options.token ?? '')) return usage('The token has more than one line.');
    return ok(new UrlSource(url, options));
  }

  async fetch(request: ProfileRequest): Promise<Result<FetchedProfile, ProfileSourceFailure>> {
    const { url, kind } = profileUrl(this.#url, request);
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    for (const signal of [request.signal, this.#closed.signal]) {
      if (signal?.aborted === true) stop.abort();
      signal?.addEventListener('abort', onAbort);
    }
    const startedAtMs = Date.now();
    const answer = await httpGet(url, {
      headers: this.#headers,
      ca: this.#options.ca,
      timeoutMs: (this.#options.timeoutMs ?? defaultTimeoutMs) + (request.seconds ?? 0) * 1000,
      connectTimeoutMs: this.#options.connectTimeoutMs ?? defaultConnectTimeoutMs,
      maxBytes: maxProfileBytes,
      signal: stop.signal,
    });
    for (const signal of [request.signal, this.#closed.signal]) {
      signal?.removeEventListener('abort', onAbort);
    }
    if (!answer.ok) return err(this.#explainTrouble(url, answer.error));
    const refused = this.#explainAnswer(url, kind, answer.value);
    if (refused !== undefined) return err(refused);
    const { body: bytes } = answer.value;
    const endedAtMs = Date.now();
    return ok({ bytes, kind, startedAtMs, endedAtMs, command: this.#command(url, kind) });
  }

  /**
   * Reads the address as it is, whatever it answers with, and hands on the answer as it comes.
   * @param seconds that the answer may take beyond the usual.
   */
  async stream(
    take: (chunk: Uint8Array) => void,
    { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
  ): Promise<Result<void, ProfileSourceFailure>> {
    const url = this.#url;
    const answer = await httpGet(url, {
      headers: this.#headers,
      ca: this.#options.ca,
      timeoutMs: (this.#options.timeoutMs ?? defaultTimeoutMs) + seconds * 1000,
      connectTimeoutMs: this.#options.connectTimeoutMs ?? defaultConnectTimeoutMs,
      maxBytes: Infinity,
      take,
      signal,
    });
    if (!answer.ok) return err(this.#explainTrouble(url, answer.error));
    if (answer.value.status === 200) return ok(undefined);
    return err(this.#explainAnswer(url, 'trace', answer.value) ?? noAnswer(url));
  }

  close(): void {
    this.#closed.abort();
  }

  /** With the names of the headers, whose values only the person knows. */
  #command(url: URL, kind: string): string {
    const headers = Object.keys(this.#headers).map((name) => `-H ${quoteWord(`${name}: ***`)} `);
    return `curl -fsSL ${headers.join('')}-o ${quoteWord(`${kind}.pb.gz`)} ${quoteWord(showUrl(url))}`;
  }

  #explainTrouble(url: URL, trouble: HttpTrouble): ProfileSourceFailure {
    const shown = showUrl(url);
    switch (trouble.code) {
      case 'cancelled':
        return { code: 'cancelled', message: `The request for ${shown} was cancelled.` };
      case 'timeout': {
        const seconds = Math.round(trouble.ms / 1000);
        const what = trouble.phase === 'connect' ? 'took no connection' : 'gave no whole answer';
        return { code: 'timeout', message: `${shown} ${what} within ${seconds} s.` };
      }
      case 'redirect':
        return { code: 'endpoint-not-found', message: `${shown}: ${trouble.reason}.` };
      case 'too-large': {
        const message = `The answer of ${shown} is larger than ${maxProfileBytes >> 20} MiB.`;
        return { code: 'not-a-profile', message };
      }
      case 'certificate':
        return {
          code: 'endpoint-not-found',
          message: `The certificate of ${url.host} is not trusted.`,
          remedy: 'Name the certification authority that signed it with --ca FILE (PEM).',
          detail: this.#secrets.scrub(trouble.reason),
        };
      case 'not-tls':
        return {
          code: 'endpoint-not-found',
          message: `${url.host} does not speak TLS there.`,
          remedy: 'Try http:// instead of https://.',
          detail: this.#secrets.scrub(trouble.reason),
        };
      case 'unreachable':
        return {
          code: 'endpoint-not-found',
          message: `${shown} could not be read.`,
          remedy: 'Check host and port, and that the program still runs.',
          detail: this.#secrets.scrub(trouble.reason),
        };
    }
  }

  #explainAnswer(url: URL, kind: string, answer: HttpAnswer): ProfileSourceFailure | undefined {
    const shown = showUrl(url);
    const { status, body } = answer;
    if (status === 200) return refuseForeign(body, shown);
    const said = Buffer.from(body.subarray(0, 500)).toString('utf8').trim();
    const detail = said === '' ? undefined : this.#secrets.scrub(said);
    if (status === 401 || status === 403) {
      return {
        code: 'endpoint-not-found',
        message: `${url.host} answered ${status}: it wants to know who asks.`,
        remedy: 'Give the token with --token-file FILE, or a header with --header.',
        detail,
      };
    }
    if (status === 404) {
      return {
        code: 'unsupported',
        message: `${shown} is not there (404).`,
        remedy:
          kind === 'goroutineleak'
            ? kindTexts.en.leakReleases
            : `Either the program does not serve net/http/pprof at that path, or its Go has no profile named "${kind}".`,
        detail,
      };
    }
    const message = `${shown} answered ${status}.`;
    return { code: 'endpoint-not-found', message, detail };
  }
}

const noAnswer = (url: URL): ProfileSourceFailure => ({
  code: 'endpoint-not-found',
  message: `${showUrl(url)} gave no answer.`,
});

/** The address of a profile below an endpoint; one that names a profile already is taken as it is. */
export function profileUrl(base: URL, request: ProfileRequest): { url: URL; kind: string } {
  const url = new URL(base);
  const [, root, named = ''] = /^(.*\/debug\/pprof)\/?(.*)$/.exec(url.pathname) ?? [];
  let kind = request.kind ?? 'heap';
  if (
    url.pathname === '/' ||
    (root !== undefined && (named === '' || request.kind !== undefined))
  ) {
    const last = kind === 'cpu' ? 'profile' : kind.split('/').map(encodeURIComponent).join('/');
    url.pathname = `${root ?? '/debug/pprof'}/${last}`;
  } else if (request.kind === undefined) {
    const last = decodeURIComponent(named || (url.pathname.split('/').pop() ?? ''));
    kind = last === 'profile' ? 'cpu' : last.replace(/\.pb(\.gz)?$/, '') || 'profile';
  }
  if (request.seconds !== undefined) url.searchParams.set('seconds', String(request.seconds));
  if (request.forceGc === true && kind === 'heap') url.searchParams.set('gc', '1');
  return { url, kind };
}
