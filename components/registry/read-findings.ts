import type { Inspection } from '@/lib/domain/registry/schema';

const SEVERITY = {
  unknown_operator_domain: 'warn',
  fixed_batch: 'warn',
  fixed_batch_output: 'warn',
  unnamed_columns: 'warn',
  scalar_input: 'warn',
  rank_unknown: 'warn',
  locale_dependent: 'warn',
  random_operator: 'warn',
  opset_old: 'info',
  float64_input: 'info',
  float16_input: 'info',
  zipmap_removed: 'info',
  no_class_labels: 'info',
  many_inputs: 'info',
} as const;
export type FindingCode = keyof typeof SEVERITY;

export interface Finding {
  key: string;
  /** Null for a code that this page does not know. */
  code: FindingCode | null;
  severity: 'warn' | 'info';
  params: Record<string, string | number>;
  message: string;
}

const isKnown = (code: string): code is FindingCode => Object.hasOwn(SEVERITY, code);

/** The findings of a file with their severity, warnings first; without that on names once every column has one. */
export function readFindings(findings: Inspection['findings'], isNamed: boolean): Finding[] {
  return findings
    .filter(({ code }) => !(isNamed && code === 'unnamed_columns'))
    .map(({ code, params }, index): Finding => {
      const known = isKnown(code) ? code : null;
      return {
        key: `${code}.${index}`,
        code: known,
        severity: known ? SEVERITY[known] : 'info',
        params,
        message: code,
      };
    })
    .sort((a, b) => Number(a.severity === 'info') - Number(b.severity === 'info'));
}
