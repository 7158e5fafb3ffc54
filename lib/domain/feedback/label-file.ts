import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { csvRecords } from '@/lib/platform/http/read-csv';
import { getModel } from '../registry';
import { readLabelLines } from './read-label-lines';
import type { LabelFile, LabelFileQuery } from './schema';
import { takeLabels } from './take-labels';

/**
 * Takes the truth from a CSV file, joined to rows by their ids or by a context value that callers sent with them. With `dryRun` it only
 * says what would be written. A file in which two lines say different things of one key is not written.
 */
export async function importLabels(
  ctx: Ctx,
  input: LabelFileQuery & { model: string; body: AsyncIterable<Uint8Array> },
): Promise<LabelFile> {
  const model = await getModel(ctx, { model: input.model, permission: 'label.write' });
  const read = await readLabelLines(csvRecords(input.body), input, 'Line');
  if (read.lines.length === 0) throw invalidInput('file', 'it holds no label', { reason: 'no_labels' });
  return takeLabels(ctx, model, { ...read, word: 'Line' }, { ...input, isWritten: input.dryRun !== '1' });
}
