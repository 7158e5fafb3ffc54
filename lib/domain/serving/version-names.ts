/** What an address may name instead of a version's number: what is in staging, and production, which is whoever answers calls that name none. */
export const STAGING = 'staging';
const PRODUCTION = 'production';

const NUMBER = /^[1-9]\d{0,8}$/;

/** What the place of a version in an address names, production where there is none; null where it is neither a number nor an environment. */
export function readVersionName(text: string | null | undefined): { name: string | undefined } | null {
  if (text === null || text === undefined || text === PRODUCTION) return { name: undefined };
  return text === STAGING || NUMBER.test(text) ? { name: text } : null;
}
