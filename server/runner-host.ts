// One process, one model version. Reads frames on fd 3, answers on fd 4, and knows nothing else: no environment, no network, no files but its model.
import fs from 'node:fs';
import ort from 'onnxruntime-node';
import {
  concatRows,
  countOf,
  type Datatype,
  sliceRows,
  type Tensor,
  type TensorData,
} from '@/lib/pure/protocols/datatype';
import {
  decodeJson,
  decodeTensors,
  encodeJsonFrame,
  encodeTensorFrame,
  FRAME_HEADER_BYTES,
  FRAME_KINDS,
  MAX_FRAME_BYTES,
} from '@/lib/pure/protocols/tensor-frame';

interface RunnerConfig {
  modelPath: string;
  optimise: boolean;
  inputs: { name: string; datatype: Datatype }[];
  outputs: { name: string; datatype: Datatype }[];
  /** The file has a fixed first dimension of 1: rows run one by one. */
  rowByRow: boolean;
}

const ORT_TYPES: Record<Datatype, string> = {
  BOOL: 'bool',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FP16: 'float16',
  BF16: 'bfloat16',
  FP32: 'float32',
  FP64: 'float64',
  BYTES: 'string',
};
const DATATYPE_OF = new Map(Object.entries(ORT_TYPES).map(([datatype, type]) => [type, datatype as Datatype]));

let buffer = Buffer.allocUnsafe(1 << 20);
let held = 0;

/** Blocks until `need` bytes are there. A blocking read has a far lower latency than waiting in the event loop. */
function fill(need: number) {
  if (need > buffer.length) {
    const larger = Buffer.allocUnsafe(Math.max(need, buffer.length * 2));
    buffer.copy(larger, 0, 0, held);
    buffer = larger;
  }
  while (held < need) {
    const read = fs.readSync(3, buffer, held, buffer.length - held, null);
    if (read === 0) process.exit(0);
    held += read;
  }
}

function nextFrame(): { id: number; kind: number; payload: Uint8Array } {
  fill(4);
  const length = buffer.readUInt32LE(0);
  if (length > MAX_FRAME_BYTES) process.exit(3);
  fill(4 + length);
  const id = buffer.readUInt32LE(4);
  const kind = buffer.readUInt8(8);
  const payload = new Uint8Array(buffer.subarray(FRAME_HEADER_BYTES, 4 + length));
  buffer.copyWithin(0, 4 + length, held);
  held -= 4 + length;
  return { id, kind, payload };
}

function send(frame: Uint8Array) {
  for (let at = 0; at < frame.length; ) at += fs.writeSync(4, frame, at, frame.length - at);
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 2000);

function toOrt(tensor: Tensor): ort.Tensor {
  // The pairs of type and array are those of ORT_TYPES; the constructor's overloads cannot express the table.
  const Create = ort.Tensor as unknown as new (type: string, data: TensorData, dims: readonly number[]) => ort.Tensor;
  return new Create(ORT_TYPES[tensor.datatype], tensor.data, tensor.shape);
}

function fromOrt(name: string, tensor: ort.Tensor): Tensor {
  const datatype = DATATYPE_OF.get(tensor.type);
  if (!datatype) throw new Error(`output ${name} has the type ${tensor.type}`);
  const raw = tensor.data as TensorData;
  const data =
    datatype === 'FP16' && !Array.isArray(raw) && !(raw instanceof Uint16Array)
      ? new Uint16Array(raw.buffer, raw.byteOffset, raw.length)
      : raw;
  return { name, datatype, shape: [...tensor.dims], data };
}

async function main() {
  const first = nextFrame();
  const config = decodeJson(first.payload) as RunnerConfig;
  const inputNames = config.inputs.map((input) => input.name);
  const outputNames = config.outputs.map((output) => output.name);
  const outputIndex = new Map(outputNames.map((name, i) => [name, i]));
  let session: ort.InferenceSession;
  const started = performance.now();
  try {
    session = await ort.InferenceSession.create(config.modelPath, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      graphOptimizationLevel: config.optimise ? 'all' : 'disabled',
      logSeverityLevel: 4,
    });
  } catch (error) {
    send(encodeJsonFrame(first.id, FRAME_KINDS.failed, { stage: 'load', reason: reasonOf(error) }));
    process.exit(2);
  }
  send(
    encodeJsonFrame(first.id, FRAME_KINDS.ready, {
      loadMs: performance.now() - started,
      inputNames: session.inputNames,
      outputNames: session.outputNames,
    }),
  );

  const run = async (tensors: Tensor[]): Promise<Tensor[]> => {
    const feeds: Record<string, ort.Tensor> = Object.create(null);
    for (const tensor of tensors) feeds[tensor.name] = toOrt(tensor);
    const results = await session.run(feeds, outputNames);
    return outputNames.map((name) => {
      const result = results[name];
      if (!result) throw new Error(`output ${name} is missing`);
      return fromOrt(name, result);
    });
  };
  const runRowByRow = async (tensors: Tensor[]): Promise<Tensor[]> => {
    const rows = tensors[0]?.shape[0] ?? 1;
    if (rows === 1) return run(tensors);
    const results: Tensor[][] = [];
    for (let row = 0; row < rows; row++) {
      const outputs = await run(tensors.map((tensor) => sliceRows(tensor, row, row + 1)));
      results.push(
        outputs.map((output) => (output.shape[0] === 1 ? output : { ...output, shape: [1, ...output.shape] })),
      );
    }
    return outputNames.map((_, i) =>
      concatRows(results.map((outputs) => outputs[i]).filter((output) => output !== undefined)),
    );
  };

  for (;;) {
    const { id, payload } = nextFrame();
    try {
      const tensors = decodeTensors(payload, inputNames);
      const began = process.hrtime.bigint();
      const outputs = config.rowByRow ? await runRowByRow(tensors) : await run(tensors);
      const runUs = Number((process.hrtime.bigint() - began) / 1000n);
      for (const output of outputs)
        if (output.data.length !== countOf(output.shape))
          throw new Error(`output ${output.name} does not fill its shape`);
      const frame = encodeTensorFrame(id, FRAME_KINDS.result, outputs, outputIndex);
      // The run time travels in the last four bytes, after the tensors.
      const timed = new Uint8Array(frame.length + 4);
      timed.set(frame);
      const view = new DataView(timed.buffer);
      view.setUint32(0, timed.length - 4, true);
      view.setUint32(frame.length, runUs, true);
      send(timed);
    } catch (error) {
      send(encodeJsonFrame(id, FRAME_KINDS.failed, { stage: 'run', reason: reasonOf(error) }));
    }
  }
}

void main();
