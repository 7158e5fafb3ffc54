/** How a file of labels is joined to rows: by ids, or by a context value of that name. */
export interface LabelColumns {
  key: string;
  label: string;
  by: 'id' | 'context';
  context: string;
}

const IDS = ['prediction_id', 'predictionid', 'row_id', 'rowid', 'id'];
const ENTITIES = ['entity', 'key', 'customer_id', 'order_id'];
const LABELS = ['label', 'truth', 'actual', 'target', 'outcome', 'y', 'y_true', 'value'];

/** The columns that are probably meant. Example: `id,actual` joins by id, with the labels in `actual`. */
export function guessColumns(header: readonly string[]): Pick<LabelColumns, 'key' | 'label' | 'by'> {
  const find = (names: readonly string[]) =>
    names.flatMap((name) => header.find((column) => column.toLowerCase() === name) ?? [])[0];
  const id = find(IDS);
  const entity = find(ENTITIES);
  const key = id ?? entity ?? header[0] ?? '';
  return {
    key,
    label: find(LABELS) ?? header.find((column) => column !== key) ?? '',
    by: id === undefined && entity !== undefined ? 'context' : 'id',
  };
}
