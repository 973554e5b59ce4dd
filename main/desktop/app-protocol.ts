import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** Address of the page. A scheme of our own, because `file:` would let the page read any file. */
export const appOrigin = 'app://trivet';

/** Inline styles are Monaco's and the docking library's; scripts come from our own bundle only. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

export function isOwnUrl(url: string | undefined): boolean {
  return url !== undefined && url.startsWith(`${appOrigin}/`);
}

/** Before `ready`: Chromium fixes the rights of a scheme when it starts. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/** @returns the file an address names, or undefined when it leaves `root`. */
export function resolveAppFile(root: string, url: string): string | undefined {
  const { pathname } = new URL(url);
  const file = normalize(join(root, decodeURIComponent(pathname)));
  return file.startsWith(root + sep) ? file : undefined;
}

/**
 * Serves the built renderer. `registerBufferProtocol`, although deprecated: `protocol.handle`
 * came with Electron 25, and the fallback for closed networks is 22.
 */
export function setupAppProtocol(root: string): void {
  protocol.registerBufferProtocol('app', (request, respond) => {
    const file = resolveAppFile(root, request.url);
    const notFound = { statusCode: 404, mimeType: 'text/plain', data: Buffer.from('not found') };
    if (file === undefined) {
      respond(notFound);
      return;
    }
    readFile(file).then(
      (data) =>
        respond({
          data,
          mimeType: mimeTypes[extname(file)] ?? 'application/octet-stream',
          charset: 'utf-8',
          headers: {
            'Content-Security-Policy': contentSecurityPolicy,
            'X-Content-Type-Options': 'nosniff',
          },
        }),
      () => respond(notFound),
    );
  });
}
