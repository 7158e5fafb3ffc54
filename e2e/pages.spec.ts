import fs from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { readExample } from './example-models';
import { call, drained, makeKey, openIncident, registerExample, saveDataset } from './operator';
import { openAs, SLUG } from './people';

const root = path.resolve(import.meta.dirname, '..');
/** The demo's model has traffic, a card and named columns; the other one has nothing but a file and one answer. */
const FULL = 'flight-delay';
const BARE = 'pages-iris';
const TRAINED = 'pages-trained';
interface Look {
  locale: 'en' | 'pt-BR';
  /** What the server draws. */
  theme: 'light' | 'dark';
  /** What is then chosen on the page. */
  other: 'light' | 'dark';
}
const LOOKS: Look[] = [
  { locale: 'en', theme: 'light', other: 'dark' },
  { locale: 'pt-BR', theme: 'dark', other: 'light' },
];

let rowId = '';
let incidentId = '';
let datasetId = '';

test.beforeAll(async () => {
  const key = makeKey('pages', 'predict,read,write');
  await call(key, 'DELETE', `/api/models/${BARE}?name=${BARE}`);
  await registerExample(key, 'iris_logreg_zipmap', BARE);
  const [tensor] = readExample('iris_logreg_zipmap').cases[0]?.inputs ?? [];
  const answer = await call(key, 'POST', `/v2/models/${BARE}/infer`, {
    inputs: [{ ...tensor, datatype: 'FP32' }],
  });
  expect(answer.status, await answer.text()).toBe(200);
  rowId = `${answer.headers.get('x-prediction-id')}.0`;
  await drained();
  datasetId = await saveDataset(key, 'pages rows', 'pages_a,pages_b\n1,north\n2,south\n3,north\n');
  await trainOnce(key);
  incidentId = await openIncident(key, { name: 'pages: no answer was slow', model: BARE });
});

/** A model with one training run that is over. */
async function trainOnce(key: string): Promise<void> {
  await call(key, 'DELETE', `/api/models/${TRAINED}?name=${TRAINED}`);
  await registerExample(key, 'iris_logreg_zipmap', TRAINED);
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${(i * 7) % 11},${i % 3 === 0 ? 'long' : 'short'}`);
  const training = await saveDataset(key, 'pages training', ['pages_x,pages_y,pages_kind', ...rows].join('\n'));
  const recipe = { datasetId: training, method: { algorithm: 'logistic' } };
  expect((await call(key, 'PUT', `/api/models/${TRAINED}/training-recipe`, recipe)).status).toBe(200);
  expect((await call(key, 'POST', `/api/models/${TRAINED}/retrain`, {})).status).toBe(202);
  const at = `/api/models/${TRAINED}/training-runs/1`;
  await expect
    .poll(async () => (await (await call(key, 'GET', at)).json()).state, { timeout: 60_000 })
    .toBe('finished');
}

/** Every `page.tsx` as an address, so that a page made tomorrow is walked too. */
const patterns = fs
  .readdirSync(path.join(root, 'app'), { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'page.tsx')
  .map((file) => path.posix.join('/', path.dirname(file)))
  .sort();
const OPEN = ['/f/[token]', '/invite/[token]', '/setup', '/sign-in'];

const fill = (pattern: string, model: string): string =>
  Object.entries({
    project: SLUG,
    model: pattern.includes('[run]') ? TRAINED : model,
    ...{ number: '1', run: '1', row: rowId, incident: incidentId, dataset: datasetId },
  }).reduce((address, [name, value]) => address.replace(`[${name}]`, value), pattern);

const textsOf = (locale: Look['locale']): Map<string, string> => {
  const found = new Map<string, string>();
  const walk = (at: string, value: unknown): void => {
    if (typeof value === 'string') found.set(at, value);
    else for (const [key, inner] of Object.entries(value ?? {})) walk(`${at}.${key}`, inner);
  };
  const folder = path.join(root, 'messages', locale);
  for (const file of fs.readdirSync(folder))
    walk(path.basename(file, '.json'), JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')));
  return found;
};

/** What the owners of the demo wrote is shown as they wrote it, whatever the language of the page. */
const ownersWords = new Set(
  ['flights/overlay.json', 'flights/card.json', 'weather/overlay.json', 'weather/card.json'].flatMap((file) => {
    const words: string[] = [];
    JSON.parse(fs.readFileSync(path.join(root, 'demo', file), 'utf8'), (_, value) => {
      if (typeof value === 'string') words.push(...value.split('\n').map((line) => line.replace(/^[#*-]+ /, '')));
      return value;
    });
    return words;
  }),
);

interface Words {
  own: ReadonlySet<string>;
  /** What a page must not show: whole sentences and words of the other language, and the names of texts. */
  foreign: ReadonlySet<string>;
}

function wordsOf(locale: Look['locale']): Words {
  const texts = textsOf(locale);
  const own = new Set(texts.values());
  const others = [...textsOf(locale === 'en' ? 'pt-BR' : 'en').values()];
  const foreign = others.filter((text) => !/[{<]/.test(text) && !own.has(text) && !ownersWords.has(text));
  return { own, foreign: new Set([...foreign, ...texts.keys()]) };
}

/** What went wrong while pages were open: errors in the console, answers that failed, connections that broke. */
function watch(page: Page): { take: () => string[]; expected: Set<string> } {
  let problems: string[] = [];
  const expected = new Set<string>();
  page.on('pageerror', ({ message }) => problems.push(`error: ${message}`));
  page.on('console', (message) => {
    // The browser's own line about an answer of 4xx or 5xx; the answers are watched below.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    problems.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !expected.has(new URL(response.url()).pathname))
      problems.push(`${response.status()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? { errorText: '' };
    // Leaving a page ends what it was still fetching ahead.
    if (errorText !== 'net::ERR_ABORTED') problems.push(`${errorText} ${request.url()}`);
  });
  return {
    expected,
    take: () => {
      const taken = problems;
      problems = [];
      return taken;
    },
  };
}

const dress = (context: BrowserContext, { locale, theme }: Pick<Look, 'locale' | 'theme'>) =>
  context.addCookies(
    Object.entries({ locale, theme }).map(([name, value]) => ({ name, value, url: process.env.E2E_URL ?? '' })),
  );

/** The elements that stick out at the right where the page scrolls sideways. */
const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    if ((document.scrollingElement?.scrollWidth ?? 0) <= window.innerWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > window.innerWidth + 1,
    );
    return ['the page scrolls sideways', ...wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 160))];
  });

/** Texts that are drawn or read aloud, without what is code. */
const shownTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const shown: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest('script, style, code, pre, textarea')) shown.push(node.nodeValue?.trim() ?? '');
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder']) shown.push(element.getAttribute(name) ?? '');
    return shown.filter((text) => text !== '');
  });

const faultOf = ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
  `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`;

async function look(
  page: Page,
  address: string,
  { locale, theme, other, words, status = 200 }: Look & { words: Words; status?: number },
): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  const response = await page.goto(address);
  const at = `${address} (${locale}, ${theme})`;
  expect.soft(response?.status(), at).toBe(status);
  await expect.soft(page.getByRole('heading', { level: 1 }), at).toHaveCount(1);
  await expect.soft(page.getByRole('heading', { level: 1 }), at).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect.soft(page.locator('html'), at).toHaveAttribute('lang', locale);
  await expect.soft(page.locator('html'), at).toHaveAttribute('data-theme', theme);
  await expect.soft(page, at).toHaveTitle(/\S/);
  await expect
    .soft(
      page.getByText(/could not be (loaded|drawn)|não pôde ser carregad|não puderam ser carregad|não foi possível/i),
      at,
    )
    .toHaveCount(0);
  const shown = await shownTexts(page);
  expect
    .soft(
      shown.filter((text) => words.own.has(text)),
      `${at}: texts of its language`,
    )
    .not.toEqual([]);
  expect
    .soft(
      shown.filter((text) => words.foreign.has(text)),
      `${at}: texts of the other language`,
    )
    .toEqual([]);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect.soft(violations.map(faultOf), `${at}: axe`).toEqual([]);
  expect.soft(await sticksOut(page), `${at}: 1440`).toEqual([]);
  await page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
  }, other);
  const contrast = await new AxeBuilder({ page }).withRules('color-contrast').analyze();
  expect.soft(contrast.violations.map(faultOf), `${at}: contrast in ${other}`).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.soft.poll(() => sticksOut(page), { message: `${at}: 390`, timeout: 3000 }).toEqual([]);
}

for (const { locale, theme, other } of LOOKS)
  test(`every page in ${locale}, ${theme} and then ${other}`, async ({ browser }) => {
    test.setTimeout(900_000);
    const page = await openAs(browser, 'administrator');
    await dress(page.context(), { locale, theme });
    const problems = watch(page);
    const words = wordsOf(locale);
    const inside = patterns.filter((pattern) => !OPEN.includes(pattern));
    const ofModel = inside.filter((pattern) => pattern.includes('[model]'));
    expect(ofModel.length).toBeGreaterThan(10);
    const addresses = [
      ...inside.map((pattern) => fill(pattern, FULL)),
      // The empty states of a model.
      ...ofModel.filter((pattern) => !pattern.includes('[run]')).map((pattern) => fill(pattern, BARE)),
    ];
    for (const address of addresses)
      await test.step(address, async () => {
        await look(page, address, { locale, theme, other, words });
        expect.soft(problems.take(), address).toEqual([]);
      });
    await page.context().close();
  });

for (const { locale, theme, other } of LOOKS)
  test(`the pages of a visitor, and unknown addresses, in ${locale}, ${theme} and then ${other}`, async ({
    browser,
  }) => {
    const visitor = await browser.newContext();
    const member = (await openAs(browser, 'user')).context();
    const words = wordsOf(locale);
    expect(patterns).toEqual(expect.arrayContaining(OPEN));
    const places = [
      { context: visitor, address: '/sign-in' },
      { context: visitor, address: '/setup' },
      { context: visitor, address: '/setup?t=unknown' },
      { context: visitor, address: '/invite/unknown' },
      { context: visitor, address: '/f/unknown' },
      { context: visitor, address: '/nowhere', status: 404 },
      { context: member, address: '/p/nowhere/models', status: 404 },
      { context: member, address: `/p/${SLUG}/nowhere`, status: 404 },
      { context: member, address: `/p/${SLUG}/models/nowhere`, status: 404 },
      { context: member, address: `/p/${SLUG}/predictions/nowhere`, status: 404 },
    ];
    for (const { context, address, status = 200 } of places)
      await test.step(address, async () => {
        await dress(context, { locale, theme });
        const page = await context.newPage();
        const problems = watch(page);
        if (status !== 200) problems.expected.add(address);
        await look(page, address, { locale, theme, other, words, status });
        expect.soft(problems.take(), address).toEqual([]);
        await page.close();
      });
    await visitor.close();
    await member.close();
  });

test('by keyboard: past the navigation, and to a model by its name', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models`);
  await expect(page.getByRole('link', { name: FULL }).first()).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('main :focus')).toHaveCount(1);

  const field = page.getByRole('combobox', { name: 'Search or jump to' });
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(field).toBeFocused({ timeout: 1000 });
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.type('no such thing');
  await expect(page.getByText('Nothing matches “no such thing”.')).toBeVisible();
  await field.fill('flight');
  await expect(page.getByRole('option', { name: FULL })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/p/${SLUG}/models/${FULL}`);
  await expect(page.getByRole('heading', { level: 1, name: FULL })).toBeVisible();
  await page.context().close();
});
