/** What a refused file looks like, judged by its first bytes. */
export type LooksLike =
  | 'zip'
  | 'pickle'
  | 'text'
  | 'html'
  | 'gzip'
  | 'joblib'
  | 'ort_format'
  | 'hdf5'
  | 'parquet'
  | 'unknown';

export type OnnxErrorParams = Readonly<Record<string, string | number>>;

const KIND: Record<LooksLike, string> = {
  zip: 'a zip archive (a PyTorch or Keras file, perhaps)',
  pickle: 'a Python pickle',
  text: 'plain text',
  html: 'a web page',
  gzip: 'a gzip archive',
  joblib: 'a joblib file',
  ort_format: 'a model in ORT format',
  hdf5: 'an HDF5 file (Keras, perhaps)',
  parquet: 'a Parquet file',
  unknown: 'something else',
};

const isLooksLike = (value: unknown): value is LooksLike => typeof value === 'string' && Object.hasOwn(KIND, value);

const MESSAGES = {
  empty_file: () => 'The file is empty.',
  not_onnx: (p) =>
    `This is not an ONNX model: it looks like ${KIND[isLooksLike(p.looksLike) ? p.looksLike : 'unknown']}.`,
  truncated: (p) => `The file ends in the middle of a field, at byte ${p.offset} of ${p.size}. Upload it again.`,
  malformed: (p) => `The file is damaged at byte ${p.offset}: ${p.reason}.`,
  no_graph: () => 'The file holds no graph.',
  no_inputs: () => 'The model has no inputs, so there is nothing that a row could be sent to.',
  no_outputs: () => 'The model has no outputs.',
  external_data: (p) =>
    `The weights of "${p.tensor}" are in another file. Save the model as one file (onnx.save_model with save_as_external_data=False).`,
  too_many_nodes: (p) => `The model has more than ${p.limit} nodes.`,
  too_deep: (p) => `Graphs are nested deeper than ${p.limit} levels.`,
  too_many_functions: (p) => `The model defines more than ${p.limit} functions.`,
  functions_expand: (p) => `The functions of the model unfold to more than ${p.limit} nodes.`,
  function_recursive: (p) => `The function "${p.function}" calls itself.`,
  tree_too_deep: (p) => `A decision tree is deeper than ${p.limit} levels.`,
  initializers_larger_than_file: (p) =>
    `The tensor "${p.tensor}" declares ${p.bytes} bytes, more than the file has (${p.size}).`,
  bad_name: (p) => `The ${p.place} name "${p.name}" cannot be used: ${p.reason}.`,
  unreadable_input: (p) => `The input "${p.name}" has the type ${p.type}, which cannot be sent.`,
  unreadable_output: (p) => `The output "${p.name}" has the type ${p.type}, which cannot be read.`,
} satisfies Record<string, (p: OnnxErrorParams) => string>;

export type OnnxErrorCode = keyof typeof MESSAGES;

/** The English sentence for a refusal. Codes and params are stable; the words are not. */
export function onnxErrorMessage(code: OnnxErrorCode, params: OnnxErrorParams = {}): string {
  return MESSAGES[code](params);
}

/** The only error that the functions of `lib/pure/onnx` throw on a bad file. */
export class OnnxError extends Error {
  override readonly name = 'OnnxError';

  constructor(
    readonly code: OnnxErrorCode,
    readonly params: OnnxErrorParams = {},
  ) {
    super(onnxErrorMessage(code, params));
  }
}
