import type { Ctx } from '@/lib/platform/context';
import type { CsvCell } from '@/lib/pure/tabular/csv-write';
import type { ParquetColumn } from '@/lib/pure/tabular/parquet-write';
import { listSaidOf, type SaidOfRow } from '../feedback';
import { inputColumns, type LoggedAnswer, listAnswers } from '../predictions';
import { getModel } from '../registry';
import { confidencesOf, versionReader } from './pick-rows';
import type { EXPORT_SPLITS } from './schema';
import { type ExchangedReview, listReviewsOf } from './store-exchange';
import { listItemRows, type StoredItem } from './store-items';
import type { StoredQueue } from './store-queues';

const ITEMS_A_READ = 200;

/** A settled item with all that is known of its row. */
export interface SettledRow {
  item: StoredItem;
  rowId: string;
  /** Null where the log has the row no more. */
  answer: {
    said: string;
    confidence: number | null;
    context: Readonly<Record<string, string | undefined>> | null;
  } | null;
  inputs: Map<string, CsvCell>;
  /** What people had said of it. */
  said: SaidOfRow | null;
  /** Oldest first, without what was taken back. */
  reviews: readonly ExchangedReview[];
}

export interface SettledRows {
  model: string;
  task: 'classification' | 'regression' | 'tensors';
  columns: ParquetColumn[];
  pages: AsyncGenerator<SettledRow[]>;
}

/** What was settled in a queue, newest first, in pages. Rows for training or exams are those with a label and with inputs. */
export async function readSettled(
  ctx: Ctx,
  queue: StoredQueue,
  split: (typeof EXPORT_SPLITS)[number],
): Promise<SettledRows> {
  const permission = 'review.view' as const;
  const { projectId, modelId } = queue;
  const model = await getModel(ctx, { model: modelId, permission });
  const inputs = await inputColumns(ctx, { model: modelId, permission });
  const versionOf = versionReader(ctx, { projectId, modelId });
  const newest = model.champion ?? model.versions[0];
  const task = newest === undefined ? null : await versionOf(newest);
  const settled = split === 'all' ? {} : { settled: { destination: split, outcome: 'label' as const } };

  async function toRow(
    item: StoredItem,
    call: LoggedAnswer | undefined,
    reviews: ExchangedReview[],
    said: SaidOfRow | null,
  ): Promise<SettledRow> {
    const { row, versionNumber } = item;
    const version = call && (await versionOf(versionNumber));
    return {
      item,
      rowId: `${item.predictionId}.${row}`,
      answer: call
        ? {
            said: call.outcomes[row] ?? '',
            confidence: (version && confidencesOf(call, version.reading)?.[row]) ?? null,
            context: call.contexts?.[row] ?? null,
          }
        : null,
      inputs: inputs.cellsOf({ versionNumber, row, call }),
      said,
      reviews,
    };
  }

  async function* pages(): AsyncGenerator<SettledRow[]> {
    let after: StoredItem | null = null;
    for (;;) {
      const items: StoredItem[] = await listItemRows(
        ctx,
        { queueId: queue.id, state: 'settled', ...settled },
        { after, limit: ITEMS_A_READ },
      );
      const ids = [...new Set(items.map(({ predictionId }) => predictionId))];
      const [answers, reviews, said] = await Promise.all([
        listAnswers(ctx, projectId, ids),
        listReviewsOf(
          ctx,
          items.map(({ id }) => id),
        ),
        listSaidOf(ctx, projectId, ids),
      ]);
      const calls = new Map(answers.map((answer) => [answer.id, answer]));
      const rows = await Promise.all(
        items.map((item) =>
          toRow(
            item,
            calls.get(item.predictionId),
            reviews.get(item.id) ?? [],
            said.get(`${item.predictionId}.${item.row}`) ?? null,
          ),
        ),
      );
      yield split === 'all' ? rows : rows.filter((row) => row.inputs.size > 0);
      after = items.at(-1) ?? null;
      if (items.length < ITEMS_A_READ) return;
    }
  }
  return { model: model.name, task: task?.reading.task ?? 'tensors', columns: inputs.columns, pages: pages() };
}
