import 'server-only';
import fs from 'node:fs';
import type { Job, JobTools } from '@/lib/engine/jobs';
import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { findVersionOfJob, RowWriter, saveVersion, temporaryRows } from '../datasets';
import type { DatasetColumn, DatasetPlace, DatasetQuery } from '../datasets/schema';
import { getModel } from '../registry';
import { BuildPayload } from './builds';
import { examineOnBuild } from './examine-build';
import { loggedColumns } from './logged-columns';
import { readLoggedRows } from './read-logged-rows';

const MOST_ROWS = 2_000_000;
/** A text with more different values is no category. */
const MOST_CATEGORIES = 50;

/**
 * Reads the rows of a query into the next version of a dataset. One portion of calls is held at once; a job that died is begun again, and one
 * that had saved its version is done. System scope.
 */
export async function runBuild(ctx: Ctx, job: Job, tools: Pick<JobTools, 'report'>): Promise<void> {
  const { place, query, examine } = BuildPayload.parse(job.payload);
  const { projectId, id: jobId, createdBy } = job;
  await buildVersion(ctx, { projectId, jobId, createdBy, place, query }, tools);
  if (examine) await examineOnBuild(ctx, { modelId: query.modelId, jobId, createdBy, examine });
}

/** The same for what another room has asked for under an id of its own; the signal of `report` may end it by throwing. */
export async function buildVersion(
  ctx: Ctx,
  of: { projectId: string; jobId: string; createdBy: string; place: DatasetPlace; query: DatasetQuery },
  tools: Pick<JobTools, 'report'>,
): Promise<void> {
  if (await findVersionOfJob(ctx, of.jobId)) return;
  const { place, query, projectId } = of;
  const model = await getModel(ctx, { model: query.modelId });
  const logged = await loggedColumns(ctx, model, query);
  const file = temporaryRows();
  const writer = await RowWriter.open(file, logged.columns, logged.roles);
  const texts = new TextCounter(logged.columns);
  let examLeftOut = 0;
  try {
    const asOfMs = Date.parse(query.asOf);
    let firstMs: number | null = null;
    for await (const part of readLoggedRows(ctx, projectId, query, logged)) {
      firstMs ??= part.atMs;
      examLeftOut += part.exam;
      for (const row of part.taken) {
        const cells = logged.cellsOf(row);
        texts.add(cells);
        await writer.add(cells);
      }
      if (writer.rows > MOST_ROWS)
        throw new AppError(
          'too_large',
          `There are more than ${MOST_ROWS.toLocaleString('en')} rows. Choose a shorter time.`,
        );
      const progress = 0.9 * Math.min(1, (part.atMs - firstMs) / Math.max(1, asOfMs - firstMs));
      await tools.report({ progress, message: String(writer.rows) });
    }
    if (writer.rows === 0)
      throw new AppError(
        'invalid_input',
        examLeftOut > 0
          ? `All ${examLeftOut} labelled rows of the query belong to exams. Choose more rows.`
          : 'No row of the query has a label of the chosen sources. Choose a longer time or more sources.',
      );
    const written = await writer.finish();
    await tools.report({ progress: 0.95, message: String(written.rows) });
    await saveVersion(
      ctx,
      { projectId, place, jobId: of.jobId, createdBy: of.createdBy },
      {
        file,
        written,
        columns: texts.typed(),
        roles: logged.roles,
        source: { kind: 'query', query },
        examLeftOut,
      },
    );
  } finally {
    await writer.close();
    fs.rmSync(file, { force: true });
  }
}

/** Tells texts from categories, which repeat: at most 50 different ones, each twice on average. */
class TextCounter {
  readonly #columns: readonly DatasetColumn[];
  readonly #values: (Set<string> | null)[];
  readonly #filled: number[];

  constructor(columns: readonly DatasetColumn[]) {
    this.#columns = columns;
    this.#values = columns.map(({ type }) => (type === 'text' ? new Set() : null));
    this.#filled = columns.map(() => 0);
  }

  add(cells: readonly unknown[]): void {
    for (const [i, values] of this.#values.entries()) {
      const cell = cells[i];
      if (typeof cell !== 'string') continue;
      this.#filled[i] = (this.#filled[i] ?? 0) + 1;
      if (values && values.size <= MOST_CATEGORIES) values.add(cell);
    }
  }

  typed(): DatasetColumn[] {
    return this.#columns.map((column, i) => {
      const values = this.#values[i];
      const isCategory = values && values.size <= MOST_CATEGORIES && values.size * 2 <= (this.#filled[i] ?? 0);
      return isCategory ? { ...column, type: 'category' } : column;
    });
  }
}
