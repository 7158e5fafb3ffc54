import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const inPath = () =>
  NAMES.map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()).find(Boolean);
const playwrights = () => (fs.existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined);

/** A Chromium of this machine: the one named by CHROMIUM, Playwright's own, the distribution's; else one is installed. */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return fs.existsSync(named) ? named : undefined;
  const there = playwrights() ?? inPath();
  if (there) return there;
  console.log('\n== installing Chromium');
  spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', '--with-deps', 'chromium'], {
    stdio: 'inherit',
    timeout: 300_000,
  });
  if (!playwrights() && process.platform === 'linux' && process.getuid?.() === 0)
    spawnSync('sh', ['-c', 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq chromium'], {
      stdio: 'inherit',
      timeout: 600_000,
    });
  return playwrights() ?? inPath();
}
