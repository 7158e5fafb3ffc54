import { expect, test } from '@playwright/test';
import { choose, PASSWORD, PEOPLE, PROJECT, type Role, SLUG, sessionFile } from './people';

test.describe.configure({ mode: 'serial' });

const setupUrl = () => process.env.E2E_SETUP_URL ?? '';

test('a wrong set-up link is refused in a sentence, and makes nobody', async ({ page }) => {
  await page.goto('/setup?t=wrong');
  await page.getByLabel('Name', { exact: true }).fill('Nobody');
  await page.getByLabel('E-mail').fill('nobody@example.org');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Project name').fill('Nothing');
  await page.getByRole('button', { name: 'Get started' }).click();
  await expect(page.getByText('This set-up link is not valid or has expired.')).toBeVisible();
});

test('the set-up link makes the administrator and loads the demo', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto(setupUrl());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome. Three steps to your first model.');
  await expect(page.getByRole('checkbox', { name: /Load the demo/ })).toBeChecked();

  await page.getByRole('button', { name: 'Get started' }).click();
  await expect(page.getByText('A person needs a name.').first()).toBeVisible();

  await page.getByLabel('Name', { exact: true }).fill(PEOPLE.administrator.name);
  await page.getByLabel('E-mail').fill(PEOPLE.administrator.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Project name').fill(PROJECT);
  await page.getByRole('button', { name: 'Get started' }).click();
  await page.waitForURL(`**/p/${SLUG}/models`);
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'flight-delay' }).first()).toBeVisible({ timeout: 180_000 });
  await expect(page.getByRole('link', { name: 'seattle-weather' }).first()).toBeVisible({ timeout: 60_000 });
  await page.context().storageState({ path: sessionFile('administrator') });
});

test('the set-up link works once', async ({ page }) => {
  await page.goto(setupUrl());
  await expect(page.getByRole('heading', { level: 1, name: 'Already set up' })).toBeVisible();
});

for (const role of ['scientist', 'reviewer', 'user'] as const satisfies readonly Role[])
  test(`an invitation link brings in a ${role}`, async ({ browser }) => {
    const host = await browser.newContext({ storageState: sessionFile('administrator') });
    const page = await host.newPage();
    await page.goto(`/p/${SLUG}/settings/people`);
    await page.getByRole('button', { name: 'Invite' }).click();
    const dialog = page.getByRole('dialog');
    await choose(dialog, 'Role', new RegExp(`^${PEOPLE[role].role}`));
    await dialog.getByLabel('E-mail').fill(PEOPLE[role].email);
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = await dialog.getByText(/^https?:\/\/\S+\/invite\/\S+$/).textContent();

    const guest = await browser.newContext();
    const arrival = await guest.newPage();
    await arrival.goto(link ?? '');
    await expect(arrival.getByRole('heading', { level: 1, name: `Join ${PROJECT}` })).toBeVisible();
    await arrival.getByLabel('Name', { exact: true }).fill(PEOPLE[role].name);
    await arrival.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await arrival.getByRole('button', { name: 'Join', exact: true }).click();
    await arrival.waitForURL(`**/p/${SLUG}/models`);
    await guest.storageState({ path: sessionFile(role) });

    await arrival.goto(link ?? '');
    await expect(arrival.getByRole('heading', { level: 1, name: 'This invitation is closed' })).toBeVisible();
    await guest.close();
    await host.close();
  });

test('signing in counts wrong attempts, and brings a person back to where they were', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`/p/${SLUG}/events`);
  await page.waitForURL('**/sign-in**');
  await page.getByLabel('E-mail').fill(PEOPLE.administrator.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText(/E-mail and password do not match\. \d attempts left/)).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`**/p/${SLUG}/events`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.close();
});
