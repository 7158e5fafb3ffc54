import { z } from 'zod';
import type { Upload } from '@/lib/domain/registry/schema';

export const REFUSAL_CAUSES = [
  'empty_file',
  'not_onnx',
  'truncated',
  'malformed',
  'no_graph',
  'no_inputs',
  'no_outputs',
  'external_data',
  'too_many_nodes',
  'too_deep',
  'too_many_functions',
  'functions_expand',
  'function_recursive',
  'tree_too_deep',
  'initializers_larger_than_file',
  'bad_tensor_name',
  'unreadable_input',
  'unreadable_output',
  'opset_too_new',
  'ir_too_new',
  'locale',
  'load_failed',
  'timeout',
  'memory',
  'input_too_large',
  'model_crashed',
  'pickle',
  'pickle_suspicious',
  'sha_mismatch',
  'bad_name',
  'interrupted',
  'internal',
  'unknown',
] as const;
export type RefusalCause = (typeof REFUSAL_CAUSES)[number];

export type RefusalFix =
  | 'again'
  | 'export'
  | 'lowerOpset'
  | 'oneFile'
  | 'check'
  | 'locale'
  | 'rename'
  | 'smaller'
  | 'own'
  | 'none';

export interface Refusal {
  cause: RefusalCause;
  /** Values of the sentence; sizes are numbers of bytes. */
  values: Record<string, string | number>;
  fix: RefusalFix;
  shell: string[];
  python: string[];
  pickle: { estimator: string | null; framework: string; suspicious: string[]; globals: string[] } | null;
}

const PickleDetails = z.object({
  commands: z.array(z.string()),
  estimator: z.string().nullable(),
  framework: z.string(),
  suspicious: z.array(z.string()),
  globals: z.array(z.string()),
});

const FIXES: Partial<Record<RefusalCause, RefusalFix>> = {
  empty_file: 'again',
  not_onnx: 'export',
  truncated: 'again',
  malformed: 'again',
  external_data: 'oneFile',
  opset_too_new: 'lowerOpset',
  ir_too_new: 'lowerOpset',
  locale: 'locale',
  load_failed: 'check',
  pickle: 'export',
  pickle_suspicious: 'own',
  sha_mismatch: 'again',
  interrupted: 'again',
  internal: 'again',
  bad_name: 'rename',
  bad_tensor_name: 'rename',
  tree_too_deep: 'smaller',
  too_many_nodes: 'smaller',
  too_deep: 'smaller',
  too_many_functions: 'smaller',
  functions_expand: 'smaller',
  memory: 'smaller',
  input_too_large: 'smaller',
  no_inputs: 'export',
  unreadable_input: 'export',
  unreadable_output: 'export',
};

/** Why a file was refused, and what to type where the model was trained. */
export function explainRefusal(problem: NonNullable<Upload['problem']>, filename: string): Refusal {
  const details = problem.details ?? {};
  const cause = causeOf(problem.reason, details);
  const values = Object.fromEntries(
    Object.entries(details).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
  const pickle = PickleDetails.safeParse(details);
  // Nobody is told to open a file that may run code: what it was trained from can be exported without it.
  const commands = pickle.success && cause !== 'pickle_suspicious' ? pickle.data.commands : [];
  return {
    cause,
    values: { looksLike: 'unknown', ...values, file: filename, message: problem.message },
    fix: FIXES[cause] ?? 'none',
    shell: commands.filter((line) => line.startsWith('pip ')),
    python:
      commands.length > 0 ? commands.filter((line) => !line.startsWith('pip ')) : linesFor(cause, values, filename),
    pickle: pickle.success ? pickle.data : null,
  };
}

function causeOf(reason: string | null, details: Record<string, unknown>): RefusalCause {
  if (reason === 'bad_name' && 'place' in details) return 'bad_tensor_name';
  return REFUSAL_CAUSES.find((cause) => cause === reason) ?? 'unknown';
}

const python = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/\p{C}/gu, '_')}"`;
const stem = (filename: string): string => filename.replace(/\.[A-Za-z0-9]+$/, '') || 'model';

function linesFor(cause: RefusalCause, values: Record<string, string | number>, filename: string): string[] {
  const file = python(filename);
  const copy = (suffix: string) => python(`${stem(filename)}-${suffix}.onnx`);
  switch (cause) {
    case 'external_data':
      return ['import onnx', `onnx.save_model(onnx.load(${file}), ${copy('one-file')}, save_as_external_data=False)`];
    case 'opset_too_new':
      return values.domain === 'ai.onnx'
        ? [
            'import onnx, onnx.version_converter',
            `onnx.save(onnx.version_converter.convert_version(onnx.load(${file}), ${values.limit}), ${copy(`opset${values.limit}`)})`,
          ]
        : [
            'from skl2onnx import to_onnx',
            `onnx_model = to_onnx(model, X[:1], target_opset={"": 18, ${python(String(values.domain))}: ${values.limit}})`,
          ];
    case 'ir_too_new':
      return [
        'import onnx',
        `model = onnx.load(${file})`,
        `model.ir_version = ${values.limit}`,
        `onnx.save(model, ${copy(`ir${values.limit}`)})`,
      ];
    case 'load_failed':
      return [
        'import onnx, onnxruntime',
        `onnx.checker.check_model(onnx.load(${file}), full_check=True)`,
        `onnxruntime.InferenceSession(${file})`,
      ];
    case 'locale':
      return [
        'from skl2onnx import to_onnx',
        'from sklearn.feature_extraction.text import TfidfVectorizer',
        'onnx_model = to_onnx(model, X[:1], options={TfidfVectorizer: {"locale": "C"}})',
      ];
    case 'not_onnx':
      return notOnnxLines(String(values.looksLike), filename);
    default:
      return [];
  }
}

function notOnnxLines(looksLike: string, filename: string): string[] {
  const target = python(`${stem(filename)}.onnx`);
  if (looksLike === 'zip')
    return ['import torch', `torch.onnx.export(model.eval(), (X[:2],), ${target}, dynamo=True, external_data=False)`];
  if (looksLike === 'hdf5')
    return ['import keras', `keras.models.load_model(${python(filename)}).export(${target}, format="onnx")`];
  return [];
}
