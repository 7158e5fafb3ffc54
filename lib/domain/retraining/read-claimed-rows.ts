import { type Ctx, inTransaction } from '@/lib/platform/context';
import { exportCsv, exportParquetFile } from '../datasets';
import { requireClaim } from './require-claim';

/** The rows that a claimed run learns from, in pieces. */
export async function readClaimedRows(
  ctx: Ctx,
  input: { claim: string; format: 'csv' | 'parquet' },
): Promise<AsyncGenerator<string | Uint8Array>> {
  const { run } = await inTransaction(ctx, (tx) => requireClaim(tx, input.claim));
  if (!run.pinned) throw new Error('a run without pinned rows was claimed');
  const of = { dataset: run.pinned.datasetId, number: run.pinned.datasetNumber };
  return input.format === 'csv' ? exportCsv(ctx, of) : exportParquetFile(ctx, of);
}
