import type { RowContext } from './context';
import type { Tensor } from './datatype';

/** A request of any protocol after parsing: tensors that fit the signature, and what was said about the rows. */
export interface InferenceRequest {
  tensors: Tensor[];
  rows: number;
  context: RowContext[] | null;
}
