// Makes the pictures of README.md from the flight-delay demo. `npm run screenshots` starts a product of its own, sets it up and lets
// the demo be replayed for some minutes; `npm run screenshots -- --url URL --session NAME=VALUE --project SLUG` takes a running one.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { findChromium } from '../.ci/find-chromium.mjs';
import { PASSWORD, PEOPLE, PROJECT, SLUG } from './people';
import { startProduct } from './product';

const FOLDER = path.resolve(import.meta.dirname, '../public/screenshots');
const PAGES = { overview: '?range=1h', drift: '/drift?range=1h', try: '/try' };
const MAX_BYTES = 300 * 1024;

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' },
    session: { type: 'string' },
    project: { type: 'string', default: SLUG },
    minutes: { type: 'string', default: '5' },
  },
});

async function setUp(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl);
  await page.getByLabel('Name', { exact: true }).fill(PEOPLE.administrator.name);
  await page.getByLabel('E-mail').fill(PEOPLE.administrator.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Project name').fill(PROJECT);
  await page.getByRole('button', { name: 'Get started' }).click();
  await page.waitForURL(`**/p/${SLUG}/models`);
  await page.getByRole('link', { name: 'flight-delay' }).first().waitFor({ timeout: 180_000 });
  console.log(`The demo is replayed for ${options.minutes} min.`);
  await page.waitForTimeout(Number(options.minutes) * 60_000);
}

async function take(page: Page, name: string, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (name === 'try') await page.getByRole('button', { name: /^Predict/ }).click();
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => {});
  await page.waitForTimeout(1000);
  const file = path.join(FOLDER, `${name}.png`);
  const { length } = await page.screenshot({ path: file, style: 'nextjs-portal { display: none }' });
  console.log(`${file}, ${Math.round(length / 1024)} KB`);
  if (length > MAX_BYTES) throw new Error(`${name}.png is larger than ${MAX_BYTES / 1024} KB`);
}

async function signIn(context: BrowserContext, url: string, session: string): Promise<void> {
  const [name = '', ...value] = session.split('=');
  await context.addCookies([{ name, value: value.join('='), url }]);
}

const executablePath = findChromium();
if (!executablePath) throw new Error('There is no Chromium. Set CHROMIUM to one.');
fs.mkdirSync(FOLDER, { recursive: true });
const product = options.url ? null : await startProduct();
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  const url = options.url ?? product?.url ?? '';
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 1000 },
    locale: 'en',
    timezoneId: 'America/New_York',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  if (product) await setUp(page, product.setupUrl);
  else await signIn(context, url, options.session ?? '');
  for (const [name, address] of Object.entries(PAGES))
    await take(page, name, `/p/${options.project}/models/flight-delay${address}`);
} finally {
  await browser.close();
  await product?.stop();
}
