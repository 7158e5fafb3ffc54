import type { OnnxInspection } from './inspection';

/** What the runtime in use (onnxruntime 1.30) loads; a newer model is refused by it. Found by loading models of each. */
export const RUNTIME_VERSIONS = { irVersion: 13, opset: 26, mlOpset: 5 } as const;

/** Older default opsets still run, but their operators are no longer tested by the exporters. */
const OLD_OPSET = 9;
const MANY_INPUTS = 200;

/**
 * `error`: the runtime will refuse the model. `warning`: callers can stumble. `info`: good to know.
 * The codes are stable; texts belong to the pages that show them.
 */
export type LintFinding =
  | {
      readonly code: 'opset_too_new';
      readonly severity: 'error';
      readonly params: { domain: string; version: number; limit: number };
    }
  | { readonly code: 'ir_too_new'; readonly severity: 'error'; readonly params: { version: number; limit: number } }
  | {
      readonly code: 'unknown_operator_domain';
      readonly severity: 'warning';
      readonly params: { domain: string; operator: string };
    }
  | { readonly code: 'fixed_batch'; readonly severity: 'warning'; readonly params: { input: string; size: number } }
  | {
      readonly code: 'fixed_batch_output';
      readonly severity: 'warning';
      readonly params: { output: string; size: number };
    }
  | { readonly code: 'opset_old'; readonly severity: 'info'; readonly params: { version: number; limit: number } }
  | { readonly code: 'float64_input'; readonly severity: 'info'; readonly params: { input: string } }
  | { readonly code: 'float16_input'; readonly severity: 'info'; readonly params: { input: string } }
  | {
      readonly code: 'unnamed_columns';
      readonly severity: 'warning';
      readonly params: { input: string; width: number };
    }
  | { readonly code: 'scalar_input'; readonly severity: 'warning'; readonly params: { input: string } }
  | { readonly code: 'rank_unknown'; readonly severity: 'warning'; readonly params: { tensor: string } }
  | { readonly code: 'locale_dependent'; readonly severity: 'warning'; readonly params: { locale: string } }
  | { readonly code: 'zipmap_removed'; readonly severity: 'info'; readonly params: { output: string; classes: number } }
  | { readonly code: 'no_class_labels'; readonly severity: 'info'; readonly params: { output: string } }
  | { readonly code: 'many_inputs'; readonly severity: 'info'; readonly params: { count: number } }
  | { readonly code: 'random_operator'; readonly severity: 'warning'; readonly params: { operator: string } };

const NEWEST_OPSETS: ReadonlyMap<string, number> = new Map([
  ['ai.onnx', RUNTIME_VERSIONS.opset],
  ['ai.onnx.ml', RUNTIME_VERSIONS.mlOpset],
]);
const KNOWN_DOMAINS = new Set([
  'ai.onnx',
  'ai.onnx.ml',
  'com.microsoft',
  'ai.onnx.preview.training',
  'com.microsoft.nchwc',
]);
const RANDOM_OPERATORS = new Set([
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
  'Bernoulli',
  'Multinomial',
]);

/** Reads the signature of an inspected model for what will surprise a caller. An empty list is the best answer. */
export function lintSignature(model: OnnxInspection): LintFinding[] {
  return [...lintVersions(model), ...model.inputs.flatMap(lintInput), ...lintOutputs(model), ...lintOperators(model)];
}

function lintVersions({ irVersion, opsets }: OnnxInspection): LintFinding[] {
  const findings: LintFinding[] = [];
  const limit = RUNTIME_VERSIONS.irVersion;
  if (irVersion > limit)
    findings.push({ code: 'ir_too_new', severity: 'error', params: { version: irVersion, limit } });
  for (const { domain, version } of opsets) {
    const newest = NEWEST_OPSETS.get(domain);
    if (newest !== undefined && version > newest)
      findings.push({ code: 'opset_too_new', severity: 'error', params: { domain, version, limit: newest } });
    if (domain === 'ai.onnx' && version < OLD_OPSET)
      findings.push({ code: 'opset_old', severity: 'info', params: { version, limit: OLD_OPSET } });
  }
  return findings;
}

function lintInput({ name, datatype, shape, isRankKnown }: OnnxInspection['inputs'][number]): LintFinding[] {
  const findings: LintFinding[] = [];
  const [batch, width] = shape;
  if (!isRankKnown) findings.push({ code: 'rank_unknown', severity: 'warning', params: { tensor: name } });
  if (batch === undefined) findings.push({ code: 'scalar_input', severity: 'warning', params: { input: name } });
  else if (batch >= 0)
    findings.push({ code: 'fixed_batch', severity: 'warning', params: { input: name, size: batch } });
  if (datatype === 'FP64') findings.push({ code: 'float64_input', severity: 'info', params: { input: name } });
  if (datatype === 'FP16') findings.push({ code: 'float16_input', severity: 'info', params: { input: name } });
  if (shape.length === 2 && width !== undefined && width > 1)
    findings.push({ code: 'unnamed_columns', severity: 'warning', params: { input: name, width } });
  return findings;
}

function lintOutputs({ outputs, classLabels, zipMaps, fixedBatch }: OnnxInspection): LintFinding[] {
  const findings: LintFinding[] = zipMaps.map(({ output, labels }) => ({
    code: 'zipmap_removed',
    severity: 'info',
    params: { output, classes: labels.length },
  }));
  for (const { name, datatype, shape, isRankKnown } of outputs) {
    const [batch, width] = shape;
    if (!isRankKnown) findings.push({ code: 'rank_unknown', severity: 'warning', params: { tensor: name } });
    if (!fixedBatch && batch !== undefined && batch >= 0)
      findings.push({ code: 'fixed_batch_output', severity: 'warning', params: { output: name, size: batch } });
    const isScores = datatype.startsWith('FP') && shape.length === 2 && width !== undefined && width > 1;
    if (isScores && !classLabels.some(({ output }) => output === name))
      findings.push({ code: 'no_class_labels', severity: 'info', params: { output: name } });
  }
  return findings;
}

function lintOperators({ operators, locales, inputs, functionCount }: OnnxInspection): LintFinding[] {
  const findings: LintFinding[] = locales
    .filter((locale) => locale !== 'C' && locale !== 'POSIX')
    .map((locale) => ({ code: 'locale_dependent', severity: 'warning', params: { locale } }));
  for (const { domain, name } of operators) {
    if (functionCount === 0 && !KNOWN_DOMAINS.has(domain))
      findings.push({ code: 'unknown_operator_domain', severity: 'warning', params: { domain, operator: name } });
    if (domain === 'ai.onnx' && RANDOM_OPERATORS.has(name))
      findings.push({ code: 'random_operator', severity: 'warning', params: { operator: name } });
  }
  if (inputs.length > MANY_INPUTS)
    findings.push({ code: 'many_inputs', severity: 'info', params: { count: inputs.length } });
  return findings;
}
