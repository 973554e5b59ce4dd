import { defineConfig } from '@playwright/test';

// Real Electron with real go and gdb: one at a time, and a failure is a failure.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '.cache/e2e',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  forbidOnly: true,
  // A loaded machine is slow, not wrong.
  expect: { timeout: 20_000 },
  use: { trace: 'retain-on-failure' },
});
