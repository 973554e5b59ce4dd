/** Release of a toolchain as `runtime.Version` says it. */
export interface GoRelease {
  /** 26 of `go1.26.8`; Infinity of a development version. */
  readonly minor: number;
  /** `goroutineleakprofile` of `go1.26.8-X:goroutineleakprofile,synctest`. */
  readonly experiments: readonly string[];
}

/** @returns undefined when the text is no Go version. */
export function parseGoRelease(version: string): GoRelease | undefined {
  const match = /^go1\.(\d+)/.exec(version);
  const experiments = /[-\s]X:(\S+)/.exec(version)?.[1]?.split(',') ?? [];
  if (match) return { minor: Number(match[1]), experiments };
  return version.startsWith('devel') ? { minor: Infinity, experiments } : undefined;
}

/** Whether a program built so has the `goroutineleak` profile; undefined for an unknown version. */
export function hasLeakProfile(version: string): boolean | undefined {
  const release = parseGoRelease(version);
  if (release === undefined) return undefined;
  if (release.minor >= 27) return true;
  return release.minor === 26 && release.experiments.includes('goroutineleakprofile');
}
