import { existsSync } from 'node:fs';
import path from 'node:path';
import { readManifest } from '../capture/open-session';
import { readBuildInfo } from '../target/build-info';
import { buildProfiles } from './build-profiles';

/** How a program was built, as far as it changes what the compiler decides. */
export interface RecordedBuild {
  /** Flags of `go build` but `-gcflags`. */
  readonly flags: readonly string[];
  /** Value of `-gcflags`, perhaps with a pattern: `all=-N -l`. */
  readonly gcflags: string | undefined;
  /** Toolchain, platform and experiments; added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Import path; undefined when it is not known. */
  readonly mainPackage: string | undefined;
}

/** Those that change code, of which none names a file: a bundle may come from someone else. */
const compilerFlags = /^-(?:[NlBC]|l=\d|d=[\w=,]+|spectre=[\w,]+|lang=go[\d.]+)$/;
const environmentNames =
  /^(?:GOOS|GOARCH|GO(?:386|AMD64|ARM|ARM64|MIPS|MIPS64|PPC64|RISCV64|WASM)|GOEXPERIMENT|CGO_ENABLED)$/;
const plainValue = /^[\w.,]*$/;

/**
 * The build of a session: what its executable says of itself (`go version -m`), or what the manifest says where the
 * executable is not at hand. Undefined for a folder that knows of no program.
 */
export async function readRecordedBuild(
  bundle: string,
  go?: string,
): Promise<RecordedBuild | undefined> {
  const manifest = await readManifest(bundle);
  if (!manifest.ok) return undefined;
  const { artefacts, target, tools } = manifest.value;
  const program = artefacts.find(({ kind }) => kind === 'program');
  const said = program && (await readProgramBuild(path.join(bundle, program.path), go));
  if (said !== undefined) return said;
  if (target.buildProfile === undefined) return undefined;
  const settings = Object.fromEntries(
    buildProfiles[target.buildProfile].flags.map((flag) => {
      const [name = '', ...value] = flag.split('=');
      return [name, value.length === 0 ? 'true' : value.join('=')];
    }),
  );
  return { ...fromSettings(settings, tools.go ?? ''), mainPackage: target.package };
}

/** The build of an executable, by what it says of itself; undefined when there is none, or it is no Go program. */
export async function readProgramBuild(
  program: string,
  go?: string,
): Promise<RecordedBuild | undefined> {
  const info = await readBuildInfo(program, go);
  if (!info.ok) return undefined;
  const { settings, goVersion, mainPackage } = info.value;
  return { ...fromSettings(settings, goVersion), mainPackage };
}

function fromSettings(
  settings: Readonly<Record<string, string>>,
  goVersion: string,
): Omit<RecordedBuild, 'mainPackage'> {
  const flags: string[] = [];
  for (const name of ['-race', '-msan', '-asan']) {
    if (settings[name] === 'true') flags.push(name);
  }
  const tags = settings['-tags'];
  if (tags !== undefined && plainValue.test(tags)) flags.push(`-tags=${tags}`);
  const profile = settings['-pgo'];
  if (profile !== undefined && path.isAbsolute(profile) && existsSync(profile)) {
    flags.push(`-pgo=${profile}`);
  }
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (environmentNames.test(name) && plainValue.test(value)) env[name] = value;
  }
  // A toolchain of one's own making has no name that the go command could fetch.
  const toolchain = /^go\d+\.\d+(?:\.\d+|rc\d+)?$/.exec(goVersion.split(' ')[0] ?? '')?.[0];
  if (toolchain !== undefined) env['GOTOOLCHAIN'] = toolchain;
  return { flags, gcflags: harmless(settings['-gcflags']), env };
}

/** Without what might write a file. */
function harmless(gcflags: string | undefined): string | undefined {
  if (gcflags === undefined) return undefined;
  const { pattern, flags } = splitPattern(gcflags);
  const kept = flags.split(/\s+/).filter((flag) => compilerFlags.test(flag));
  if (kept.length === 0) return undefined;
  return `${pattern === undefined ? '' : `${pattern}=`}${kept.join(' ')}`;
}

/** `all` and `-N -l` of `all=-N -l`. */
export function splitPattern(gcflags: string): { pattern: string | undefined; flags: string } {
  const found = /^([^\s=-][^=]*)=(.*)$/s.exec(gcflags);
  return { pattern: found?.[1], flags: found?.[2] ?? gcflags };
}

/**
 * Whether `-gcflags` with that pattern is for a package. Without a pattern it is for what the command line named: the main
 * package. Patterns that are relative to a folder are taken for the whole module.
 */
export function isForPackage(
  pattern: string | undefined,
  importPath: string,
  mainPackage: string | undefined,
): boolean {
  if (pattern === undefined) return importPath === mainPackage;
  if (pattern === 'all' || pattern === '...' || pattern.startsWith('.')) return true;
  if (!pattern.endsWith('/...')) return pattern === importPath;
  const prefix = pattern.slice(0, -4);
  return importPath === prefix || importPath.startsWith(`${prefix}/`);
}
