import { rowWidth, type ServedSignature } from '@/lib/pure/protocols/signature';
import type { Overlay } from '../registry/schema';
import type { JudgedField } from './schema';

/** Fields of a version's rows as feedback may name them, with what their right values are. */
export function judgedFields({ served, overlay }: { served: ServedSignature; overlay: Overlay | null }): JudgedField[] {
  return served.columns.map(({ name, input, index }) => {
    const said = overlay?.columns.find((column) => column.name === name);
    const spec = served.inputs.find((candidate) => candidate.name === input);
    const isOne = index !== null || (spec !== undefined && rowWidth(spec.shape) === 1);
    const isKept = (said?.personal ?? 'keep') === 'keep';
    const kind = spec?.datatype === 'BOOL' ? 'boolean' : spec?.datatype === 'BYTES' ? 'text' : 'number';
    return { name, title: said?.title ?? '', unit: said?.unit ?? '', takes: isOne && isKept ? kind : null };
  });
}
