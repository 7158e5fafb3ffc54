import type { RowContext } from './context';
import type { Tensor } from './datatype';

/** A request of any protocol after parsing: tensors that fit the signature, and what was said about the rows. */
export interface InferenceRequest {
  tensors: Tensor[];
  /** Where the reader has it: the JSON list of each tensor's values as it was sent, for the log. */
  texts?: string[];
  rows: number;
  context: RowContext[] | null;
}
