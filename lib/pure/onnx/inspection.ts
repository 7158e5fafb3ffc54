/** Tensor datatypes in the words of Open Inference Protocol v2. */
export type OnnxDatatype =
  | 'BOOL'
  | 'UINT8'
  | 'UINT16'
  | 'UINT32'
  | 'UINT64'
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FP16'
  | 'BF16'
  | 'FP32'
  | 'FP64'
  | 'BYTES';

/** `shape` has -1 for every unknown or symbolic dimension; `isRankKnown` is false when the file gives no shape at all. */
export interface TensorInfo {
  readonly name: string;
  readonly datatype: OnnxDatatype;
  readonly shape: readonly number[];
  readonly isRankKnown: boolean;
}

/** A `sequence-of-map` output (ZipMap) is described as the tensor [-1, classes] that it becomes once stripped. */
export interface OutputInfo extends TensorInfo {
  readonly kind: 'tensor' | 'sequence-of-map';
}

/** Labels in the order of the probability columns; INT64 labels are written as decimal text. */
export interface ClassLabels {
  readonly output: string;
  readonly datatype: 'INT64' | 'BYTES';
  readonly labels: readonly string[];
}

/** Byte offsets in the file, tag included unless the name says payload. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** One ZipMap node whose output is an output of the model, with what is needed to cut it out. */
export interface ZipMap {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly datatype: 'INT64' | 'BYTES';
  readonly labels: readonly string[];
  readonly node: ByteSpan;
  readonly valueInfo: ByteSpan;
  readonly valueInfoPayload: ByteSpan;
  readonly valueInfoType: ByteSpan;
}

/** An output that SequenceConstruct makes of several tensors; it is served as one output for each of them. */
export interface SplitSequence {
  /** TensorProto.DataType of the elements. */
  readonly element: number;
  readonly parts: readonly { readonly input: string; readonly output: string }[];
  readonly valueInfo: ByteSpan;
}

export interface OnnxInspection {
  readonly sizeBytes: number;
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly domain: string;
  readonly modelVersion: string;
  readonly docString: string;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  readonly operators: readonly { readonly domain: string; readonly name: string; readonly count: number }[];
  /** Nodes of the main graph, of its subgraphs and of the function bodies. */
  readonly nodeCount: number;
  /** 1 for a model without subgraphs. */
  readonly graphDepth: number;
  readonly functionCount: number;
  /** Bytes that initializers and constant tensors declare. */
  readonly initializerBytes: number;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly OutputInfo[];
  readonly zipMaps: readonly ZipMap[];
  readonly splitSequences: readonly SplitSequence[];
  readonly classLabels: readonly ClassLabels[];
  /** True when an input has a fixed first dimension, so that rows cannot be batched freely. */
  readonly fixedBatch: boolean;
  /** Deepest decision tree in edges; 0 without trees. */
  readonly treeDepthMax: number;
  /** Locales that StringNormalizer nodes ask for. */
  readonly locales: readonly string[];
  readonly graph: ByteSpan;
  readonly graphPayload: ByteSpan;
}

export interface InspectLimits {
  readonly maxNodes: number;
  readonly maxGraphDepth: number;
  readonly maxFunctions: number;
  readonly maxTreeDepth: number;
  /** Protobuf fields visited in all. */
  readonly maxFields: number;
}

export const DEFAULT_INSPECT_LIMITS: InspectLimits = {
  maxNodes: 20_000,
  maxGraphDepth: 20,
  maxFunctions: 100,
  maxTreeDepth: 1_000,
  maxFields: 100_000_000,
};
