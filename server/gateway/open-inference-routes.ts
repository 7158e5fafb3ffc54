import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorise } from '@/lib/domain/people';
import { AppError } from '@/lib/platform/errors';
import type { Datatype } from '@/lib/pure/protocols/datatype';
import { limitRows } from '@/lib/pure/protocols/limit-rows';
import { type OpenInferenceRequest, readOpenInference, readRawBinary } from '@/lib/pure/protocols/open-inference';
import { readFlatRequest } from '@/lib/pure/protocols/read-flat-request';
import { renderOpenInference } from '@/lib/pure/protocols/render-open-inference';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { sendError, sendJson } from './answer';
import type { Gateway, KeyActor } from './gateway';
import { infer, resolveVersion } from './infer';
import { MEGABYTE, readJson, readRequest, requireContentType } from './read-request';
import { statisticsOf } from './statistics';
import { isReady } from './wait-until-ready';

const VERSION = '0.1.0';
const EXTENSIONS = [
  'binary_tensor_data',
  'classification',
  'model_repository',
  'model_configuration',
  'statistics',
  'parameters',
];

export const serverMetadata = { name: 'implanta', version: VERSION, extensions: EXTENSIONS };

/** POST …/infer */
export function inferRoute(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  address: { model: string; version: string | undefined },
  startedMs: number,
): Promise<void> {
  const header = req.headers['inference-header-content-length'];
  let parsed: OpenInferenceRequest | null = null;
  return infer(gateway, {
    req,
    res,
    actor,
    reference: address.model,
    number: address.version,
    protocol: 'v2',
    dryRun: false,
    startedMs,
    body: () => {
      requireContentType(req);
      return readRequest(req, header === undefined ? 10 * MEGABYTE : 64 * MEGABYTE);
    },
    parse(body, version) {
      parsed = limitRows(parseBody(body, header, version.signature));
      return parsed;
    },
    render(prediction, version) {
      const rendered = renderOpenInference({
        model: version.modelName,
        version: version.number,
        id: parsed?.id,
        outputs: prediction.outputs,
        wanted: parsed?.outputs ?? [],
        contentType: parsed?.contentType,
        abstained: prediction.settled?.abstained,
        labelsOf: (name) => labelsOf(version.signature, name),
      });
      return {
        body: rendered.body,
        contentType: rendered.contentType,
        ...(rendered.headerBytes === null
          ? {}
          : { headers: { 'inference-header-content-length': String(rendered.headerBytes) } }),
      };
    },
    fail: (error) => sendError(req, res, error),
  });
}

/** Texts of the classes that an output's values stand for, where there is one value per class. */
function labelsOf({ outputs, reading }: ServedSignature, name: string): readonly string[] | null {
  const labels = outputs.find((output) => output.name === name)?.classLabels ?? null;
  if (labels || reading.task !== 'classification' || reading.probabilities !== name) return labels;
  return reading.classes;
}

function parseBody(
  body: Buffer,
  header: string | string[] | undefined,
  signature: ServedSignature,
): OpenInferenceRequest {
  if (header === undefined)
    return readFlatRequest(signature, body) ?? readOpenInference(signature, readJson(body), null);
  const length = typeof header === 'string' && /^\d{1,10}$/.test(header) ? Number(header) : Number.NaN;
  if (Number.isNaN(length))
    throw new AppError('malformed', 'Inference-Header-Content-Length is not a number of bytes.');
  if (length > body.length)
    throw new AppError(
      'malformed',
      `Inference-Header-Content-Length is ${length}, and the body has ${body.length} bytes.`,
    );
  if (length === 0) return readRawBinary(signature, body);
  if (length > 10 * MEGABYTE)
    throw new AppError('too_large', 'The JSON part of the body is larger than the limit of 10 MB.');
  return readOpenInference(signature, readJson(body.subarray(0, length)), body.subarray(length));
}

const TYPE_NAMES: Record<Datatype, string> = {
  BOOL: 'TYPE_BOOL',
  UINT8: 'TYPE_UINT8',
  UINT16: 'TYPE_UINT16',
  UINT32: 'TYPE_UINT32',
  UINT64: 'TYPE_UINT64',
  INT8: 'TYPE_INT8',
  INT16: 'TYPE_INT16',
  INT32: 'TYPE_INT32',
  INT64: 'TYPE_INT64',
  FP16: 'TYPE_FP16',
  BF16: 'TYPE_BF16',
  FP32: 'TYPE_FP32',
  FP64: 'TYPE_FP64',
  BYTES: 'TYPE_STRING',
};

/** GET of a model or version: metadata, ready, config, stats. */
export async function modelRoute(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  actor: KeyActor,
  address: { model: string; version: string | undefined; leaf: string },
): Promise<void> {
  authorise(actor, 'model.view', actor.projectId);
  const { model, version } = resolveVersion(gateway, actor, address.model, address.version);
  const { inputs, outputs } = version.fileSignature;
  if (address.leaf === 'ready') {
    // A version that sleeps answers its first call, so it is ready; asking wakes it.
    const isCold = version.loaded && version.pool.state === 'cold';
    const ready = isCold || isReady(version);
    if (isCold) version.pool.start().catch(() => {});
    sendJson(req, res, { name: model.name, ready }, ready ? 200 : 503);
    return;
  }
  if (address.leaf === 'config') {
    const dims = (shape: number[]) => (version.probe.batchInvariant ? shape.slice(1) : shape);
    sendJson(req, res, {
      name: model.name,
      platform: 'onnxruntime_onnx',
      backend: 'onnxruntime',
      version_policy: { latest: { num_versions: 1 } },
      max_batch_size: version.probe.batchInvariant ? 256 : 0,
      input: inputs.map((input) => ({
        name: input.name,
        data_type: TYPE_NAMES[input.datatype],
        dims: dims(input.shape),
      })),
      output: outputs.map((output) => ({
        name: output.name,
        data_type: TYPE_NAMES[output.datatype],
        dims: dims(output.shape),
      })),
    });
    return;
  }
  if (address.leaf === 'stats') {
    const { versions } = await gateway.report(actor.projectId);
    const asked = versions.filter(
      ({ model: name, number }) => name === model.name && (address.version === undefined || number === version.number),
    );
    sendJson(req, res, { model_stats: asked.map(statisticsOf) });
    return;
  }
  const numbers = [...model.versions.keys()].sort((a, b) => a - b).map(String);
  sendJson(req, res, {
    name: model.name,
    versions: address.version === undefined ? numbers : [String(version.number)],
    platform: 'onnx_onnxv1',
    inputs: inputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
    outputs: outputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
  });
}
