import http from 'node:http';
import { Metadata, Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { fromHttpBody, type GrpcInferRequest, toHttpBody } from '@/lib/pure/protocols/grpc-messages';
import { GRPC_SCHEMA } from '@/lib/pure/protocols/grpc-schema';
import { ProtocolError } from '@/lib/pure/protocols/protocol-error';
import { MEGABYTE } from './read-request';

// Every call is handed to this gateway's own port as the same call over HTTP: keys, limits, idempotency and the log are one code.

/** As long as the HTTP port gives what it still answers. */
const DRAIN_MS = 5000;
const HANDED_ON = ['authorization', 'idempotency-key', 'x-request-id', 'traceparent'];
const HANDED_BACK = [
  'x-prediction-id',
  'x-model-version',
  'x-route',
  'x-log',
  'x-answer-settings',
  'x-abstained-rows',
  'idempotent-replayed',
  'retry-after',
];
const CODES: Record<number, status> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.ABORTED,
  413: status.INVALID_ARGUMENT,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
  504: status.DEADLINE_EXCEEDED,
};

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}
// The loader decodes by the schema; what a handler gets is what the schema says.
type Call = ServerUnaryCall<GrpcInferRequest & { name: string; version: string }, Record<string, unknown>>;
type Work = (call: Call) => Promise<Record<string, unknown>>;

class Refusal extends Error {
  readonly code: status;
  readonly metadata: Metadata;
  constructor(code: status, message: string, metadata = new Metadata()) {
    super(message);
    this.code = code;
    this.metadata = metadata;
  }
}

/** Open Inference over gRPC on `port`, in front of the HTTP port `target`. Resolves when it listens; `close` answers what has begun. */
export async function startGrpc(settings: { port: number; target: number }): Promise<{ close: () => void }> {
  const agent = new http.Agent({ keepAlive: true });
  const ask = (call: Call, path: string, body?: { body: Uint8Array; headerBytes: number }): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers: Record<string, string | number> = {};
      for (const name of HANDED_ON) {
        const [value] = call.metadata.get(name);
        if (typeof value === 'string') headers[name] = value;
      }
      if (body) {
        headers['content-type'] = 'application/octet-stream';
        headers['content-length'] = body.body.length;
        headers['inference-header-content-length'] = body.headerBytes;
      }
      const req = http.request(
        { host: '127.0.0.1', port: settings.target, agent, method: body ? 'POST' : 'GET', path, headers },
        (res) => {
          const parts: Buffer[] = [];
          res.on('data', (part: Buffer) => parts.push(part));
          res.once('end', () =>
            resolve({ status: res.statusCode ?? 500, headers: res.headers, body: Buffer.concat(parts) }),
          );
          res.once('error', reject);
        },
      );
      req.once('error', reject);
      call.once('cancelled', () => req.destroy());
      req.end(body?.body);
    });
  const json = async (call: Call, path: string) => {
    const answer = await ask(call, path);
    // Our own router wrote it.
    return { status: answer.status, value: JSON.parse(answer.body.toString()) as Record<string, unknown>, answer };
  };
  const required = async (call: Call, path: string) => {
    const { status: code, value, answer } = await json(call, path);
    if (code !== 200) throw refusalOf(answer);
    return value;
  };
  const works: Record<string, Work> = {
    serverLive: async (call) => ({ live: (await json(call, '/v2/health/live')).status === 200 }),
    serverReady: async (call) => ({ ready: (await json(call, '/v2/health/ready')).status === 200 }),
    modelReady: async (call) => {
      const { status: code, answer } = await json(call, `${addressOf(call.request.name, call.request.version)}/ready`);
      if (code !== 200 && code !== 503) throw refusalOf(answer);
      return { ready: code === 200 };
    },
    serverMetadata: (call) => required(call, '/v2'),
    modelMetadata: (call) => required(call, addressOf(call.request.name, call.request.version)),
    modelInfer: async (call) => {
      const path = `${addressOf(call.request.model_name, call.request.model_version)}/infer`;
      const answer = await ask(call, path, toHttpBody(call.request));
      if (answer.status !== 200) throw refusalOf(answer);
      call.sendMetadata(metadataOf(answer.headers));
      return fromHttpBody(answer.body, Number(answer.headers['inference-header-content-length'] ?? answer.body.length));
    },
  };
  const server = new Server({
    // The binary extension's limit over HTTP, and room for the message around it.
    'grpc.max_receive_message_length': 65 * MEGABYTE,
    'grpc.max_send_message_length': -1,
  });
  // The schema is wider in type than the loader's description of the same JSON.
  const schema = fromJSON(GRPC_SCHEMA as Parameters<typeof fromJSON>[0], {
    keepCase: true,
    longs: String,
    defaults: true,
    oneofs: true,
  });
  // The loader's union of services and messages: this name is the service of the schema above.
  const service = schema['inference.GRPCInferenceService'] as Parameters<Server['addService']>[0];
  server.addService(
    service,
    Object.fromEntries(
      Object.entries(works).map(([name, work]) => [
        name,
        (call: Call, reply: sendUnaryData<Record<string, unknown>>) => {
          work(call).then(
            (value) => reply(null, value),
            (error: unknown) => reply(toStatus(error)),
          );
        },
      ]),
    ),
  );
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`0.0.0.0:${settings.port}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  return {
    close: () => {
      const ended = setTimeout(() => server.forceShutdown(), DRAIN_MS);
      server.tryShutdown(() => {
        clearTimeout(ended);
        agent.destroy();
      });
    },
  };
}

const addressOf = (model: string, version: string): string =>
  `/v2/models/${encodeURIComponent(model)}${version === '' ? '' : `/versions/${encodeURIComponent(version)}`}`;

function metadataOf(headers: http.IncomingHttpHeaders): Metadata {
  const metadata = new Metadata();
  for (const name of HANDED_BACK) {
    const value = headers[name];
    if (typeof value === 'string') metadata.set(name, value);
  }
  return metadata;
}

function refusalOf(answer: Answer): Refusal {
  // Errors of the data plane are always `{"error": …}`.
  const { error } = JSON.parse(answer.body.toString()) as { error: string };
  return new Refusal(CODES[answer.status] ?? status.INTERNAL, error, metadataOf(answer.headers));
}

function toStatus(error: unknown): { code: status; details: string; metadata?: Metadata } {
  if (error instanceof Refusal) return { code: error.code, details: error.message, metadata: error.metadata };
  if (error instanceof ProtocolError) return { code: status.INVALID_ARGUMENT, details: error.message };
  return { code: status.INTERNAL, details: 'The call could not be answered.' };
}
