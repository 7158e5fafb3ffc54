import { rowWidth } from '@/lib/pure/protocols/signature';
import type { ColumnKind, OverlayColumn, Signature, SignatureInput } from './schema';

/** One place of a row that can have a name of its own. */
export interface ColumnSlot {
  input: SignatureInput;
  index: number | null;
}

const MAX_NAMED_WIDTH = 5000;

/** The places of a row, in order: one per value of a flat input; one for an input that is a picture or of free size. */
export function columnSlots(signature: Signature): ColumnSlot[] {
  return signature.inputs.flatMap((input): ColumnSlot[] => {
    const width = rowWidth(input.shape);
    if (width === null || input.shape.length > 2 || width > MAX_NAMED_WIDTH || width <= 1)
      return [{ input, index: null }];
    return Array.from({ length: width }, (_, index) => ({ input, index }));
  });
}

/** What a place looks like before anyone has said more. */
export function plainKind({ input, index }: ColumnSlot): ColumnKind {
  if (index === null && input.shape.length > 2) return 'image';
  if (input.datatype === 'BYTES') return 'text';
  if (input.datatype === 'BOOL') return 'boolean';
  return input.datatype.startsWith('FP') || input.datatype === 'BF16' ? 'number' : 'integer';
}

/** A place with its name as the protocols know it without an overlay; positions of wide inputs are numbered. */
export function plainColumn(slot: ColumnSlot, name?: string): OverlayColumn {
  return {
    input: slot.input.name,
    index: slot.index,
    name: name ?? (slot.index === null ? slot.input.name : `${slot.input.name}_${slot.index}`),
    title: '',
    kind: plainKind(slot),
    unit: '',
    min: null,
    max: null,
    categories: [],
    nullable: slot.input.nullable,
    default: null,
    personal: 'keep',
  };
}
