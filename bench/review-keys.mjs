// One item after the other by keys alone in Chromium: from the first key of a decision until the next item can be decided. What a person
// thinks is not in it. Part of `npm run bench:review`.
import { chromium } from '@playwright/test';

/**
 * Sets the product up as its first person, who belongs to the queue's project then: before there are other people. Returns a page that is
 * signed in, and the project's slug.
 */
export async function signIn({ implanta, client, queue, undo }) {
  const { CHROMIUM } = process.env;
  const browser = await chromium.launch({
    ...(CHROMIUM ? { executablePath: CHROMIUM } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  undo.push(() => browser.close());
  const page = await (await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 } })).newPage();
  const { pathname, search } = new URL(implanta.setUpLink);
  await page.goto(`${implanta.url}${pathname}${search}`);
  await page.getByLabel('Name', { exact: true }).fill('Keys');
  await page.getByLabel('E-mail').fill('keys@example.org');
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple');
  await page.getByLabel('Project name').fill('Of the set-up');
  await page.getByRole('checkbox', { name: /Load the demo/ }).uncheck();
  await page.getByRole('button', { name: 'Get started' }).click();
  await page.waitForURL('**/models');
  const { rows } = await client.query(
    `with mine as (select p.id, p.slug from projects p join review_queues q on q.project_id = p.id where q.id = $1),
       joined as (insert into memberships (project_id, person_id, role) select mine.id, people.id, 'reviewer' from mine, people
         where people.email = 'keys@example.org')
     select slug from mine`,
    [queue],
  );
  return { page, slug: rows[0].slug };
}

/** Milliseconds that each of `items` items took, in the order in which they were decided. */
export async function timeKeys({ implanta, page, slug, queue, items }) {
  const row = page.locator('main h2 + p code[title]').first();
  // Who a person belongs to is known to the pages a little later.
  for (let tries = 0; tries < 12 && !(await row.isVisible()); tries++) {
    await page.goto(`${implanta.url}/p/${slug}/review?queue=${queue}`);
    await row.waitFor({ timeout: 5000 }).catch(() => {});
  }
  if (!(await row.isVisible())) {
    const shown = (await page.locator('body').textContent()) ?? '';
    throw new Error(`no item is shown at ${page.url()}: ${shown.slice(0, 600)}`);
  }
  const isNumber = (await page.locator('#review-number').count()) > 0;
  const taken = [];
  for (let i = 0; i < items; i++) {
    const before = await row.getAttribute('title');
    if (isNumber) await page.locator('#review-number:focus').waitFor();
    const start = performance.now();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (title) => {
        const next = document.querySelector('main h2 + p code[title]');
        return next !== null && next.getAttribute('title') !== title && document.querySelector('main form') !== null;
      },
      before,
      { polling: 'raf' },
    );
    taken.push(performance.now() - start);
  }
  return taken;
}
