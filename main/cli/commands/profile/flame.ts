import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { callTree, type CallTree } from '../../../../app/domain/pprof/call-tree';
import { toFlameData } from '../../../../app/domain/pprof/flame/flame-data';
import {
  renderFlamePage,
  renderFlamePicture,
} from '../../../../app/domain/pprof/flame/flame-document';
import type { Profile } from '../../../../app/domain/pprof/profile';
import { findResources } from '../../../resources';
import { isSameFile, openOutput } from '../../open-output';
import { exitStatus, printFailure, statusOf } from '../../output';
import { OutputFailed } from '../../output-failed';
import type { Verb } from '../../verbs';
import { openProfiles, type OpenedProfile } from './open-profiles';
import { readRequest, sourceOptions } from './profile-options';

/** More bars than this are more than a screen shows; the smallest are left out. */
const maxNodes = 20_000;

/** `trivet profile flame FILE… -o OUT.html|OUT.svg`: a flame graph in one file. */
export const flame: Verb = {
  options: { ...sourceOptions, output: { type: 'string', short: 'o' } },
  positionals: ['FILE…'],
  async run(values, files) {
    const output = values['output'];
    const kind = typeof output === 'string' ? extname(output).toLowerCase() : '';
    if (typeof output !== 'string' || !['.html', '.svg'].includes(kind)) {
      return { usage: 'Flame wants -o OUT.html or -o OUT.svg.' };
    }
    const request = readRequest(values);
    if (!request.ok) return { usage: request.error };
    if ([...files, ...request.value.bases].some((file) => isSameFile(file, output))) {
      return { usage: 'The flame graph would overwrite a profile: name another file with -o.' };
    }
    // Both profiles are drawn, so that the base is not subtracted but kept beside.
    const alone = { ...request.value, bases: [], normalize: false };
    const opened = await openProfiles(files, alone);
    const base =
      opened.ok && request.value.bases.length > 0
        ? await openProfiles(request.value.bases, alone)
        : undefined;
    const failed = !opened.ok ? opened : base && !base.ok ? base : undefined;
    if (failed || !opened.ok) {
      const failure = failed?.error ?? { code: 'internal' as const, message: 'No profile.' };
      printFailure(failure);
      return statusOf(failure);
    }
    const before = base?.ok ? base.value.profile : undefined;
    const data = toFlameData(buildTree(opened.value, before), before !== undefined);
    const render = kind === '.svg' ? renderFlamePicture : renderFlamePage;
    return write(output, render(data, titleOf(files, request.value.bases), readAssets()));
  },
};

/** The tree with the smallest bars left out until the rest is few enough. */
function buildTree({ profile, view }: OpenedProfile, base: Profile | undefined): CallTree {
  const options = { ...view, granularity: view.granularity ?? 'filefunctions' } as const;
  const isLarge = profile.samples.length + (base?.samples.length ?? 0) > maxNodes / 4;
  let minShare = isLarge ? 0.00005 : 0;
  for (;;) {
    const tree = callTree(profile, { ...options, minShare }, base);
    if (tree.length <= maxNodes) return tree;
    minShare = Math.max(0.00005, minShare * 2);
  }
}

const titleOf = (files: readonly string[], bases: readonly string[]): string => {
  const names = files.map((file) => basename(file)).join(' + ');
  if (bases.length === 0) return names;
  return `${names} against ${bases.map((file) => basename(file)).join(' + ')}`;
};

function readAssets() {
  const folder = join(findResources(), 'flame');
  return {
    script: readFileSync(join(folder, 'flame.js'), 'utf8'),
    style: readFileSync(join(folder, 'flame.css'), 'utf8'),
  };
}

function write(path: string, text: string): number {
  const output = openOutput(path);
  if (!output.ok) {
    printFailure(output.error);
    return exitStatus.incomplete;
  }
  try {
    output.value.write(Buffer.from(text));
    output.value.close(true);
  } catch (cause) {
    output.value.close(false);
    if (!(cause instanceof OutputFailed)) throw cause;
    printFailure(cause.failure);
    return exitStatus.incomplete;
  }
  process.stdout.write(`${path}\n`);
  return exitStatus.nothingConfirmed;
}
