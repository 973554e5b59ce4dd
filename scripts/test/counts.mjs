/**
 * What one check or suite came to.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

const none = { passed: 0, failed: 0, skipped: 0 };

/** A check that is one thing: the typecheck, the linter. */
export const countOne = (ok) => ({ ...none, [ok ? 'passed' : 'failed']: 1 });

/**
 * A runner that ended badly without naming a failed test still failed: a file that cannot be
 * loaded, an unhandled rejection, a crash of the runner.
 */
function orOneFailure(counts, ok) {
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/**
 * Counts of vitest's json reporter.
 * @param {any} report undefined when none was written
 * @param {boolean} ok exit status 0
 * @returns {Counts}
 */
export function countVitest(report, ok) {
  if (!report) return countOne(false);
  // A file that failed to load has no tests of its own to count.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
  );
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return orOneFailure(counts, ok);
}

/**
 * Counts of Playwright's json reporter. A flaky test is a failed one.
 * @param {any} report undefined when none was written
 * @param {boolean} ok exit status 0
 * @returns {Counts}
 */
export function countPlaywright(report, ok) {
  if (!report) return countOne(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return orOneFailure({ passed: expected, failed: unexpected + flaky, skipped }, ok);
}

/** @param {readonly Counts[]} all */
export function addCounts(all) {
  return all.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    none,
  );
}

/** The line that people and CI read: `12 passed, 0 failed`, and skipped ones if there are any. */
export function formatCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
