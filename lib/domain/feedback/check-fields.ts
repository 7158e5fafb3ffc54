import { invalidInput } from '@/lib/platform/errors';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import type { FieldProblem } from '../predictions/schema';
import type { JudgedField, NewFieldProblem } from './schema';

const NAMED = 50;

/** Fields of a row that are wrong themselves, held against those that it has. Throws 422 that names the fields, or what one of them takes. */
export function checkFields(known: readonly JudgedField[], fields: readonly NewFieldProblem[]): FieldProblem[] {
  return fields.map(({ field, problem, value }, i) => {
    const found = known.find(({ name }) => name === field);
    if (!found) {
      const names = known.map(({ name }) => name);
      throw invalidInput(`fields.${i}.field`, `it must be one of the fields ${names.slice(0, NAMED).join(', ')}`, {
        reason: 'unknown_field',
        details: { fields: names.slice(0, 200) },
      });
    }
    if (value === undefined || value === '') return { field, problem, value: null };
    const text = String(value);
    const fault = faultOf(found, text);
    if (fault) throw invalidInput(`fields.${i}.value`, fault, { reason: 'field_value' });
    return { field, problem, value: text };
  });
}

function faultOf({ name, takes }: JudgedField, text: string): string | null {
  if (takes === null) return `of "${name}" no single value is kept: it is personal, or a list; leave it out`;
  if (takes === 'boolean') return text === 'true' || text === 'false' ? null : `"${name}" is true or false`;
  if (takes === 'text') return null;
  const parsed = parseNumberText(text);
  return parsed.ok && parsed.value !== null && Number.isFinite(parsed.value)
    ? null
    : `"${name}" takes a number, such as 12.5`;
}
