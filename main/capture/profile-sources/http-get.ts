import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { err, ok, type Result } from '../../../app/contract/result';

export interface HttpOptions {
  /** Sent to the first origin only: a redirect elsewhere does not carry them. */
  readonly headers: Readonly<Record<string, string>>;
  /** PEM of a certification authority to trust besides those known. */
  readonly ca?: string | undefined;
  /** For the whole answer, redirects included. */
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxBytes: number;
  /** Takes the body of a good answer as it comes; the answer then has none. */
  readonly take?: ((chunk: Uint8Array) => void) | undefined;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Of a status other than 200 at most the first 64 KiB. */
  readonly body: Uint8Array;
  /** Where the answer came from in the end. */
  readonly url: URL;
}

export type HttpTrouble =
  | { readonly code: 'cancelled' }
  /** Nothing answered in `ms`: the connection, or the whole request. */
  | { readonly code: 'timeout'; readonly phase: 'connect' | 'answer'; readonly ms: number }
  | { readonly code: 'redirect'; readonly reason: string }
  | { readonly code: 'too-large'; readonly maxBytes: number }
  | { readonly code: 'certificate'; readonly reason: string }
  | { readonly code: 'not-tls'; readonly reason: string }
  | { readonly code: 'unreachable'; readonly reason: string };

const maxRedirects = 5;
const maxErrorBytes = 64 << 10;
const redirects = new Set([301, 302, 303, 307, 308]);
/** Node's names for a certificate that does not convince: OpenSSL's, and its own for a wrong name. */
const certificateErrors =
  /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;

/** One GET, bounded in time, size and redirects. Never throws. */
export async function httpGet(
  url: URL,
  options: HttpOptions,
): Promise<Result<HttpAnswer, HttpTrouble>> {
  const deadline = Date.now() + options.timeoutMs;
  let at = url;
  let headers = options.headers;
  for (let hop = 0; ; hop++) {
    const answer = await getOnce(at, { ...options, headers }, deadline);
    if (!answer.ok || !('location' in answer.value))
      return answer as Result<HttpAnswer, HttpTrouble>;
    const next = parseLocation(answer.value.location, at);
    if (next === undefined) return err({ code: 'redirect', reason: 'it leads to no web address' });
    if (hop === maxRedirects) {
      return err({ code: 'redirect', reason: `it was redirected more than ${maxRedirects} times` });
    }
    if (at.protocol === 'https:' && next.protocol === 'http:') {
      return err({ code: 'redirect', reason: 'it leads from https to plain http' });
    }
    if (next.origin !== at.origin) headers = {};
    else [next.username, next.password] = [at.username, at.password];
    at = next;
  }
}

function parseLocation(location: string, from: URL): URL | undefined {
  try {
    const next = new URL(location, from);
    return next.protocol === 'http:' || next.protocol === 'https:' ? next : undefined;
  } catch {
    return undefined;
  }
}

function getOnce(
  url: URL,
  options: HttpOptions,
  deadline: number,
): Promise<Result<HttpAnswer | { location: string }, HttpTrouble>> {
  return new Promise((resolve) => {
    const { signal, connectTimeoutMs, timeoutMs, ca } = options;
    if (signal.aborted) return resolve(err({ code: 'cancelled' }));
    const isTls = url.protocol === 'https:';
    const settings: RequestOptions & { ca?: string } = {
      agent: false,
      headers: { accept: '*/*', 'accept-encoding': 'identity', ...options.headers },
      ...(ca !== undefined && { ca }),
    };
    const request = (isTls ? requestHttps : requestHttp)(url, settings);
    let trouble: HttpTrouble | undefined;
    const stop = (why: HttpTrouble) => {
      trouble ??= why;
      request.destroy(new Error(why.code));
    };
    const onAbort = () => stop({ code: 'cancelled' });
    const answering = setTimeout(
      () => stop({ code: 'timeout', phase: 'answer', ms: timeoutMs }),
      Math.max(0, deadline - Date.now()),
    );
    const connecting = setTimeout(
      () => stop({ code: 'timeout', phase: 'connect', ms: connectTimeoutMs }),
      connectTimeoutMs,
    );
    const finish = (result: Result<HttpAnswer | { location: string }, HttpTrouble>) => {
      clearTimeout(answering);
      clearTimeout(connecting);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const fail = (cause: NodeJS.ErrnoException) => finish(err(trouble ?? describe(cause, isTls)));
    signal.addEventListener('abort', onAbort);
    request.on('socket', (socket) =>
      socket.once(isTls ? 'secureConnect' : 'connect', () => clearTimeout(connecting)),
    );
    request.on('error', fail);
    request.once('response', (response) => {
      const { statusCode = 0, headers } = response;
      if (redirects.has(statusCode) && headers.location !== undefined) {
        response.resume();
        request.destroy();
        return finish(ok({ location: headers.location }));
      }
      const limit = statusCode === 200 ? options.maxBytes : maxErrorBytes;
      const take = statusCode === 200 ? options.take : undefined;
      readBody(response, limit, statusCode !== 200, take).then((body) => {
        if (body === undefined) {
          finish(err({ code: 'too-large', maxBytes: limit }));
          request.destroy();
        } else {
          const contentType = headers['content-type'] ?? '';
          finish(ok({ status: statusCode, contentType, body, url }));
        }
      }, fail);
    });
    request.end();
  });
}

/** @returns undefined when the answer is longer than the limit, unless its head is enough. */
async function readBody(
  response: IncomingMessage,
  limit: number,
  headOnly: boolean,
  take?: (chunk: Uint8Array) => void,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (take !== undefined) take(chunk as Uint8Array);
    else chunks.push(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
    if (bytes <= limit) continue;
    if (!headOnly) return undefined;
    break; // ends the response too
  }
  return Buffer.concat(chunks);
}

function describe(cause: NodeJS.ErrnoException, isTls: boolean): HttpTrouble {
  const code = cause.code ?? '';
  const reason = cause.message || code;
  if (certificateErrors.test(code)) return { code: 'certificate', reason };
  if (isTls && (code === 'EPROTO' || code.startsWith('ERR_SSL'))) {
    return { code: 'not-tls', reason };
  }
  return { code: 'unreachable', reason };
}
