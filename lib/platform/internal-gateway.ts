import 'server-only';
import { env, requiredEnv } from './env';
import { AppError } from './errors';

/** Asks the gateway on its internal port, where versions run. Throws `unavailable` when it does not answer in time. */
export async function callGateway(path: `/internal/${string}`, body: object, timeoutMs: number): Promise<Response> {
  const address = env()
    .GATEWAY_INTERNAL_URL.replace(/^https?:\/\//, '')
    .replace(/\/$/, '');
  try {
    return await fetch(`http://${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-internal-secret': requiredEnv('INTERNAL_SECRET') },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    throw new AppError('unavailable', 'The process that runs models does not answer. Try again in a moment.', {
      retryAfter: 5,
      cause: error,
    });
  }
}
