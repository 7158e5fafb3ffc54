import path from 'node:path';

type Handler = (request: Request, next: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Calls the route of an operation's path with values for its parameters, as Next would, without a server. */
export async function callRoute(
  method: string,
  template: string,
  call: {
    params?: Record<string, string>;
    query?: Record<string, string>;
    headers?: Record<string, string>;
    body?: BodyInit | object;
  } = {},
): Promise<Response> {
  const params = call.params ?? {};
  const folder = template.replace('/api/', '').replace(/\{(\w+)\}/g, '[$1]');
  const module: Record<string, Handler | undefined> = await import(path.resolve('app/api', folder, 'route.ts'));
  const handler = module[method];
  if (!handler) throw new Error(`${template} has no ${method}`);
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const url = new URL(address, 'http://localhost');
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const isRaw =
    call.body === undefined ||
    typeof call.body === 'string' ||
    call.body instanceof Uint8Array ||
    call.body instanceof ReadableStream;
  const request = new Request(url, {
    method,
    headers: { ...(isRaw ? {} : { 'content-type': 'application/json' }), ...call.headers },
    ...(call.body === undefined
      ? {}
      : { body: isRaw ? (call.body as BodyInit) : JSON.stringify(call.body), duplex: 'half' }),
  } as RequestInit);
  return handler(request, { params: Promise.resolve(params) });
}
