import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const alias = { '@': root.replace(/\/$/, ''), 'server-only': `${root}.config/empty.ts` };
const ignored = ['**/node_modules/**', '**/.build/**', '**/.data/**', 'e2e/**'];

/** A slow machine is no fault: what is measured is measured by benchmarks. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } };

/** `unit` needs nothing but the files; `db` starts one real PostgreSQL for the whole run. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...ignored, '**/*.db.test.ts'],
          ...patience,
        },
      },
      {
        root,
        resolve: { alias },
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: ignored,
          globalSetup: ['.config/vitest-database.ts'],
          ...patience,
          fileParallelism: false,
        },
      },
    ],
  },
});
