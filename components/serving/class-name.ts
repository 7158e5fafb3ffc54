/** A class of a model and what its owner calls it. */
export interface ClassName {
  label: string;
  name: string;
}
