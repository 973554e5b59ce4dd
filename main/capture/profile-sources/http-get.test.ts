import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { httpGet, type HttpOptions } from './http-get';

const servers: { close(): void }[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function listen<T extends Server | ReturnType<typeof createTcpServer>>(
  server: T,
): Promise<URL> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  servers.push(server);
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}
const serve = (answer: RequestListener) => listen(createServer(answer));

const options: HttpOptions = {
  headers: { Authorization: 'Bearer open-sesame' },
  timeoutMs: 60_000,
  connectTimeoutMs: 60_000,
  maxBytes: 1 << 20,
  signal: new AbortController().signal,
};

describe('httpGet', () => {
  test('sends the headers and returns status, type and body', async () => {
    let seen: IncomingMessage['headers'] = {};
    const url = await serve((request, response) => {
      seen = request.headers;
      response.setHeader('content-type', 'application/octet-stream');
      response.end(gzipSync('profile'));
    });
    const answer = await httpGet(url, options);
    expect(answer).toMatchObject({
      ok: true,
      value: { status: 200, contentType: 'application/octet-stream' },
    });
    expect(seen).toMatchObject({
      authorization: 'Bearer open-sesame',
      'accept-encoding': 'identity',
    });
  });

  test('user and password of the address go as Basic', async () => {
    let seen: string | undefined;
    const url = await serve((request, response) => {
      seen = request.headers.authorization;
      response.end('x');
    });
    url.username = 'me';
    url.password = 'pass%20word';
    await httpGet(url, { ...options, headers: {} });
    expect(seen).toBe(`Basic ${Buffer.from('me:pass word').toString('base64')}`);
  });

  test('a redirect on the same host keeps the token, one to another host does not get it', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('there');
    });
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      const to = request.url === '/' ? '/next' : other.href;
      response.writeHead(302, { location: to }).end();
    });
    expect(await httpGet(url, options)).toMatchObject({ ok: true, value: { url: other } });
    expect(seen).toEqual(['Bearer open-sesame', 'Bearer open-sesame', undefined]);
  });

  test.each([
    ['to itself', '/', 'redirected more than 5 times'],
    ['to a file', 'file:///etc/passwd', 'no web address'],
    ['to nowhere', 'http://[', 'no web address'],
  ])('a redirect %s ends', async (_, location, reason) => {
    const url = await serve((_request, response) => response.writeHead(302, { location }).end());
    expect(await httpGet(url, options)).toMatchObject({
      ok: false,
      error: { code: 'redirect', reason: expect.stringContaining(reason) },
    });
  });

  test('an answer without end is cut at the limit', async () => {
    const url = await serve((_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(1 << 16)));
        response.once('drain', more);
      };
      more();
    });
    expect(await httpGet(url, options)).toMatchObject({ error: { code: 'too-large' } });
  });

  test('of an error page without end the head is enough', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(500);
      const more = () => {
        while (response.write('oops '.repeat(1000)));
        response.once('drain', more);
      };
      more();
    });
    const answer = await httpGet(url, options);
    expect(answer).toMatchObject({ ok: true, value: { status: 500 } });
  });

  test('a server that never answers ends as timeout, one that stops halfway too', async () => {
    const silent = await serve(() => undefined);
    const halfway = await serve((_request, response) => void response.write('half'));
    for (const url of [silent, halfway]) {
      expect(await httpGet(url, { ...options, timeoutMs: 50 })).toMatchObject({
        error: { code: 'timeout', phase: 'answer', ms: 50 },
      });
    }
  });

  test('a connection that breaks in the middle is no answer', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    expect(await httpGet(url, options)).toMatchObject({ error: { code: 'unreachable' } });
  });

  test('garbage in place of HTTP is no answer', async () => {
    const url = await listen(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')));
    expect(await httpGet(url, options)).toMatchObject({ error: { code: 'unreachable' } });
  });

  test('a port that speaks no TLS is told from one that cannot be reached', async () => {
    const url = await serve((_request, response) => response.end('x'));
    const secure = new URL(url.href.replace('http:', 'https:'));
    expect(await httpGet(secure, options)).toMatchObject({ error: { code: 'not-tls' } });
  });

  test('an abort ends it, before and during the request', async () => {
    const url = await serve(() => undefined);
    const controller = new AbortController();
    const during = httpGet(url, { ...options, signal: controller.signal });
    controller.abort();
    expect(await during).toMatchObject({ error: { code: 'cancelled' } });
    const before = httpGet(url, { ...options, signal: controller.signal });
    expect(await before).toMatchObject({ error: { code: 'cancelled' } });
  });
});
