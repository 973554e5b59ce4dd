import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Failure } from '../../../../app/contract/failure';
import { err, ok, type Result } from '../../../../app/contract/result';
import type { Profile } from '../../../../app/domain/pprof/profile';
import { recogniseProfile } from '../../../../app/domain/pprof/profile-kind';
import { computeVariances } from '../../../../app/domain/pprof/sampling-error';
import { createProfileSession } from '../../../capture/profile-series/profile-session';
import {
  defaultLimits,
  watchProfiles,
  type TakenProfile,
} from '../../../capture/profile-series/watch-profiles';
import { inspectProfile } from '../../../capture/profile-sources/inspect-profile';
import { openProfileSource } from '../../../capture/profile-sources/open-source';
import type { ProfileSource } from '../../../capture/profile-sources/profile-source';
import type { SessionFolder } from '../../../capture/session-folder';
import { findUserFolders } from '../../../project/user-folders';
import { readVersion } from '../../../resources';
import { exitStatus, printFailure, printJson, statusOf } from '../../output';
import { formatFigure, formatValue } from './figures';
import { launchProject } from './launch-project';
import { parseSeconds } from '../../seconds';
import { readSourceOptions, sourceOptions } from './source-options';
import type { Verb, Values } from '../../verbs';

/** `trivet profile watch URL|PID|DIR --every 10s`: a series of profiles in a session folder. */
export const watch: Verb = {
  options: {
    ...sourceOptions,
    every: { type: 'string' },
    count: { type: 'string' },
    keep: { type: 'string' },
    out: { type: 'string' },
    'no-gc': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: ['URL|PID|DIR'],
  async run(values, [from]) {
    const everySeconds = parseSeconds(values['every'] ?? '10s');
    if (!everySeconds) return { usage: '--every wants a time such as 10s or 2m.' };
    const count = parseCount(values['count']);
    const keep = parseCount(values['keep']);
    if (count === notACount || keep === notACount) {
      return { usage: '--count and --keep want a whole number above 0.' };
    }
    const abort = new AbortController();
    const onSignal = () => abort.abort();
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    const opened = await open(from!, values, abort.signal);
    try {
      if (!opened.ok)
        return typeof opened.error === 'string' ? { usage: opened.error } : fail(opened.error);
      const { source, session } = opened.value;
      const forceGc = values['no-gc'] !== true;
      const printer = new SeriesPrinter(session, values['json'] === true);
      process.stderr.write(`${source.name} → ${session.dir}\n`);
      const watched = await watchProfiles(source, {
        ...defaultLimits,
        ...(keep !== undefined && { keepLast: keep }),
        session,
        request: { kind: values['kind'] as string | undefined, forceGc },
        everySeconds,
        count,
        signal: abort.signal,
        inspect: inspectProfile,
        onTaken: (taken) => printer.print(taken),
        onMissed: printFailure,
      });
      await printer.end();
      return watched.ok ? exitStatus.nothingConfirmed : fail(watched.error);
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      if (opened.ok) await opened.value.close();
    }
  },
};

function fail(failure: Failure): number {
  printFailure(failure);
  return statusOf(failure);
}

interface Opened {
  readonly source: ProfileSource;
  readonly session: SessionFolder;
  close(): Promise<void>;
}

/** A folder is a project to launch; all else is an address or a process. */
async function open(
  from: string,
  values: Values,
  signal: AbortSignal,
): Promise<Result<Opened, Failure | string>> {
  const out = typeof values['out'] === 'string' ? resolve(values['out']) : undefined;
  const found = await stat(resolve(from)).catch(() => undefined);
  if (found?.isDirectory() === true) return launchProject(resolve(from), out, signal);
  if (found?.isFile() === true)
    return err('A file does not change: name an address, a PID or a project.');
  const options = await readSourceOptions(values);
  if (!options.ok) return options;
  const source = await openProfileSource(from, options.value);
  if (!source.ok) return source;
  const session = await createProfileSession(source.value, {
    parentDir: join(findUserFolders().data, 'sessions'),
    dir: out,
    trivet: readVersion(),
  });
  if (!session.ok) return session;
  const close = () => Promise.resolve(source.value.close());
  return ok({ source: source.value, session: session.value, close });
}

const notACount = Symbol('not a count');

function parseCount(text: unknown): number | undefined | typeof notACount {
  if (text === undefined) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) && count > 0 ? count : notACount;
}

/** One line a profile: its figure, and how it differs from the one before and from the first. */
class SeriesPrinter {
  readonly #session: SessionFolder;
  readonly #json: boolean;
  readonly #rows: Record<string, unknown>[] = [];
  #first: number | undefined;
  #before = 0;

  constructor(session: SessionFolder, json: boolean) {
    this.#session = session;
    this.#json = json;
  }

  print({ artefact, profile, index, kept }: TakenProfile<Profile>): void {
    const { name, defaultSampleType: column } = recogniseProfile(
      profile,
      String(artefact.facts['profile']),
    );
    const { type = '', unit = '' } = profile.sampleTypes[column] ?? {};
    const sum = (values: Float64Array | undefined) =>
      (values ?? new Float64Array(0)).reduce((total, value) => total + value, 0);
    const total = sum(profile.samples.values[column]?.numbers);
    const variances = computeVariances(profile, column);
    const error = variances && Math.sqrt(sum(variances));
    const atSeconds = Number(artefact.facts['atSeconds']);
    const first = (this.#first ??= total);
    const delta = (base: number) => `${total >= base ? '+' : ''}${formatValue(total - base, unit)}`;
    if (this.#json) {
      const standardError = error === undefined ? {} : { standardError: error };
      this.#rows.push({
        index,
        atSeconds,
        path: artefact.path,
        kind: name,
        type,
        unit,
        total,
        ...standardError,
      });
    } else {
      const change =
        index === 1 ? '' : `  ${delta(this.#before)} · since the first ${delta(first)}`;
      process.stdout.write(
        `${String(index).padStart(4)}  ${atSeconds.toFixed(1).padStart(7)} s  ${type} ${formatFigure(total, unit, error)}${change}  (${kept} kept)\n`,
      );
    }
    this.#before = total;
  }

  async end(): Promise<void> {
    if (this.#json) await printJson({ format: 1, dir: this.#session.dir, profiles: this.#rows });
  }
}
