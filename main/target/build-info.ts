import type { Failure } from '../../app/contract/failure';
import { err, ok, type Result } from '../../app/contract/result';
import { runGo } from '../project/go-command';

/** What `go version -m` reads out of an executable. */
export interface BuildInfo {
  /** `go1.26.8`. */
  readonly goVersion: string;
  /** Import path of the main package; undefined when the executable does not say. */
  readonly mainPackage: string | undefined;
  readonly modulePath: string | undefined;
  /** `-ldflags`, `-race`, `GOARCH` and the like. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Asks the go command, so that it also works for executables without symbols. */
export async function readBuildInfo(
  executable: string,
  go = 'go',
): Promise<
  Result<BuildInfo, Failure<'go-not-found' | 'not-a-go-program' | 'cancelled' | 'timeout'>>
> {
  const done = await runGo({ go, cwd: '/' }, ['version', '-m', executable]);
  if (!done.ok) return done;
  const info = parseBuildInfo(done.value.stdout);
  if (info !== undefined) return ok(info);
  return err({
    code: 'not-a-go-program',
    message: `${executable} is not a Go program: it carries no Go build information.`,
    detail: done.value.stderr + done.value.stdout,
  });
}

/** Output of `go version -m`: "FILE: goX.Y", then tab-indented lines of tab-separated fields. */
export function parseBuildInfo(text: string): BuildInfo | undefined {
  const [first = '', ...lines] = text.split('\n');
  const goVersion = /: (go\d\S*|devel .*)$/.exec(first.trimEnd())?.[1];
  if (goVersion === undefined) return undefined;
  let mainPackage: string | undefined;
  let modulePath: string | undefined;
  const settings: Record<string, string> = {};
  for (const line of lines) {
    const [, kind, value = ''] = line.trimEnd().split('\t');
    if (kind === 'path') mainPackage = value;
    if (kind === 'mod') modulePath = value;
    const setting = kind === 'build' ? /^([^=]+)=(.*)$/s.exec(value) : undefined;
    // go quotes a value with spaces in it.
    if (setting) settings[setting[1]!] = setting[2]!.replace(/^(["`])(.*)\1$/s, '$2');
  }
  return { goVersion, mainPackage, modulePath, settings };
}
