import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { migrate } from '../lib/platform/migrate';
import { startEmbeddedPostgres } from '../server/embedded-postgres';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One real PostgreSQL for the run of all database tests, in a folder of its own, and the programs that it starts. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-test-'));
  fs.chmodSync(folder, 0o755);
  await build({
    entryPoints: ['runner-host', 'parquet-reader', 'trainer'].map((name) => path.join(root, 'server', `${name}.ts`)),
    outdir: path.join(root, '.build'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    conditions: ['react-server'],
    alias: { '@': root.replace(/\/$/, '') },
    logLevel: 'error',
  });
  const postgres = await startEmbeddedPostgres({ dataRoot: folder, password: 'test', fast: true });
  await migrate(postgres.url, path.join(root, 'prisma/migrations'));
  Object.assign(process.env, {
    DATABASE_URL: postgres.url,
    IMPLANTA_DATA: path.join(folder, 'data'),
    NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
    INTERNAL_SECRET: randomBytes(32).toString('hex'),
    AUDIT_KEY: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'silent',
  });
  return async () => {
    await postgres.stop();
    const data = fs.realpathSync(path.join(folder, 'postgres'));
    fs.rmSync(data, { recursive: true, force: true });
    fs.rmSync(folder, { recursive: true, force: true });
  };
}
