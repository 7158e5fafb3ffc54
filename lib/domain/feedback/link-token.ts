import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A row that a link lets its holder judge once, until a moment. */
export interface LinkClaim {
  predictionId: string;
  row: number;
  expiresMs: number;
  nonce: string;
}

const SHAPE = /^([0-9a-f-]{36})~(\d{1,6})~(\d{1,15})~([A-Za-z0-9_-]{16})$/;

/** Apart from all else that the secret signs. */
const sign = (text: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(`feedback-link\n${text}`).digest();

/** A token for a row, in letters that an address takes. Example: two tokens for the same row differ, and each works once. */
export function writeLinkToken(of: Omit<LinkClaim, 'nonce'>, secret: string): string {
  const nonce = randomBytes(12).toString('base64url');
  const text = `${of.predictionId}~${of.row}~${of.expiresMs}~${nonce}`;
  return `${Buffer.from(text).toString('base64url')}.${sign(text, secret).toString('base64url')}`;
}

/** What a token says, or null where it was not signed with the secret. Its end is not looked at. */
export function readLinkToken(token: string, secret: string): LinkClaim | null {
  const [body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || token.length > 300) return null;
  const text = Buffer.from(body, 'base64url').toString();
  const [given, wanted] = [Buffer.from(signature, 'base64url'), sign(text, secret)];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const [, predictionId = '', row = '', expires = '', nonce = ''] = SHAPE.exec(text) ?? [];
  return nonce === '' ? null : { predictionId, row: Number(row), expiresMs: Number(expires), nonce };
}
