import { AppError } from '@/lib/platform/errors';
import { ParquetFault } from '@/lib/pure/tabular/parquet-rows';

/** The content types that Parquet is sent under. */
export const PARQUET_TYPE = /^application\/(vnd\.apache\.parquet|x-parquet|parquet)\b/;

/** A fault of a Parquet file as a 422 that says what it is; every other error as it is. */
export const refuseParquet = (error: unknown): unknown =>
  error instanceof ParquetFault
    ? new AppError('invalid_input', `The Parquet file is not taken: ${error.message}.`, {
        reason: 'parquet',
        invalidParams: [{ name: 'file', reason: error.message }],
      })
    : error;
