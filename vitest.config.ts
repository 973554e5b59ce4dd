import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'app/**/*.test.ts',
      'main/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'scripts/**/*.test.mjs',
    ],
    // Real builds, and in a fresh clone go first fetches the releases under test.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    env: { TZ: 'UTC', LC_ALL: 'C' },
  },
});
