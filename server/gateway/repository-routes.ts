import fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Worker } from 'node:worker_threads';
import { authorise } from '@/lib/domain/people';
import { artifacts, loadModel, unloadModel } from '@/lib/domain/registry';
import { type Model, ModelName, type Version } from '@/lib/domain/registry/schema';
import { admitFile } from '@/lib/domain/validation';
import { type Ctx, createCtx } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { sendJson } from './answer';
import type { Gateway, KeyActor } from './gateway';
import { traceOf } from './infer';
import { MEGABYTE, readJson, readRequest, requireContentType } from './read-request';

const FILE = /^file:(\d{1,9})\/model\.onnx$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const ctxOf = (gateway: Gateway, req: IncomingMessage, actor: KeyActor): Ctx =>
  createCtx({
    database: gateway.database,
    actor,
    projectId: actor.projectId,
    log: gateway.log,
    requestId: traceOf(req) ?? uuid7(),
  });

/** POST /v2/repository/index: the key's models, or the one whose base address was used, and what state they are in. */
export async function indexRoute(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  base: string | null,
): Promise<void> {
  requireContentType(req);
  const body = await readRequest(req, MEGABYTE / 4);
  authorise(actor, 'model.view', actor.projectId);
  const filter = body.length > 0 ? readJson(body) : {};
  const readyOnly = typeof filter === 'object' && filter !== null && 'ready' in filter && filter.ready === true;
  const only = base === null ? null : gateway.fleet.find(actor.projectId, base);
  if (base !== null && !only) throw notFound('model', base.slice(0, 128));
  const seen = only ? [only] : gateway.fleet.models(actor.projectId);
  const entries = seen.flatMap((model) =>
    [...model.versions.values()].map((version) => {
      const { state } = version.pool;
      const isCold = version.loaded && state === 'cold';
      return {
        name: model.name,
        version: String(version.number),
        state: !version.loaded || state === 'broken' ? 'UNAVAILABLE' : state === 'starting' ? 'LOADING' : 'READY',
        reason: !version.loaded
          ? 'unloaded'
          : state === 'broken'
            ? 'the runner keeps crashing'
            : isCold
              ? 'starts at its first call'
              : '',
      };
    }),
  );
  const byModel = entries.sort((a, b) =>
    a.name === b.name ? Number(b.version) - Number(a.version) : a.name < b.name ? -1 : 1,
  );
  sendJson(req, res, readyOnly ? byModel.filter((entry) => entry.state === 'READY') : byModel);
}

/** Parses a large load body off the event loop, and hands back the file's bytes. */
function parseLarge(body: Buffer): Promise<unknown> {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    try { parentPort.postMessage({ ok: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(workerData)) }); } catch { parentPort.postMessage({}); }`;
  return new Promise((resolve, reject) => {
    const bytes = new Uint8Array(body);
    const worker = new Worker(source, { eval: true, workerData: bytes, transferList: [bytes.buffer], env: {} });
    worker.once('message', (reply: { ok?: unknown }) =>
      'ok' in reply ? resolve(reply.ok) : reject(new AppError('malformed', 'The body is no JSON, or it is cut off.')),
    );
    worker.once('error', () => reject(new AppError('malformed', 'The body is no JSON, or it is cut off.')));
  });
}

function parametersOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new AppError('malformed', 'The body must be an object.');
  const parameters = 'parameters' in body ? body.parameters : {};
  if (parameters === null || parameters === undefined) return {};
  if (typeof parameters !== 'object' || Array.isArray(parameters))
    throw new AppError('malformed', 'parameters must be an object.');
  return parameters as Record<string, unknown>;
}

/** POST /v2/repository/models/{m}/load: with a file, an upload; without, the kept versions come back. Answers when the version answers. */
export async function loadRoute(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  name: string,
): Promise<void> {
  requireContentType(req);
  authorise(actor, 'version.upload', actor.projectId);
  if (!ModelName.safeParse(name).success && !gateway.fleet.find(actor.projectId, name))
    throw new AppError('malformed', ModelName.safeParse(name).error?.issues[0]?.message ?? 'The name does not fit.');
  const body = await readRequest(req, 64 * MEGABYTE);
  const parameters = parametersOf(
    body.length === 0 ? {} : body.length > MEGABYTE ? await parseLarge(body) : readJson(body),
  );
  const files = Object.keys(parameters).filter((key) => key.startsWith('file:'));
  const ctx = ctxOf(gateway, req, actor);
  if (parameters.config !== undefined) requireConfig(parameters.config);
  const admitted = files.length === 0 ? null : await admitUpload(ctx, actor.projectId, name, files, parameters);
  const model = admitted?.model ?? (await loadModel(ctx, { model: name }));
  const number = admitted?.version.number;
  await gateway.refresh({
    projectId: actor.projectId,
    modelId: model.id,
    number: number ?? model.champion ?? undefined,
  });
  sendJson(req, res, { name, load: true, ...(number === undefined ? {} : { version: String(number) }) });
}

function requireConfig(config: unknown) {
  try {
    if (typeof config === 'string') JSON.parse(config);
    else if (typeof config !== 'object') throw new TypeError('no text');
  } catch {
    throw new AppError('malformed', 'config: it must be a JSON text.');
  }
}

async function admitUpload(
  ctx: Ctx,
  projectId: string,
  name: string,
  files: string[],
  parameters: Record<string, unknown>,
): Promise<{ model: Model; version: Version }> {
  const [key] = files;
  if (files.length > 1 || !key) throw new AppError('malformed', 'Send one file per load.');
  if (parameters.config === undefined)
    throw new AppError('malformed', `${key}: a file needs the parameter config beside it, "{}" at least.`);
  const wanted = Number(FILE.exec(key)?.[1] ?? 0);
  if (wanted < 1 || wanted > 2_147_483_647)
    throw new AppError('malformed', 'A file is named "file:N/model.onnx", with the version number N from 1 on.');
  const text = parameters[key];
  if (typeof text !== 'string' || text.length % 4 !== 0 || !BASE64.test(text))
    throw new AppError('malformed', `${key}: its content must be base64.`);
  const blobs = artifacts();
  const file = blobs.temporary();
  fs.writeFileSync(file, Buffer.from(text, 'base64'), { mode: 0o600 });
  return admitFile(ctx, { projectId, modelName: name, file, filename: 'model.onnx', number: wanted });
}

/** POST /v2/repository/models/{m}/unload: takes the model out of service; its files stay. */
export async function unloadRoute(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  name: string,
): Promise<void> {
  requireContentType(req);
  await readRequest(req, MEGABYTE / 4);
  await unloadModel(ctxOf(gateway, req, actor), { model: name });
  await gateway.refresh({ projectId: actor.projectId });
  sendJson(req, res, { name, unload: true });
}
