import type { SignatureReading } from '@/lib/domain/registry/schema';

const NAMES_A_LINE = 6;

/** Python that writes the file for the comparison where the model was trained: scikit-learn's `model`, a table or array `X`. */
export function parityPython(columns: readonly string[], task: SignatureReading['task']): string {
  return [
    'import pandas as pd',
    '',
    `columns = ${listOf(columns)}`,
    'rows = X[:200]  # as the model was trained on them, in this order of columns',
    'out = pd.DataFrame(getattr(rows, "values", rows), columns=columns)',
    'out["prediction"] = model.predict(rows)',
    ...(task === 'classification'
      ? [
          'if hasattr(model, "predict_proba"):',
          '    for label, shares in zip(model.classes_, model.predict_proba(rows).T):',
          '        out[f"probability_{label}"] = shares',
        ]
      : []),
    'out.to_csv("parity.csv", index=False)',
  ].join('\n');
}

function listOf(names: readonly string[]): string {
  const words = names.map((name) => JSON.stringify(name));
  if (words.length <= NAMES_A_LINE) return `[${words.join(', ')}]`;
  const lines: string[] = [];
  for (let from = 0; from < words.length; from += NAMES_A_LINE)
    lines.push(`    ${words.slice(from, from + NAMES_A_LINE).join(', ')},`);
  return `[\n${lines.join('\n')}\n]`;
}
