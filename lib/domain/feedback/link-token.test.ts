import { expect, test } from 'vitest';
import { readLinkToken, writeLinkToken } from './link-token';

const SECRET = 'a secret of the installation, long enough';
const OF = { predictionId: '01a227c6-928f-7000-96e3-8453e73aa27f', row: 3, expiresMs: 1_800_000_000_000 };

test('a token says which row it is for, and no two are the same', () => {
  const [one, other] = [writeLinkToken(OF, SECRET), writeLinkToken(OF, SECRET)];
  expect(readLinkToken(one, SECRET)).toEqual({ ...OF, nonce: expect.stringMatching(/^[\w-]{16}$/) });
  expect(one).not.toBe(other);
  expect(one).toMatch(/^[\w.-]+$/);
});

test('a token that was changed, or signed by somebody else, says nothing', () => {
  const token = writeLinkToken(OF, SECRET);
  const [body = '', signature = ''] = token.split('.');
  const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replace('~3~', '~4~')).toString('base64url');
  for (const bad of ['', '.', body, `${forged}.${signature}`, `${token}.x`, `${body}.${signature.slice(0, -2)}`])
    expect(readLinkToken(bad, SECRET)).toBeNull();
  expect(readLinkToken(token, `${SECRET}!`)).toBeNull();
});
