import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { HEAD_FORMAT, type SignedHead } from './schema';

type Statement = Pick<SignedHead, 'at' | 'event' | 'events' | 'hash'>;

/** PKCS #8 of an Ed25519 key but for its 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const privateKeyOf = (seed: string): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(seed, 'hex')]), format: 'der', type: 'pkcs8' });

/** The signed bytes: five lines, so that any tool can write them. */
const bytesOf = ({ at, event, events, hash }: Statement): Buffer =>
  Buffer.from(`${[HEAD_FORMAT, at, event, events, hash].join('\n')}\n`);

/** The public half of an installation's key, base64 of its SPKI form. `seed` is 64 hex digits. */
export const publicKeyOf = (seed: string): string =>
  createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).toString('base64');

/** The first 16 hex digits of the SHA-256 of a public key: what people compare. */
export const fingerprintOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);

export const signHead = (seed: string, { at, event, events, hash }: Statement): SignedHead => ({
  ...{ format: HEAD_FORMAT, at, event, events, hash },
  publicKey: publicKeyOf(seed),
  signature: sign(null, bytesOf({ at, event, events, hash }), privateKeyOf(seed)).toString('base64'),
});

/** Whether a head was signed with the key that it names. Whose key that is, is another question. */
export function isSigned(head: SignedHead): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(head.publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, bytesOf(head), key, Buffer.from(head.signature, 'base64'));
  } catch {
    // Bytes that are no key.
    return false;
  }
}
