// Makes everything that runs: the database client, the bundles of our processes, and the pages. Builds only what is stale.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PROCESSES = ['main', 'gateway', 'drainer', 'worker', 'runner-host', 'parquet-reader', 'trainer', 'admin'];

function* walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'generated', 'fixtures', '.next'].includes(entry.name)) continue;
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(at);
    else if (!/\.(test|bench|spec)\.tsx?$/.test(entry.name)) yield at;
  }
}

function stampOf(places) {
  const hash = createHash('sha256').update(process.version);
  for (const place of places) {
    const at = path.join(root, place);
    if (!fs.existsSync(at)) continue;
    for (const file of fs.statSync(at).isDirectory() ? [...walk(at)].sort() : [at])
      hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

const stampFile = (name) => path.join(root, '.build', `${name}.stamp`);
const isFresh = (name, stamp, product) =>
  fs.existsSync(path.join(root, product)) &&
  fs.existsSync(stampFile(name)) &&
  fs.readFileSync(stampFile(name), 'utf8') === stamp;
const keepStamp = (name, stamp) => {
  fs.mkdirSync(path.join(root, '.build'), { recursive: true });
  fs.writeFileSync(stampFile(name), stamp);
};

function run(args, options = {}) {
  const done = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...options.env },
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/** The Prisma client. Its command line wants an engine that generating does not use, so any executable will do. */
export function buildClient() {
  const stamp = stampOf(['prisma/schema', '.config/prisma.ts', 'package.json']);
  if (isFresh('client', stamp, 'prisma/generated/client.ts')) return;
  const done = spawnSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  if (done.status !== 0) {
    console.error(done.stdout, done.stderr);
    process.exit(1);
  }
  keepStamp('client', stamp);
}

/** One bundle per process; packages stay in node_modules. */
export async function buildServers() {
  buildClient();
  const stamp = stampOf(['server', 'lib', 'prisma/schema', 'package.json', 'tsconfig.json']);
  if (isFresh('servers', stamp, '.build/main.mjs')) return;
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      PROCESSES.filter((name) => fs.existsSync(path.join(root, 'server', `${name}.ts`))).map((name) => [
        name,
        `server/${name}.ts`,
      ]),
    ),
    outdir: '.build',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    conditions: ['react-server'],
    sourcemap: 'linked',
    logLevel: 'warning',
    // The generated client asks for __dirname-like globals through import.meta only.
    alias: { 'server-only': path.join(root, '.config/empty.ts') },
  });
  keepStamp('servers', stamp);
}

export function buildPages() {
  const stamp = stampOf([
    'app',
    'components',
    'lib',
    'messages',
    'public',
    'prisma/schema',
    'next.config.js',
    'package.json',
    'tsconfig.json',
  ]);
  if (isFresh('pages', stamp, '.next/BUILD_ID')) return;
  console.log('Building the pages. This takes about a minute and is done once.');
  run(['node_modules/next/dist/bin/next', 'build'], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NPM_CONFIG_LOGLEVEL: 'error' },
  });
  keepStamp('pages', stamp);
}

export function checkTypes() {
  buildClient();
  run(['node_modules/next/dist/bin/next', 'typegen'], { env: { NEXT_TELEMETRY_DISABLED: '1' } });
  run(['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--prisma')) buildClient();
  else if (process.argv.includes('--types')) checkTypes();
  else if (process.argv.includes('--servers')) await buildServers();
  else {
    await buildServers();
    buildPages();
  }
}
