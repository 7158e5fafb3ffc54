/** What the rows of a dataset are sent as. */
export const ROWS_FILE = {
  csv: { filename: 'dataset.csv', contentType: 'text/csv; charset=utf-8' },
  parquet: { filename: 'dataset.parquet', contentType: 'application/vnd.apache.parquet' },
};
