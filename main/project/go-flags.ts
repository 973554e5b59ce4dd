/**
 * Splits the value of GOFLAGS as the go command does: flags are separated by white space; a flag
 * may be quoted as a whole by ' or ".
 */
export function splitGoFlags(flags: string): readonly string[] {
  return [...flags.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}

/** Last value of a flag in GOFLAGS, `-name=value` or `--name=value`; undefined when not set. */
export function getGoFlag(flags: string, name: string): string | undefined {
  let value: string | undefined;
  for (const flag of splitGoFlags(flags)) {
    const found = /^--?([^=]+)(?:=(.*))?$/s.exec(flag);
    if (found?.[1] === name) value = found[2] ?? '';
  }
  return value;
}

/** Says what the project's GOFLAGS take away from the evidence, one sentence each. */
export function warnAboutGoFlags(flags: string): readonly string[] {
  const linker = (getGoFlag(flags, 'ldflags') ?? '').split(/[\s'"]+/);
  const stripping = linker.filter((flag) => /^--?[sw](=(true|1))?$/.test(flag));
  const warnings: string[] = [];
  if (stripping.length > 0) {
    warnings.push(
      `GOFLAGS strips symbols (-ldflags=${stripping.join(' ')}): without DWARF the memory leg cannot read the heap. Remove the flag for an investigation.`,
    );
  }
  return warnings;
}

/**
 * Flags that keep go from writing go.mod and go.sum. Only GOFLAGS can have asked for that; an
 * explicit -mod=readonly in every case would switch vendoring off.
 */
export function readonlyFlags(flags: string): readonly string[] {
  return getGoFlag(flags, 'mod') === 'mod' ? ['-mod=readonly'] : [];
}
