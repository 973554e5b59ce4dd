import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import type { InvestigationPlanInput } from '../../../../app/contract/session';
import { UrlSource, type UrlSourceOptions } from '../../../capture/profile-sources/url-source';
import { attachTarget } from '../../../target/attach-target';
import type { TargetClient } from '../../../target/target-client';
import { prepareProject } from '../../prepare-project';

/** What can record a trace: a project that we launch, a process, or an address. */
export interface RecordSource {
  readonly name: string;
  /** Undefined of an address: it has no flight recorder. */
  readonly client: TargetClient | undefined;
  /** Resolves, with the reason, when the program ends by itself. */
  readonly whenExited: Promise<Failure>;
  /** Records a trace into a file; an abort ends it early. */
  trace(file: string, durationMs: number, signal: AbortSignal): Promise<Result<void, Failure>>;
  close(): Promise<void>;
}

const never = new Promise<Failure>(() => undefined);

/** Opens what a person names: the folder of a project, a PID, or an address with net/http/pprof. */
export async function openRecordSource(
  named: string,
  plan: InvestigationPlanInput,
  options: UrlSourceOptions,
  signal: AbortSignal,
): Promise<Result<RecordSource, Failure>> {
  if (/^\d+$/.test(named)) return openProcess(Number(named));
  if (/^https?:\/\//i.test(named)) return openUrl(named, options);
  const found = await stat(resolve(named)).catch(() => undefined);
  if (found?.isDirectory() === true) return openProject(resolve(named), plan, signal);
  const message = `There is no project's folder, process or address "${named.replace(/\?.*$/s, '')}".`;
  return err({ code: 'usage', message });
}

async function openProject(
  dir: string,
  plan: InvestigationPlanInput,
  signal: AbortSignal,
): Promise<Result<RecordSource, Failure>> {
  // Program and log are there while it runs; the trace is all that is kept.
  const outDir = await mkdtemp(join(tmpdir(), 'trivet-record-'));
  const clean = () => rm(outDir, { recursive: true, force: true });
  const prepared = await prepareProject(dir, { ...plan, outDir }, signal);
  if (!prepared.ok) {
    await clean();
    return prepared;
  }
  const { target, client } = prepared.value;
  return ok({
    name: target.session.manifest.target.package,
    client,
    whenExited: target.whenExited,
    trace: (file, durationMs, abort) => client.trace(file, durationMs, abort),
    close: async () => {
      await prepared.value.close();
      await clean();
    },
  });
}

async function openProcess(pid: number): Promise<Result<RecordSource, Failure>> {
  const attached = await attachTarget(pid);
  if (!attached.ok) return attached;
  const { client, clientFailure } = attached.value;
  if (client === undefined) {
    const message = clientFailure?.message ?? `Process ${pid} has no pprof endpoint.`;
    return err({ code: 'endpoint-not-found', message, remedy: clientFailure?.remedy });
  }
  return ok({
    name: `process ${pid}`,
    client,
    whenExited: never,
    trace: (file, durationMs, abort) => client.trace(file, durationMs, abort),
    close: () => Promise.resolve(client.close()),
  });
}

function openUrl(named: string, options: UrlSourceOptions): Result<RecordSource, Failure> {
  const base = UrlSource.parse(named, options);
  if (!base.ok) return base;
  return ok({
    name: base.value.name,
    client: undefined,
    whenExited: never,
    trace: async (file, durationMs, signal) => {
      const seconds = durationMs / 1000;
      const source = UrlSource.parse(traceUrl(named, seconds), options);
      if (!source.ok) return source;
      const out = createWriteStream(file);
      let failure: Failure | undefined;
      out.on('error', (cause) => {
        failure = { code: 'disk', message: `Could not write ${file}.`, detail: String(cause) };
      });
      const streamed = await source.value.stream((chunk) => out.write(chunk), { seconds, signal });
      await new Promise<void>((done) => out.end(() => done()).on('error', () => done()));
      return failure === undefined ? streamed : err(failure);
    },
    close: () => Promise.resolve(base.value.close()),
  });
}

/** The trace below an endpoint; an address that names one is taken as it is, with its length. */
function traceUrl(named: string, seconds: number): string {
  const url = new URL(named);
  if (!url.pathname.endsWith('/trace')) {
    const [, root = '/debug/pprof'] = /^(.*\/debug\/pprof)(?:\/|$)/.exec(url.pathname) ?? [];
    url.pathname = `${root}/trace`;
  }
  url.searchParams.set('seconds', String(seconds));
  return url.href;
}
