import path from 'node:path';
import { type Browser, expect, type Locator, type Page } from '@playwright/test';

export const PASSWORD = 'correct horse battery staple';
export const PROJECT = 'Delay desk';
export const SLUG = 'delay-desk';

export const PEOPLE = {
  administrator: { name: 'Ana Prado', email: 'ana@example.org', role: 'Administrator' },
  scientist: { name: 'Bento Reis', email: 'bento@example.org', role: 'Data scientist' },
  reviewer: { name: 'Clara Nunes', email: 'clara@example.org', role: 'Reviewer' },
  user: { name: 'Davi Rocha', email: 'davi@example.org', role: 'User' },
} as const;

export type Role = keyof typeof PEOPLE;

/** Where the session of a role is kept between journeys: beside the product's data, outside the repository. */
export const sessionFile = (role: Role): string =>
  path.join(path.dirname(process.env.E2E_DATA ?? '/tmp/none'), `${role}.json`);

/** A page of its own browser context, signed in as `role`. */
export async function openAs(browser: Browser, role: Role, options: { locale?: string } = {}): Promise<Page> {
  const context = await browser.newContext({ storageState: sessionFile(role), ...options });
  return context.newPage();
}

/** Fails when the page shows the product's own error panel. */
export async function expectHealthy(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/could not be loaded|não pôde ser carregad|não puderam ser carregad/i)).toHaveCount(0);
}

/** Waits until React has taken over what the server drew: a click before that is lost, as it is for a person. */
async function waitUntilAlive(part: Locator): Promise<void> {
  const isAlive = () => part.evaluate((element) => Object.keys(element).some((key) => key.startsWith('__reactProps')));
  await expect.poll(isAlive).toBe(true);
}

/** Chooses from a closed list as a person does: opens it, then takes the option. */
export async function choose(scope: Page | Locator, list: string | RegExp, option: string | RegExp): Promise<void> {
  const closed = scope.getByRole('combobox', { name: list });
  await waitUntilAlive(closed);
  await closed.click();
  const page = 'page' in scope ? scope.page() : scope;
  await page.getByRole('option', { name: option }).click();
}
