import { defineConfig } from '@playwright/test';

/** Journeys in a real Chromium against a product of their own, started in `start-product.ts` with an empty data folder. */
export default defineConfig({
  testDir: '.',
  globalSetup: './start-product.ts',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json']],
  outputDir: '../test-results',
  use: {
    baseURL: process.env.E2E_URL,
    viewport: { width: 1440, height: 900 },
    locale: 'en',
    timezoneId: 'America/Sao_Paulo',
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: 'retain-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'first run', testMatch: 'first-run.spec.ts' },
    { name: 'journeys', testIgnore: ['first-run.spec.ts', 'kill.spec.ts'], dependencies: ['first run'] },
    { name: 'kill', testMatch: 'kill.spec.ts', dependencies: ['journeys'] },
  ],
});
