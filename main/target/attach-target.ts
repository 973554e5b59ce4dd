import { readFile, readlink } from 'node:fs/promises';
import { request } from 'node:http';
import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { readBuildInfo, type BuildInfo } from './build-info';
import { HttpPprofClient } from './http-pprof-client';
import { findListeningSockets, type ListeningSocket } from './listening-ports';

/** A running Go process that somebody else started. We never end it. */
export interface AttachedTarget {
  readonly pid: number;
  /** To read: /proc/PID/exe, which works also when the file was replaced since. */
  readonly executable: string;
  /** Path of the file it was started from, as the kernel tells it. */
  readonly executablePath: string;
  readonly cwd: string;
  /** Without the program's own name. */
  readonly args: readonly string[];
  readonly buildInfo: BuildInfo;
  /** Its own pprof endpoint, if one answers. */
  readonly client: HttpPprofClient | undefined;
  /** Why there is no client. */
  readonly clientFailure: Failure<'endpoint-not-found'> | undefined;
}

export type AttachFailure = Failure<
  'target-not-found' | 'not-a-go-program' | 'go-not-found' | 'unsupported' | 'cancelled' | 'timeout'
>;

const probeTimeoutMs = 1500;
const probePath = '/debug/pprof/';

/** Finds out what a PID runs and whether it can be profiled. Does not stop or change it. */
export async function attachTarget(
  pid: number,
  options: { readonly go?: string | undefined } = {},
): Promise<Result<AttachedTarget, AttachFailure>> {
  if (process.platform !== 'linux') {
    const message = 'Attaching to a running process needs Linux.';
    return err({ code: 'unsupported', message });
  }
  const executable = `/proc/${pid}/exe`;
  let executablePath: string;
  try {
    executablePath = (await readlink(executable)).replace(/ \(deleted\)$/, '');
  } catch (cause) {
    return err(unreadable(pid, cause as NodeJS.ErrnoException));
  }
  const buildInfo = await readBuildInfo(executable, options.go);
  if (!buildInfo.ok) {
    if (buildInfo.error.code !== 'not-a-go-program') return buildInfo;
    const message = `Process ${pid} (${executablePath}) is not a Go program.`;
    return err({ ...buildInfo.error, message });
  }
  const sockets = await findListeningSockets(pid);
  const endpoint = await findEndpoint(sockets);
  const known = { pid, goVersion: buildInfo.value.goVersion };
  const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  return ok({
    pid,
    executable,
    executablePath,
    cwd: await readlink(`/proc/${pid}/cwd`).catch(() => ''),
    args: commandLine.slice(1, -1), // each is ended by a zero byte
    buildInfo: buildInfo.value,
    client: endpoint === undefined ? undefined : new HttpPprofClient(endpoint, known),
    clientFailure: endpoint === undefined ? noEndpoint(pid, sockets) : undefined,
  });
}

function unreadable(pid: number, cause: NodeJS.ErrnoException): AttachFailure {
  if (cause.code === 'EACCES' || cause.code === 'EPERM') {
    return {
      code: 'target-not-found',
      message: `Process ${pid} belongs to someone else: it may not be looked at.`,
      remedy: 'Run Trivet as the user of that process, or as root.',
      detail: String(cause),
    };
  }
  const message = `There is no process ${pid}, or it has no executable.`;
  return { code: 'target-not-found', message, detail: String(cause) };
}

function noEndpoint(
  pid: number,
  sockets: readonly ListeningSocket[],
): Failure<'endpoint-not-found'> {
  const ports = sockets.map(({ port }) => port).join(', ');
  const tried = sockets.length === 0 ? 'it listens on no TCP port' : `none on port ${ports}`;
  return {
    code: 'endpoint-not-found',
    message: `Process ${pid} has no pprof endpoint: ${tried}.`,
    remedy: 'Profiles and trace need "net/http/pprof" in the program, or a launch from Trivet.',
  };
}

async function findEndpoint(sockets: readonly ListeningSocket[]): Promise<string | undefined> {
  for (const { host, port } of sockets) {
    const base = `http://${host.includes(':') ? `[${host}]` : host}:${port}${probePath}`;
    if (await isPprof(base)) return base;
  }
  return undefined;
}

/** The index page of net/http/pprof names the profiles, as links to `goroutine?debug=1`. */
function isPprof(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request(url, { timeout: probeTimeoutMs, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > 100_000) probe.destroy();
      });
      response.on('error', () => resolve(false));
      response.on('close', () =>
        resolve(response.statusCode === 200 && text.includes('goroutine')),
      );
    });
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => resolve(false));
    probe.end();
  });
}
