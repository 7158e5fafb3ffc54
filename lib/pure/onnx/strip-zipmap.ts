import { inspectOnnx } from './inspect';
import type { OnnxInspection, SplitSequence, ZipMap } from './inspection';
import { type ByteSource, bytesSource, encodeVarint, WireWriter } from './wire';

/** A new file in pieces: a range of the old file to copy, or new bytes. */
export type RewritePiece =
  | { readonly keep: { readonly offset: number; readonly length: number } }
  | { readonly insert: Uint8Array };

/** Identity exists in every opset; this one is added only where the model imports no default opset. */
const IDENTITY_OPSET = 13;
const FLOAT = 1;
/** Field number and wire type 2 of ModelProto.graph and GraphProto.output. */
const GRAPH_TAG = (7 << 3) | 2;
const NODE_FIELD = 1;
const OUTPUT_FIELD = 12;
const OUTPUT_TAG = (OUTPUT_FIELD << 3) | 2;

/**
 * How to write the model without the outputs that are no tensors. ZipMap: every ZipMap node becomes an Identity, and its output, under the same name,
 * a float tensor [-1, classes]. A sequence of tensors becomes one output for each of them. All other bytes are copied as they
 * are. Returns null when there is nothing to do.
 * The labels stay in the inspection (`zipMaps`, `classLabels`).
 */
export function planTensorOutputs(inspection: OnnxInspection): RewritePiece[] | null {
  const { zipMaps, splitSequences } = inspection;
  if (zipMaps.length + splitSequences.length === 0) return null;
  const edits = [
    ...zipMaps.flatMap((zipMap) => [
      { span: zipMap.node, pieces: [insert(identityNode(zipMap))] },
      { span: zipMap.valueInfo, pieces: tensorOutput(zipMap) },
    ]),
    ...splitSequences.map((sequence) => ({ span: sequence.valueInfo, pieces: [insert(splitOutputs(sequence))] })),
  ].sort((a, b) => a.span.start - b.span.start);
  const { graph, graphPayload } = inspection;
  const body: RewritePiece[] = [];
  let position = graphPayload.start;
  for (const edit of edits) {
    body.push(keep(position, edit.span.start), ...edit.pieces);
    position = edit.span.end;
  }
  body.push(keep(position, graphPayload.end));
  const length = body.reduce((sum, piece) => sum + pieceLength(piece), 0);
  const opset = inspection.opsets.some(({ domain }) => domain === 'ai.onnx') ? [] : [insert(defaultOpset())];
  return [
    keep(0, graph.start),
    insert(Uint8Array.from([GRAPH_TAG, ...encodeVarint(length)])),
    ...body,
    keep(graph.end, inspection.sizeBytes),
    ...opset,
  ].filter((piece) => pieceLength(piece) > 0);
}

const COPY_STEP = 1_048_576;

/** The bytes of a planned file, piece by piece, at most 1 MiB at once. */
export async function* applyRewrite(source: ByteSource, pieces: readonly RewritePiece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if ('insert' in piece) {
      yield piece.insert;
      continue;
    }
    const end = piece.keep.offset + piece.keep.length;
    for (let offset = piece.keep.offset; offset < end; offset += COPY_STEP)
      yield await source.read(offset, Math.min(COPY_STEP, end - offset));
  }
}

/** Makes tensors of all outputs of a model held in memory; returns the same bytes when they are. Throws OnnxError. */
export async function stripZipMap(bytes: Uint8Array): Promise<Uint8Array> {
  const source = bytesSource(bytes);
  const plan = planTensorOutputs(await inspectOnnx(source));
  if (!plan) return bytes;
  const out = new Uint8Array(plan.reduce((sum, piece) => sum + pieceLength(piece), 0));
  let position = 0;
  for await (const part of applyRewrite(source, plan)) {
    out.set(part, position);
    position += part.length;
  }
  return out;
}

/** Nodes and outputs of a sequence's tensors, in the place of its output: the parts of a graph may come in any order. */
function splitOutputs({ element, parts }: SplitSequence): Uint8Array {
  const writer = new WireWriter();
  for (const { input, output } of parts)
    writer.message(NODE_FIELD, (node) => node.string(1, input).string(2, output).string(4, 'Identity'));
  for (const { output } of parts)
    writer.message(OUTPUT_FIELD, (value) =>
      value.string(1, output).message(2, (type) => type.message(1, (tensor) => tensor.varint(1, element))),
    );
  return writer.finish();
}

function identityNode(zipMap: ZipMap): Uint8Array {
  const writer = new WireWriter().message(1, (node) => {
    node.string(1, zipMap.input).string(2, zipMap.output);
    if (zipMap.name) node.string(3, zipMap.name);
    node.string(4, 'Identity');
  });
  return writer.finish();
}

/** The ValueInfo of the output with its type replaced; name, doc string and unknown fields are kept. */
function tensorOutput(zipMap: ZipMap): RewritePiece[] {
  const type = new WireWriter().message(2, (value) =>
    value.message(1, (tensor) =>
      tensor
        .varint(1, FLOAT)
        .message(2, (shape) => shape.message(1, () => {}).message(1, (dim) => dim.varint(1, zipMap.labels.length))),
    ),
  );
  const { valueInfoPayload: payload, valueInfoType: old } = zipMap;
  const typeBytes = type.finish();
  const length = payload.end - payload.start - (old.end - old.start) + typeBytes.length;
  return [
    insert(Uint8Array.from([OUTPUT_TAG, ...encodeVarint(length)])),
    keep(payload.start, old.start),
    insert(typeBytes),
    keep(old.end, payload.end),
  ];
}

function defaultOpset(): Uint8Array {
  return new WireWriter().message(8, (opset) => opset.string(1, '').varint(2, IDENTITY_OPSET)).finish();
}

const insert = (bytes: Uint8Array): RewritePiece => ({ insert: bytes });
const keep = (start: number, end: number): RewritePiece => ({ keep: { offset: start, length: end - start } });
const pieceLength = (piece: RewritePiece): number => ('insert' in piece ? piece.insert.length : piece.keep.length);
