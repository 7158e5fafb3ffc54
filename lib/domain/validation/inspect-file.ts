import 'server-only';
import { open } from 'node:fs/promises';
import { AppError } from '@/lib/platform/errors';
import { inspectOnnx } from '@/lib/pure/onnx/inspect';
import type { OnnxInspection } from '@/lib/pure/onnx/inspection';
import { lintSignature } from '@/lib/pure/onnx/lint';
import { OnnxError, onnxErrorMessage } from '@/lib/pure/onnx/onnx-error';
import { applyRewrite, planTensorOutputs } from '@/lib/pure/onnx/strip-zipmap';
import type { ByteSource } from '@/lib/pure/onnx/wire';
import { exportCommand } from '@/lib/pure/pickle/export-command';
import { inspectPickle, type PickleInspection } from '@/lib/pure/pickle/inspect';
import type { Inspection, SignatureInput, SignatureOutput } from '../registry/schema';

export interface FileInspection {
  inspection: Inspection;
  inputs: SignatureInput[];
  outputs: SignatureOutput[];
  rowByRow: boolean;
  /** Pieces of the file with tensors for all outputs, or null where they are tensors in it. */
  rewrite: AsyncGenerator<Uint8Array> | null;
}

const PICKLE_LOOKS = new Set(['pickle', 'joblib', 'zip', 'gzip', 'unknown']);
const MAX_PICKLE_BYTES = 16 * 1024 * 1024;

const refusal = (reason: string, message: string, details?: Record<string, unknown>) =>
  new AppError('invalid_input', message, {
    reason,
    invalidParams: [{ name: 'file', reason: message }],
    ...(details ? { details } : {}),
  });

/** Reads an uploaded file without executing anything of it. Throws `invalid_input` with the reason and what to type to fix it. */
export async function withInspectedFile<T>(
  file: string,
  filename: string,
  work: (found: FileInspection) => Promise<T>,
): Promise<T> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const source: ByteSource = {
      size,
      async read(offset, length) {
        const buffer = Buffer.allocUnsafe(length);
        const { bytesRead } = await handle.read(buffer, 0, length, offset);
        return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead);
      },
    };
    let found: OnnxInspection;
    try {
      found = await inspectOnnx(source);
    } catch (error) {
      if (!(error instanceof OnnxError)) throw error;
      const looks = typeof error.params.looksLike === 'string' ? error.params.looksLike : null;
      const pickle = error.code === 'not_onnx' && looks && PICKLE_LOOKS.has(looks) ? await lookAtPickle(source) : null;
      if (pickle) throw refusePickle(pickle, filename);
      throw refusal(error.code, onnxErrorMessage(error.code, error.params), { ...error.params });
    }
    return await work(summarise(found, source));
  } finally {
    await handle.close();
  }
}

async function lookAtPickle(source: ByteSource): Promise<PickleInspection | null> {
  try {
    const found = inspectPickle(await source.read(0, Math.min(source.size, MAX_PICKLE_BYTES)));
    // Any zip begins alike: one without a known model in it holds no pickle to export.
    return found.container === 'zip' && found.framework === 'unknown' ? null : found;
  } catch {
    // Neither ONNX nor a pickle: the refusal for "not ONNX" says so.
    return null;
  }
}

function refusePickle(pickle: PickleInspection, filename: string): AppError {
  const isSuspicious = pickle.suspicious.length > 0;
  // Nobody is told to open a file that may run code.
  const commands = isSuspicious ? [] : exportCommand(pickle, filename);
  const what = pickle.container === 'zip' ? 'an archive' : pickle.container === 'joblib' ? 'a joblib file' : 'a pickle';
  const found = pickle.estimator
    ? ` Found: ${pickle.framework} ${pickle.estimator}${pickle.version ? ` ${pickle.version}` : ''}.`
    : '';
  const next = isSuspicious
    ? `It would import ${pickle.suspicious.slice(0, 5).join(', ')}, which no model needs. Do not open it anywhere; if the model is yours, export it as ONNX in the program that trains it.`
    : `Export the model as ONNX with: ${commands.join(' ; ')}`;
  return refusal(
    isSuspicious ? 'pickle_suspicious' : 'pickle',
    `This is ${what}. Opening one can run code, so it was only looked into, never opened.${found} ${next}`,
    {
      commands,
      estimator: pickle.estimator ?? null,
      framework: pickle.framework,
      suspicious: pickle.suspicious,
      globals: pickle.globals.slice(0, 50),
    },
  );
}

function summarise(found: OnnxInspection, source: ByteSource): FileInspection {
  const labels = new Map(found.classLabels.map((entry) => [entry.output, [...entry.labels]]));
  const shapeOf = (tensor: { shape: readonly number[]; isRankKnown: boolean }) =>
    tensor.isRankKnown ? [...tensor.shape] : [-1, -1];
  const inputs = found.inputs.map((tensor) => ({
    name: tensor.name,
    datatype: tensor.datatype,
    shape: shapeOf(tensor),
    ...(tensor.isRankKnown ? {} : { anyRank: true }),
    nullable: false,
  }));
  const outputs = found.outputs.map((tensor) => ({
    name: tensor.name,
    datatype: tensor.datatype,
    shape: shapeOf(tensor),
    classLabels: labels.get(tensor.name) ?? null,
  }));
  const pieces = planTensorOutputs(found);
  const findings = lintSignature(found);
  const blocking = findings.find((finding) => finding.severity === 'error');
  if (blocking) {
    const { params } = blocking;
    throw refusal(
      blocking.code,
      `The model was exported for version ${params.version}, and this runtime reads up to ${params.limit}. Export it again with a lower target_opset.`,
      { ...params },
    );
  }
  return {
    inspection: {
      irVersion: found.irVersion,
      producer: [found.producerName, found.producerVersion].filter(Boolean).join(' '),
      opsets: [...found.opsets],
      operators: [...found.operators],
      nodeCount: found.nodeCount,
      metadata: found.metadata
        .slice(0, 50)
        .map(({ key, value }) => ({ key: key.slice(0, 128), value: value.slice(0, 2000) })),
      docString: found.docString.slice(0, 2000),
      zipMapRemoved: found.zipMaps.length > 0,
      sequencesSplit: found.splitSequences.length,
      findings: findings.map(({ code, params }) => ({ code, params: { ...params } })),
    },
    inputs,
    outputs,
    rowByRow: inputs.some((input) => input.shape[0] === 1) && inputs.every((input) => input.shape[0] === 1),
    rewrite: pieces ? applyRewrite(source, pieces) : null,
  };
}
