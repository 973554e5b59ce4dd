import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../decode-profile';
import type { Profile } from '../profile';

/** Profiles that testdata/profiles wrote, in a folder that `dispose` removes. */
export interface GoProfiles {
  path(name: string): string;
  bytes(name: string): Uint8Array;
  profile(name: string): Profile;
  /** Any compressed profile. */
  read(file: string): Profile;
  text(name: string): string;
  dispose(): void;
}

/** @param flags of the build. */
export function makeGoProfiles(flags: readonly string[] = []): GoProfiles {
  const dir = mkdtempSync(join(tmpdir(), 'trivet-pprof-'));
  const program = join(dir, 'profiles');
  const cwd = fileURLToPath(new URL('../testdata/profiles', import.meta.url));
  execFileSync('go', ['build', ...flags, '-o', program, '.'], { cwd });
  execFileSync(program, [dir]);
  const path = (name: string): string => join(dir, name);
  const bytes = (name: string): Uint8Array => gunzipSync(readFileSync(path(name)));
  const read = (file: string): Profile => {
    const decoded = decodeProfile(gunzipSync(readFileSync(file)));
    if (!decoded.ok) throw new Error(`${file}: ${decoded.error.code}`);
    return decoded.value;
  };
  return {
    path,
    bytes,
    read,
    profile: (name) => read(path(name)),
    text: (name) => readFileSync(path(name), 'utf8'),
    dispose: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** One row of `go tool pprof -top`, values in the profile's own unit. */
export interface TopRow {
  readonly flat: number;
  readonly cum: number;
  readonly name: string;
}

/** Runs `go tool pprof -top` with every row shown and units never rounded. */
export function runPprofTop(
  file: string,
  flags: readonly string[],
): { rows: TopRow[]; total: number } {
  const shown = ['-nodecount=0', '-nodefraction=0', '-edgefraction=0'];
  const text = execFileSync('go', ['tool', 'pprof', '-top', ...shown, ...flags, file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const number = (shownValue: string): number => Number(shownValue.replace(/[A-Za-z]+$/, ''));
  const total = / of (\S+) total/.exec(text)?.[1] ?? '0';
  const lines = text.split('\n');
  const heading = lines.findIndex((line) => /^ +flat +flat%/.test(line));
  const rows = lines.slice(heading + 1).flatMap((line) => {
    const match = /^ *(\S+) +\S+ +\S+ +(\S+) +\S+ {2}(.*)$/.exec(line);
    if (!match) return [];
    const [, flat = '', cum = '', name = ''] = match;
    const bare = name.replace(/ \((?:partial-)?inline\)$/, '');
    return [{ flat: number(flat), cum: number(cum), name: bare }];
  });
  return { rows, total: number(total) };
}
