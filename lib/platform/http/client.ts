import type { Problem } from './problem';

/** What the browser gets when the server refuses: the problem, or a sentence about the connection. */
export class ApiError extends Error {
  readonly problem: Partial<Problem> & { status: number };

  constructor(problem: Partial<Problem> & { status: number; detail: string }) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export interface ApiCall {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Bytes or text sent as they are, instead of `body`. */
  raw?: { body: Blob | string; contentType: string; headers?: Record<string, string> };
  /** Id or slug of the project whose models are named. */
  project?: string;
  query?: Record<string, string | number | boolean | null | undefined>;
  signal?: AbortSignal;
}

/** Calls our own API from a page. Throws ApiError. The reply's shape is promised by the operation's schema on the server. */
export async function api<T>(path: string, call: ApiCall = {}): Promise<T> {
  return (await apiResponse(path, call)).json() as Promise<T>;
}

export async function apiResponse(path: string, call: ApiCall = {}): Promise<Response> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  const search = query.size > 0 ? `?${query}` : '';
  const content = contentOf(call);
  let response: Response;
  try {
    response = await fetch(`${path}${search}`, {
      method: call.method ?? 'GET',
      headers: {
        ...content.headers,
        ...(call.project ? { 'x-project': call.project } : {}),
      },
      ...(content.body === undefined ? {} : { body: content.body }),
      ...(call.signal ? { signal: call.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({ status: 0, detail: 'The server cannot be reached.', reason: 'offline' });
  }
  if (response.ok) return response;
  const problem: Partial<Problem> | null = await response.json().catch(() => null);
  throw new ApiError({
    ...problem,
    status: response.status,
    detail: problem?.detail ?? problem?.error ?? `The server answered ${response.status}.`,
  });
}

function contentOf({ body, raw }: ApiCall): { body?: BodyInit; headers: Record<string, string> } {
  if (raw) return { body: raw.body, headers: { ...raw.headers, 'content-type': raw.contentType } };
  if (body === undefined) return { headers: {} };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
