// Unpacks one Parquet file for a process that must not be harmed by it. A child with a heap of its own: a thread would take its process along.
import { ParquetFault, type ParquetLimits, parquetRows } from '@/lib/pure/tabular/parquet-rows';

let parts: ReturnType<typeof parquetRows> | null = null;

const end = (reply: object) => process.send?.(reply, () => process.exit(0));

process.on('disconnect', () => process.exit(0));
// The file first; then one part a question, so that no more than one waits.
process.on('message', (message: { bytes: Uint8Array; limits: ParquetLimits } | 'next') => {
  if (message !== 'next') {
    const { bytes, limits } = message;
    // A copy of its own memory: a Buffer may be a part of a larger piece.
    parts = parquetRows(new Uint8Array(bytes).buffer, limits);
    return;
  }
  parts?.next().then(
    ({ done, value }) => (done ? end({ end: true }) : process.send?.({ part: value })),
    (error: unknown) => end({ fault: error instanceof ParquetFault ? error.message : 'it cannot be read as Parquet' }),
  );
});
