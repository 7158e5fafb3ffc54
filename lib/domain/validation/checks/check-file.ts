import { RUNTIME_VERSIONS } from '@/lib/pure/onnx/lint';
import type { Inspection, SignatureInput } from '../../registry/schema';
import type { CheckId, Measurement } from '../schema';
import { said } from './measure';

type Finding = Inspection['findings'][number];

/** Findings of the upload that a check speaks for. */
const FOUND_BY: Record<'opset' | 'dynamic-batch' | 'float64' | 'custom-operators', readonly string[]> = {
  opset: ['opset_old', 'opset_too_new', 'ir_too_new'],
  'dynamic-batch': ['fixed_batch', 'fixed_batch_output', 'scalar_input'],
  float64: ['float64_input'],
  'custom-operators': ['unknown_operator_domain', 'random_operator', 'locale_dependent'],
};

/** What the file itself says, with the line that exports it better. */
export function checkFile(inspection: Inspection, inputs: readonly SignatureInput[]): Measurement[] {
  const opset = inspection.opsets.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0;
  const facts = {
    opset,
    newest: RUNTIME_VERSIONS.opset,
    inputs: inputs.length,
    operators: inspection.operators.length,
  };
  const isTorch = /torch/i.test(inspection.producer);
  return Object.entries(FOUND_BY).map(([id, codes]): Measurement => {
    // The keys of the table are checks.
    const check = id as CheckId & keyof typeof FOUND_BY;
    const found = inspection.findings.find(({ code }) => codes.includes(code));
    if (!found) return said(check, 'good', 'fine', facts);
    return said(check, 'bad', found.code, { ...facts, ...found.params }, exportLine(found, inputs, isTorch));
  });
}

/** A line for the program that exports the model: of torch where the file came from there, else of skl2onnx. */
function exportLine({ code, params }: Finding, inputs: readonly SignatureInput[], isTorch: boolean): string | null {
  const names = inputs.map(({ name }) => name);
  switch (code) {
    case 'opset_old':
    case 'opset_too_new':
    case 'ir_too_new': {
      const version = Math.min(17, RUNTIME_VERSIONS.opset);
      return isTorch
        ? `torch.onnx.export(model, args, "model.onnx", opset_version=${version})`
        : `onx = to_onnx(model, X[:1].astype(numpy.float32), target_opset=${version})`;
    }
    case 'fixed_batch':
    case 'fixed_batch_output':
    case 'scalar_input':
      return isTorch
        ? `torch.onnx.export(model, args, "model.onnx", input_names=${list(names)}, dynamic_axes={${names.map((name) => `${quote(name)}: {0: "rows"}`).join(', ')}})`
        : `onx = to_onnx(model, initial_types=[${inputs.map(initialType).join(', ')}])`;
    case 'float64_input':
      return isTorch
        ? 'torch.onnx.export(model.float(), tuple(a.float() for a in args), "model.onnx")'
        : 'onx = to_onnx(model, X[:1].astype(numpy.float32))';
    case 'unknown_operator_domain':
      return isTorch ? null : `onx = to_onnx(model, X[:1], black_op={${quote(String(params.operator))}})`;
    case 'random_operator':
      return isTorch ? 'model.eval()  # before torch.onnx.export' : null;
    case 'locale_dependent':
      return 'onx = to_onnx(model, X[:1], options={TfidfVectorizer: {"locale": "C"}})';
    default:
      return null;
  }
}

const TYPES: Partial<Record<SignatureInput['datatype'], string>> = {
  FP64: 'DoubleTensorType',
  INT64: 'Int64TensorType',
  INT32: 'Int32TensorType',
  BOOL: 'BooleanTensorType',
  BYTES: 'StringTensorType',
};

/** An input with an open number of rows, such as `("X", FloatTensorType([None, 4]))`. */
function initialType({ name, shape, datatype }: SignatureInput): string {
  const sizes = shape.slice(1).map((size) => (size > 0 ? String(size) : 'None'));
  return `(${quote(name)}, ${TYPES[datatype] ?? 'FloatTensorType'}([${['None', ...sizes].join(', ')}]))`;
}

const quote = (text: string) => JSON.stringify(text);
const list = (names: readonly string[]) => `[${names.map(quote).join(', ')}]`;
