import type { InvalidParam } from '@/lib/platform/errors';
import { columnSlots } from './column-slots';
import type { Overlay, OverlayChange, OverlayColumn, Signature } from './schema';

/** Why an overlay does not fit a signature; empty where it fits. An input is named wholly or not at all. */
export function findOverlayFaults(overlay: Overlay, signature: Signature): InvalidParam[] {
  const faults: InvalidParam[] = [];
  const slots = columnSlots(signature);
  overlay.columns.forEach((column, i) => {
    const fault = findColumnFault(column, signature);
    if (fault) faults.push({ name: `columns.${i}.${fault.field}`, reason: fault.reason });
  });
  if (faults.length > 0) return faults;
  for (const input of signature.inputs) {
    const named = overlay.columns.filter((column) => column.input === input.name);
    const wanted = slots.filter((slot) => slot.input === input).length;
    if (named.length === 0) continue;
    if (named.length === 1 && named[0]?.index === null) continue;
    const places = new Set(named.map((column) => column.index ?? 0));
    if (places.size !== named.length)
      faults.push({ name: 'columns', reason: `Two columns name the same position of "${input.name}".` });
    else if (named.length !== wanted)
      faults.push({
        name: 'columns',
        reason: `The input "${input.name}" has ${wanted} values a row, and ${named.length} of them have a name. Name all of them.`,
      });
  }
  const { reading } = signature;
  if (reading.task === 'classification')
    for (const label of Object.keys(overlay.classNames))
      if (!reading.classes.includes(label))
        faults.push({ name: `classNames.${label}`, reason: `The model has no class "${label}".` });
  return faults;
}

function findColumnFault(column: OverlayColumn, signature: Signature): { field: string; reason: string } | null {
  const input = signature.inputs.find((candidate) => candidate.name === column.input);
  if (!input) return { field: 'input', reason: `The model has no input "${column.input}".` };
  const width = columnSlots(signature).filter((slot) => slot.input === input).length;
  if (column.index !== null && column.index >= width)
    return {
      field: 'index',
      reason: `The input "${input.name}" has ${width} values a row; position ${column.index} is outside.`,
    };
  const isText = input.datatype === 'BYTES';
  if (isText && (column.kind === 'number' || column.kind === 'integer' || column.kind === 'image'))
    return { field: 'kind', reason: `The input "${input.name}" takes text, not a ${column.kind}.` };
  if (!isText && column.kind === 'text')
    return { field: 'kind', reason: `The input "${input.name}" takes ${input.datatype}, not text.` };
  if (column.nullable && !input.nullable)
    return { field: 'nullable', reason: `The model gives no finite answer without a value for "${input.name}".` };
  return null;
}

const placeOf = (column: OverlayColumn) => `${column.input}[${column.index ?? ''}]`;

/** What changed from one overlay to the next, place by place. */
export function compareOverlays(before: Overlay | null, after: Overlay | null): OverlayChange[] {
  const old = new Map(before?.columns.map((column) => [placeOf(column), column]) ?? []);
  const fresh = new Map(after?.columns.map((column) => [placeOf(column), column]) ?? []);
  const changes: OverlayChange[] = [];
  for (const [place, column] of fresh) {
    const was = old.get(place);
    if (!was) changes.push({ place, change: 'added', name: column.name, fields: [] });
    else {
      const fields = (Object.keys(column) as (keyof OverlayColumn)[]).filter(
        (field) => JSON.stringify(column[field]) !== JSON.stringify(was[field]),
      );
      if (fields.length > 0) changes.push({ place, change: 'changed', name: column.name, fields });
    }
  }
  for (const [place, column] of old)
    if (!fresh.has(place)) changes.push({ place, change: 'removed', name: column.name, fields: [] });
  return changes;
}
