// `npm start`, `npm run dev`, `npm run admin`: builds what is stale, then hands over to the bundle.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages, buildServers } from './build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const [mode, ...rest] = process.argv.slice(2);
const isAdmin = mode === '--admin';

if (process.env.IMPLANTA_PREBUILT !== '1') {
  await buildServers();
  if (!isAdmin && mode !== '--dev') buildPages();
}

const program = isAdmin ? '.build/admin.mjs' : '.build/main.mjs';
const args = isAdmin ? rest : mode ? [mode, ...rest] : rest;
const child = spawn(process.execPath, ['--disable-proto=delete', path.join(root, program), ...args], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
