import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { admin, ask, call, makeKey } from './operator';
import { choose, openAs, PEOPLE, SLUG } from './people';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const fileOf = async (page: Page, link: string): Promise<string> => {
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: link, exact: true }).click();
  return (await waiting).path();
};

test('an administrator finds an event, reads what it changed, and takes the filtered file away', async ({
  browser,
}) => {
  const name = `trail ${Date.now()}`;
  const key = makeKey('trail', 'read,write,admin');
  const made = await call(key, 'POST', '/api/keys', { name, scopes: ['read'] });
  expect(made.status).toBe(201);
  const { id } = (await made.json()).apiKey;
  const page = await openAs(browser, 'administrator');
  await page.goto(`/p/${SLUG}/events`);
  const filters = page.getByRole('search', { name: 'Filter the events' });
  await choose(filters, 'What', 'Made a key');
  await page.waitForURL('**action=key.create**');
  await filters.getByLabel('Object').fill(id);
  await filters.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL(`**object=${id}**`);
  const rows = page.getByRole('table', { name: 'Events' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await rows.nth(1).getByRole('button', { name: 'Details' }).click();
  const changed = page.getByRole('table', { name: 'What changed' });
  await expect(changed.getByRole('row', { name: new RegExp(`^name .* ${name}`) })).toBeVisible();
  const [event] = await ask<{ hash: string; previous_hash: string }>(
    "select hash, previous_hash from audit_events where action = 'key.create' and object = $1",
    [`key:${id}`],
  );
  const csv = fs
    .readFileSync(await fileOf(page, 'CSV'), 'utf8')
    .trim()
    .split('\r\n');
  expect(csv).toHaveLength(2);
  expect(csv[1]?.endsWith(`${event?.previous_hash},${event?.hash}`)).toBe(true);
  const lines = fs
    .readFileSync(await fileOf(page, 'JSON Lines'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.map((line) => JSON.parse(line).hash)).toEqual([event?.hash]);
  await page.context().close();
});

test('the signed end is there, is kept, and the trail is held against it', async ({ browser }) => {
  await expect
    .poll(async () => (await ask('select day from audit_heads')).length, { timeout: 90_000 })
    .toBeGreaterThan(0);
  const page = await openAs(browser, 'administrator');
  await page.goto(`/p/${SLUG}/events`);
  const outside = page.getByRole('region', { name: 'The trail from outside' });
  const [head] = await ask<{ events: number }>('select events from audit_heads order by day desc limit 1');
  await expect(outside).toContainText(`${head?.events.toLocaleString('en')} event`);
  const file = await fileOf(page, 'Download the head');
  expect(admin('audit', 'verify', '--head', file)).toMatch(/events, the chain is whole from the first one on/);
  await outside.getByRole('button', { name: 'Receivers' }).click();
  const panel = page.getByRole('dialog', { name: 'Receivers of the heads' });
  await panel.getByLabel('E-mail address').fill('keeper@example.org');
  await panel.getByRole('button', { name: 'Add a receiver' }).click();
  await expect(panel.getByRole('listitem').filter({ hasText: 'keeper@example.org' })).toContainText(
    /the head of \d{4}-/,
  );
  await panel.getByRole('button', { name: 'Remove keeper@example.org' }).click();
  await expect(panel.getByText('keeper@example.org')).toHaveCount(0);
  const events = await ask<{ action: string; actor_name: string }>(
    "select action, actor_name from audit_events where action like 'audit-receiver.%' order by id desc limit 2",
  );
  expect(events).toEqual([
    { action: 'audit-receiver.delete', actor_name: PEOPLE.administrator.name },
    { action: 'audit-receiver.create', actor_name: PEOPLE.administrator.name },
  ]);
  await page.context().close();
});
