import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Prediction, readVersionName, type ServedVersion } from '@/lib/domain/serving';
import { AppError, isAppError, notFound } from '@/lib/platform/errors';
import { toAppError, toProblem } from '@/lib/platform/http/problem';
import { uuid7 } from '@/lib/platform/uuid7';
import { hasRows, readAnswers } from '@/lib/pure/protocols/answer';
import { valueAt } from '@/lib/pure/protocols/datatype';
import type { InferenceRequest } from '@/lib/pure/protocols/inference';
import { limitJsonValues } from '@/lib/pure/protocols/limit-values';
import { RowFaults, readNamedRows } from '@/lib/pure/protocols/named-rows';
import { ProtocolError } from '@/lib/pure/protocols/protocol-error';
import { finishReading, send, toFailure } from './answer';
import type { Gateway, KeyActor } from './gateway';
import { infer, traceOf } from './infer';
import { MEGABYTE, readJson, readRequest, requireContentType } from './read-request';

const MAX_ROWS = 10_000;
const MAX_FAULTS = 50;

/** `{"rows":[{…}]}` as tensors, with every fault named. */
export function readFriendly(version: ServedVersion, body: unknown): InferenceRequest {
  if (typeof body !== 'object' || body === null || !('rows' in body) || !Array.isArray(body.rows))
    throw new AppError('invalid_input', 'rows: it must be a list of objects, one per row.', {
      invalidParams: [{ name: 'rows', reason: 'it must be a list of objects, one per row' }],
    });
  if (body.rows.length > MAX_ROWS)
    throw new AppError(
      'too_large',
      `rows: ${body.rows.length} rows are more than the ${MAX_ROWS} that one call takes. Send them in parts.`,
    );
  return readNamedRows(version.signature, body.rows, { textCells: false, maxFaults: MAX_FAULTS });
}

const displayClass = (version: ServedVersion, label: string) => version.overlay?.classNames[label] || label;

/** The friendly answer: one prediction per row, in words. */
export function renderFriendly(version: ServedVersion, prediction: Prediction): string {
  const { reading } = version.signature;
  const answers = readAnswers(version.signature, prediction.outputs, prediction.rows, prediction.outcomes);
  const abstained = new Set(prediction.settled?.abstained);
  const predictions = answers.map((answer, row) => {
    const id = prediction.log === 'none' ? null : `${prediction.id}.${row}`;
    if (reading.task === 'classification') {
      const probabilities = answer.probabilities
        ? Object.fromEntries(answer.probabilities.map((value, i) => [reading.classes[i] ?? String(i), value]))
        : null;
      return {
        id,
        label: answer.label,
        name: answer.label === null ? null : displayClass(version, answer.label),
        probabilities,
        ...(abstained.has(row) ? { abstained: true } : {}),
      };
    }
    if (reading.task === 'regression') return { id, value: answer.value, unit: reading.unit };
    return {
      id,
      outputs: Object.fromEntries(
        prediction.outputs.map((output) => [output.name, rowOf(output, row, prediction.rows)]),
      ),
    };
  });
  return JSON.stringify({
    predictionId: prediction.log === 'none' ? null : prediction.id,
    model: version.modelName,
    version: version.number,
    route: prediction.route,
    log: prediction.log,
    latencyMs: prediction.latencyUs / 1000,
    predictions,
  });
}

/** The values of a row, as a flat list; of an output without rows, all of them. */
function rowOf(output: Prediction['outputs'][number], row: number, rows: number): unknown[] {
  const isOfCall = !hasRows(output, rows);
  if (isOfCall) limitJsonValues(output, 'Send the rows in parts, or use the Open Inference protocol in binary.', rows);
  const width = isOfCall ? output.data.length : output.data.length / rows;
  const from = isOfCall ? 0 : row * width;
  return Array.from({ length: width }, (_, i) => {
    const value = valueAt(output, from + i);
    return typeof value === 'bigint'
      ? value.toString()
      : typeof value === 'number' && !Number.isFinite(value)
        ? null
        : value;
  });
}

/** Any fault as a problem of the control plane. */
export function sendProblem(req: IncomingMessage, res: ServerResponse, thrown: unknown): ReturnType<typeof toFailure> {
  const error = toCallerError(thrown);
  const requestId = traceOf(req) ?? uuid7();
  // What the caller is told is also what the log of failures keeps.
  req.headers['x-request-id'] = requestId;
  const problem = toProblem(error, requestId);
  finishReading(req, res);
  send(
    req,
    res,
    problem.status,
    {
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
      ...(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) }),
    },
    JSON.stringify(problem),
  );
  return { ...toFailure(thrown instanceof RowFaults ? error : thrown), status: problem.status };
}

function toCallerError(thrown: unknown): AppError {
  if (thrown instanceof RowFaults) {
    const invalidParams = thrown.faults.map((fault) => ({
      name: `rows.${fault.row}.${fault.field}`,
      reason: fault.message,
    }));
    return new AppError('invalid_input', thrown.message, { invalidParams });
  }
  if (thrown instanceof ProtocolError) {
    if (thrown.status === 413) return new AppError('too_large', thrown.message);
    return new AppError('invalid_input', thrown.message, {
      invalidParams: [{ name: thrown.field ?? 'rows', reason: thrown.message }],
    });
  }
  return isAppError(thrown) &&
    thrown.code === 'malformed' &&
    (thrown.reason === 'model_refused' || thrown.reason === 'model_crashed')
    ? new AppError('invalid_input', thrown.message, { reason: thrown.reason })
    : toAppError(thrown);
}

/** POST /api/models/{m}/predict with a key. */
export function friendlyRoute(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  name: string,
  query: URLSearchParams,
  startedMs: number,
): Promise<void> {
  const asked = query.get('version');
  const version = readVersionName(asked);
  if (!version) throw notFound('version', `${name} ${asked}`.slice(0, 200));
  return infer(gateway, {
    req,
    res,
    actor,
    reference: name,
    number: version.name,
    protocol: 'api',
    dryRun: query.get('dryRun') === '1',
    startedMs,
    body: () => {
      requireContentType(req);
      return readRequest(req, 10 * MEGABYTE);
    },
    parse: (body, served) => readFriendly(served, readJson(body)),
    render: (prediction, served) => ({ body: renderFriendly(served, prediction), contentType: 'application/json' }),
    fail: (error) => sendProblem(req, res, error),
  });
}
