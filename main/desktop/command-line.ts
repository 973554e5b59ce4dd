import { resolve } from 'node:path';

/** Project or bundle to show at start. */
export interface OpenRequest {
  readonly kind: 'project' | 'bundle';
  readonly path: string;
}

/** `--open DIR` or `--bundle DIR`; the last one wins. Chromium's own switches are passed over. */
export function parseOpenRequest(argv: readonly string[], cwd: string): OpenRequest | undefined {
  let request: OpenRequest | undefined;
  argv.forEach((argument, index) => {
    const [flag, inline] = splitFlag(argument);
    if (flag !== '--open' && flag !== '--bundle') return;
    const path = inline ?? argv[index + 1];
    if (path === undefined || path.startsWith('--')) return;
    request = { kind: flag === '--open' ? 'project' : 'bundle', path: resolve(cwd, path) };
  });
  return request;
}

function splitFlag(argument: string): [flag: string, value: string | undefined] {
  const equals = argument.indexOf('=');
  return equals < 0
    ? [argument, undefined]
    : [argument.slice(0, equals), argument.slice(equals + 1)];
}
