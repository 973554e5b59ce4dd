/** major.minor of a version text: "go1.27rc1" → [1, 27]; undefined when there is none. */
export function parseMajorMinor(text: string): readonly [number, number] | undefined {
  const match = /(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/** False also for a version that cannot be read. */
export function isAtLeast(version: string, least: string): boolean {
  const have = parseMajorMinor(version);
  const need = parseMajorMinor(least);
  if (have === undefined || need === undefined) return false;
  return have[0] > need[0] || (have[0] === need[0] && have[1] >= need[1]);
}
