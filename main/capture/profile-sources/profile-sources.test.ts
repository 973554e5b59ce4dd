import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recogniseProfile } from '../../../app/domain/pprof/profile-kind';
import { runProcess } from '../../process/run-process';
import { startProcess } from '../../process/start-process';
import { makeScratch, must } from '../../target/testing/build-fixture';
import { addProfile, createProfileSession } from '../profile-series/profile-session';
import { AttachSource } from './attach-source';
import { BundleSource } from './bundle-source';
import { FileSource } from './file-source';
import { inspectProfile } from './inspect-profile';
import { openProfileSource } from './open-source';
import type { ProfileRequest } from './profile-source';
import { startServed, type Served } from './testing/served';
import { profileUrl, UrlSource, type UrlSourceOptions } from './url-source';

let scratch: string;
let served: Served;

beforeAll(async () => {
  scratch = await makeScratch();
  served = await startServed(scratch);
});
afterAll(async () => {
  await served?.process.end();
  await rm(scratch, { recursive: true, force: true });
});

async function fetchUrl(url: string, request: ProfileRequest = {}, options: UrlSourceOptions = {}) {
  const source = must(UrlSource.parse(url, options));
  try {
    return await source.fetch(request);
  } finally {
    source.close();
  }
}

describe('a pprof endpoint', () => {
  test.each(['heap', 'allocs', 'goroutine', 'block', 'mutex', 'threadcreate'])(
    'gives its %s profile, and the command shown gives the like',
    async (kind) => {
      const { bytes, command, kind: hint } = must(await fetchUrl(served.plain, { kind }));
      const profile = must(await inspectProfile(bytes, kind));
      expect(recogniseProfile(profile, hint).name).toBe(kind);
      const cwd = path.join(scratch, kind);
      await mkdir(cwd);
      expect(must(await runProcess('sh', ['-c', command], { cwd })).status).toBe(0);
      const again = await readFile(path.join(cwd, `${kind}.pb.gz`));
      expect(must(await inspectProfile(again, kind)).sampleTypes).toEqual(profile.sampleTypes);
    },
  );

  test('gives a CPU profile and a change over time', async () => {
    const [cpu, delta] = await Promise.all([
      fetchUrl(served.plain, { kind: 'cpu', seconds: 1 }),
      fetchUrl(served.plain, { kind: 'heap', seconds: 1 }),
    ]);
    const ran = must(await inspectProfile(must(cpu).bytes, 'cpu'));
    expect(recogniseProfile(ran)).toMatchObject({ name: 'cpu', hasDuration: true });
    const change = recogniseProfile(must(await inspectProfile(must(delta).bytes, 'heap')));
    expect(change).toMatchObject({
      name: 'heap',
      natures: ['window', 'window', 'change', 'change'],
    });
  });

  test('is asked for what its address names', async () => {
    expect(must(await fetchUrl(`${served.plain}/debug/pprof/goroutine`)).kind).toBe('goroutine');
    // A redirect within the host is followed.
    const moved = must(await fetchUrl(`${served.plain}/moved/heap`));
    expect(gunzipSync(moved.bytes).toString('latin1')).toContain('inuse_space');
  });

  test('without a profile of that name says so', async () => {
    expect(await fetchUrl(served.plain, { kind: 'connections' })).toMatchObject({
      error: { code: 'unsupported', message: expect.stringContaining('connections') },
    });
  });

  test('of a Go without the leak profile says which releases have it', async () => {
    const leaks = await fetchUrl(served.plain, { kind: 'goroutineleak' });
    if (leaks.ok) {
      const profile = must(await inspectProfile(leaks.value.bytes, 'leaks'));
      expect(recogniseProfile(profile).name).toBe('goroutineleak');
      return;
    }
    expect(leaks.error).toMatchObject({
      code: 'unsupported',
      remedy: expect.stringContaining('Go 1.27 has the goroutineleak profile'),
    });
  });

  test.each([
    ['/page', 'not-a-profile', 'is a web page'],
    ['/login/heap', 'not-a-profile', 'is a web page'],
    ['/debug/pprof/heap?debug=1', 'not-a-profile', 'readable text'],
    ['/debug/pprof/trace?seconds=0.05', 'not-a-profile', 'execution trace'],
    ['/nothing', 'unsupported', '404'],
    ['/echo', 'endpoint-not-found', '500'],
  ])('that answers %s with something else: %s', async (at, code, words) => {
    expect(await fetchUrl(served.plain + at)).toMatchObject({
      error: { code, message: expect.stringContaining(words) },
    });
  });

  test('over TLS is trusted only with the certificate of its authority', async () => {
    expect(await fetchUrl(served.secure)).toMatchObject({
      error: {
        code: 'endpoint-not-found',
        message: expect.stringContaining('not trusted'),
        remedy: expect.stringContaining('--ca'),
      },
    });
    const trusted = await fetchUrl(served.secure, {}, { ca: served.certificate });
    expect(must(trusted).command).toContain(served.secure);
  });

  test('over TLS that leads to plain http is not followed', async () => {
    const led = await fetchUrl(`${served.secure}/down/`, {}, { ca: served.certificate });
    expect(led).toMatchObject({
      error: { message: expect.stringContaining('from https to plain http') },
    });
  });

  test('that speaks no TLS is named as such', async () => {
    expect(await fetchUrl(served.plain.replace('http:', 'https:'))).toMatchObject({
      error: { remedy: 'Try http:// instead of https://.' },
    });
  });
});

describe('a secret', () => {
  test('opens the guarded endpoint and appears nowhere', async () => {
    const at = `${served.plain}/guarded/debug/pprof/heap`;
    const refused = await fetchUrl(at, {}, { token: 'open-barley' });
    expect(refused).toMatchObject({
      error: {
        message: expect.stringContaining('401'),
        remedy: expect.stringContaining('--token'),
      },
    });
    // The server repeats what it was sent.
    expect(refused).toMatchObject({ error: { detail: expect.stringContaining('no entry') } });
    expect(JSON.stringify(refused)).not.toContain('open-barley');
    const opened = must(await fetchUrl(at, {}, { token: 'open-sesame' }));
    expect(opened.command).toContain("-H 'Authorization: ***'");
    expect(JSON.stringify({ ...opened, bytes: undefined })).not.toContain('sesame');
  });

  test.each([
    ['a header', '/echo', { headers: { 'X-Api-Key': 'k-4711-secret' } }, '/echo'],
    ['a parameter', '/echo?api_key=k-4711-secret&debug=0', {}, 'api_key=***'],
    ['a password', '/echo', {}, '/echo'],
  ])('in %s is scrubbed from what the server sends back', async (name, at, options, shown) => {
    const address = new URL(served.plain + at);
    if (name === 'a password') address.password = 'k-4711-secret';
    const failed = await fetchUrl(address.href, {}, options);
    expect(failed).toMatchObject({
      error: { message: expect.stringContaining(shown), detail: expect.stringContaining('***') },
    });
    const source = must(UrlSource.parse(address.href, options));
    const said = JSON.stringify(failed) + source.name;
    expect(said).not.toContain('k-4711-secret');
    expect(said).not.toContain(Buffer.from(':k-4711-secret').toString('base64'));
  });

  test.each([
    [{ headers: { 'Bad Name': 'x' } }],
    [{ headers: { Name: 'x\r\nInjected: y' } }],
    [{ token: 'x\ny' }],
  ])('that is no header is refused before it is sent: %j', (options) => {
    expect(UrlSource.parse(served.plain, options)).toMatchObject({ error: { code: 'usage' } });
  });
});

test('a running process is read through the endpoint it serves', async () => {
  const source = must(await openProfileSource(String(served.pid)));
  expect(source).toBeInstanceOf(AttachSource);
  expect((source as AttachSource).module).toBe('example.com/served');
  const { bytes } = must(await source.fetch({ kind: 'goroutine' }));
  const goroutines = must(await inspectProfile(bytes, 'goroutine'));
  expect(goroutines.strings).toContain('main.leak.func1');
  source.close();
  expect(await source.fetch({})).toMatchObject({ error: { code: 'cancelled' } });
});

test('a process that is no Go program, and one that is not there', async () => {
  expect(await openProfileSource(String(process.pid))).toMatchObject({
    error: { code: 'not-a-go-program' },
  });
  expect(await openProfileSource('4194303')).toMatchObject({ error: { code: 'target-not-found' } });
});

test('a file is a source, and a bundle gives the last of a kind', async () => {
  const heap = must(await fetchUrl(served.plain));
  const file = path.join(scratch, 'pprof.served.heap.001.pb.gz');
  await writeFile(file, heap.bytes);
  const source = must(await openProfileSource(file));
  expect(source).toBeInstanceOf(FileSource);
  expect(must(await source.fetch({}))).toMatchObject({ kind: 'heap' });
  expect(await source.fetch({ seconds: 3 })).toMatchObject({ error: { code: 'unsupported' } });

  const session = must(
    await createProfileSession(source, {
      parentDir: scratch,
      dir: path.join(scratch, 'bundle'),
      trivet: '0',
    }),
  );
  const mutex = must(await fetchUrl(served.plain, { kind: 'mutex' }));
  for (const [i, each] of [heap, heap, mutex].entries()) {
    must(await addProfile(session, { ...each, startedAtMs: i }, i + 1, 0));
  }
  const bundle = must(await openProfileSource(session.dir));
  expect(bundle).toBeInstanceOf(BundleSource);
  expect(must(await bundle.fetch({})).startedAtMs).toBe(1);
  expect(must(await bundle.fetch({ kind: 'mutex' }))).toMatchObject({ kind: 'mutex' });
  expect(await bundle.fetch({ kind: 'cpu' })).toMatchObject({
    error: { code: 'unsupported', message: expect.stringContaining('It has: heap, mutex.') },
  });
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), 'cut off'],
  ['zeros in the middle', (bytes: Buffer) => Buffer.from(bytes).fill(0, 40, 90), 'damaged'],
  ['a web page inside gzip', () => gzipSync('<html>'), 'is a web page'],
  ['nothing', () => Buffer.alloc(0), 'empty answer'],
  ['a wrong wire type', () => gzipSync(Buffer.from([0x0a, 0x7f, 0x01])), 'is not a profile'],
])('damaged bytes are refused: %s', async (_, damage, words) => {
  const { bytes } = must(await fetchUrl(served.plain));
  expect(await inspectProfile(damage(Buffer.from(bytes)), 'It')).toMatchObject({
    error: { code: 'not-a-profile', message: expect.stringContaining(words) },
  });
});

test.each([
  ['http://h:1', {}, 'http://h:1/debug/pprof/heap', 'heap'],
  [
    'http://h:1/debug/pprof/',
    { kind: 'cpu', seconds: 5 },
    'http://h:1/debug/pprof/profile?seconds=5',
    'cpu',
  ],
  ['http://h/a/debug/pprof/block', {}, 'http://h/a/debug/pprof/block', 'block'],
  [
    'http://h/a/debug/pprof/block?k=v',
    { kind: 'mutex' },
    'http://h/a/debug/pprof/mutex?k=v',
    'mutex',
  ],
  ['http://h/debug/pprof', { kind: 'io/conns' }, 'http://h/debug/pprof/io/conns', 'io/conns'],
  ['http://h/x', { forceGc: true }, 'http://h/x', 'x'],
  ['http://h/', { forceGc: true }, 'http://h/debug/pprof/heap?gc=1', 'heap'],
])('%s with %j is %s', (base, request, url, kind) => {
  const made = profileUrl(new URL(base), request);
  expect([made.url.href, made.kind]).toEqual([url, kind]);
});

test('a process without an endpoint is told how its heap can be read all the same', async () => {
  const binary = path.join(scratch, 'pprof-server');
  const cwd = path.resolve('main/target/testdata/pprof-server');
  must(await runProcess('go', ['build', '-o', binary, '.'], { cwd }));
  let ready: () => void;
  const listening = new Promise<void>((resolve) => (ready = resolve));
  const child = must(await startProcess(binary, [], { onStdoutLine: () => ready() }));
  await listening;
  expect(await openProfileSource(String(child.pid))).toMatchObject({
    error: {
      code: 'endpoint-not-found',
      remedy: expect.stringContaining(`trivet investigate --attach ${child.pid}`),
    },
  });
  await child.end();
});

test('what is neither file, folder, process nor address is bad usage', async () => {
  const odd = await openProfileSource('user:k-4711@no_such_thing?key=k-4711');
  expect(odd).toMatchObject({ error: { message: expect.stringContaining('"no_such_thing"') } });
  expect(await openProfileSource('no-such-thing')).toMatchObject({ error: { code: 'usage' } });
  expect(must(await openProfileSource('localhost:6060')).kind).toBe('url');
  expect(UrlSource.parse('ftp://h/heap')).toMatchObject({ error: { code: 'usage' } });
});
