import { describe, expect, test } from 'vitest';
import { parseOpenRequest } from './command-line';

describe('parseOpenRequest', () => {
  test('reads a project or a bundle, relative to the caller', () => {
    expect(parseOpenRequest(['electron', '.', '--open', 'demo'], '/home')).toEqual({
      kind: 'project',
      path: '/home/demo',
    });
    expect(parseOpenRequest(['electron', '--bundle=/tmp/b'], '/home')).toEqual({
      kind: 'bundle',
      path: '/tmp/b',
    });
  });

  test('passes over the switches of Chromium and a flag without a value', () => {
    expect(parseOpenRequest(['--no-sandbox', '--open', '--disable-gpu'], '/')).toBeUndefined();
    expect(parseOpenRequest([], '/')).toBeUndefined();
  });
});
