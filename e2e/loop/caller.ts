/** One who calls the product: a key, or a person by their session. */
export interface Caller {
  url: string;
  /** The status and the body of an answer, whatever it is. */
  call: (method: string, address: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
  /** The body of an answer; throws where the call fails. */
  ask: <Body>(method: string, address: string, body?: unknown) => Promise<Body>;
}

/** Bytes are sent as they are, everything else as JSON. */
export function callerOf(url: string, headers: Record<string, string>): Caller {
  const call: Caller['call'] = async (method, address, body) => {
    const isRaw = body instanceof Uint8Array;
    const answer = await fetch(url + address, {
      method,
      headers: { ...headers, ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isRaw ? new Blob([new Uint8Array(body)]) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  };
  return {
    url,
    call,
    async ask<Body>(method: string, address: string, body?: unknown): Promise<Body> {
      const answer = await call(method, address, body);
      if (answer.status >= 400)
        throw new Error(`${method} ${address}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body as Body;
    },
  };
}

export const keyCaller = (url: string, key: string): Caller => callerOf(url, { authorization: `Bearer ${key}` });

/** A person who signs in with their password. */
export async function personCaller(
  url: string,
  person: { email: string; password: string; project: string },
): Promise<Caller> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: person.email, password: person.password }),
  });
  if (!answer.ok) throw new Error(`${person.email} could not sign in: ${answer.status} ${await answer.text()}`);
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';', 1);
  return callerOf(url, { cookie, origin: url, 'x-project': person.project });
}
