import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseCsv } from 'csv-parse/sync';
import { authorise } from '@/lib/domain/people';
import type { Prediction } from '@/lib/domain/serving';
import { AppError, notFound } from '@/lib/platform/errors';
import { renderPredictions } from '@/lib/pure/protocols/answer';
import { readKserveV1 } from '@/lib/pure/protocols/kserve-v1';
import { limitRows } from '@/lib/pure/protocols/limit-rows';
import { readFrame, readMlflow } from '@/lib/pure/protocols/mlflow';
import { ProtocolError } from '@/lib/pure/protocols/protocol-error';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { sendError, sendJson, sendMlflowError } from './answer';
import type { Gateway, KeyActor } from './gateway';
import { infer, resolveVersion } from './infer';
import { MEGABYTE, readJson, readRequest, requireContentType } from './read-request';
import { isReady } from './wait-until-ready';

/** GET /v1/models */
export function listV1(gateway: Gateway, req: IncomingMessage, res: ServerResponse, actor: KeyActor): void {
  authorise(actor, 'model.view', actor.projectId);
  const serving = gateway.fleet
    .models(actor.projectId)
    .filter((model) => [...model.versions.values()].some((version) => version.loaded));
  sendJson(req, res, { models: serving.map((model) => model.name).sort() });
}

/** GET /v1/models/{m} */
export function readyV1(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  name: string,
): void {
  authorise(actor, 'model.view', actor.projectId);
  const { model, version } = resolveVersion(gateway, actor, name, undefined);
  const ready = isReady(version);
  sendJson(req, res, { name: model.name, ready }, ready ? 200 : 503);
}

/** Predictions, and beside them the rows that are too close to call where there are any. */
function renderRows({ outputs, rows, settled }: Prediction): string {
  const abstained = settled && settled.abstained.length > 0 ? `,"abstained":[${settled.abstained.join(',')}]` : '';
  return `{"predictions":${renderPredictions(outputs, rows)}${abstained}}`;
}

/** POST /v1/models/{m}:predict */
export function predictV1(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  name: string,
  startedMs: number,
): Promise<void> {
  return infer(gateway, {
    req,
    res,
    actor,
    reference: name,
    number: undefined,
    protocol: 'v1',
    dryRun: false,
    startedMs,
    body: () => {
      requireContentType(req);
      return readRequest(req, 10 * MEGABYTE);
    },
    parse: (body, version) => limitRows(readKserveV1(version.signature, readJson(body))),
    render: (prediction) => ({
      body: renderRows(prediction),
      contentType: 'application/json',
    }),
    fail: (error) => sendError(req, res, error),
  });
}

/** POST /m/{m}/invocations and /invocations */
export function invocations(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  name: string,
  startedMs: number,
): Promise<void> {
  const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isCsv = type === 'text/csv' || type === 'application/csv';
  return infer(gateway, {
    req,
    res,
    actor,
    reference: name,
    number: undefined,
    protocol: 'mlflow',
    dryRun: false,
    startedMs,
    body: () => {
      requireContentType(req, ['text/csv', 'application/csv']);
      return readRequest(req, 10 * MEGABYTE);
    },
    parse: (body, version) =>
      limitRows(isCsv ? readCsv(version.signature, body) : readMlflow(version.signature, readJson(body))),
    render: (prediction) => ({
      body: renderRows(prediction),
      contentType: 'application/json',
    }),
    fail: (error) => sendMlflowError(req, res, error),
  });
}

function readCsv(signature: ServedSignature, body: Buffer) {
  let records: string[][];
  try {
    records = parseCsv(body, {
      bom: true,
      relax_column_count: false,
      skip_empty_lines: true,
      max_record_size: MEGABYTE,
    });
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? ` (line ${String(error.lines)})` : '';
    throw new ProtocolError(`The CSV cannot be read: a quote or the number of fields does not fit${line}.`, {
      field: 'body',
    });
  }
  const [header, ...rows] = records;
  if (!header) throw new ProtocolError('The CSV is empty; it needs a header and rows.', { field: 'body' });
  return readFrame(signature, header, rows, 'body', true);
}

/** The model that root addresses mean: the project's only one, or the one named `default`. */
export function rootModel(gateway: Gateway, actor: KeyActor): string {
  const models = gateway.fleet.models(actor.projectId).filter((model) => !model.elsewhere);
  const [only] = models;
  if (only && models.length === 1) return only.name;
  const named = models.find((model) => model.name === 'default');
  if (!named) throw notFound('only or default model', 'default');
  return named.name;
}

export const methodNotAllowed = (allowed: string) =>
  new AppError('method_not_allowed', `Only ${allowed} is taken here.`);
