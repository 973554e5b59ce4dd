/** @returns {readonly number[] | undefined} the first `major.minor.patch` in the text, missing parts as 0 */
export function parseVersion(text) {
  const found = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text ?? '');
  return found ? found.slice(1).map((part) => Number(part ?? 0)) : undefined;
}

/** @param {string} least e.g. `1.22` */
export function isAtLeast(version, least) {
  const wanted = parseVersion(least);
  if (!version || !wanted) return false;
  for (let i = 0; i < wanted.length; i++) {
    if (version[i] !== wanted[i]) return version[i] > wanted[i];
  }
  return true;
}
