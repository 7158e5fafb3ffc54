import 'server-only';
import fs from 'node:fs';
import type { Ctx } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { csvRecords } from '@/lib/platform/http/read-csv';
import { artifacts, partFile } from '../registry';
import { checkRoles } from './check-roles';
import { checkPlace } from './datasets';
import { readCell } from './read-cell';
import { saveVersion } from './save-version';
import type { CellProblem, DatasetCell, DatasetColumn, SavedUpload, SaveUpload } from './schema';
import { dropUpload, requireUpload } from './uploads';
import { RowWriter, type WrittenRows } from './write-rows';

const SHOWN_PROBLEMS = 20;

/**
 * Saves an upload as a version of a dataset, with the types and roles that a person chose. Cells that are not of their column's type are 422
 * with line and column, and nothing is saved; a dry run tells them and saves nothing in any case.
 */
export async function saveUpload(ctx: Ctx, input: { body: SaveUpload }): Promise<SavedUpload> {
  const { uploadId, place, columns, roles, dryRun } = input.body;
  const { upload, projectId, sha256 } = await requireUpload(ctx, uploadId);
  checkColumns(upload.columns, columns);
  checkRoles(columns, roles);
  await checkPlace(ctx, projectId, place);
  const file = artifacts().temporary();
  try {
    const { problems, problemCount, ...written } = await writeTyped(partFile(uploadId), file, input.body);
    const found = {
      rows: written.rows,
      duplicates: written.duplicates,
      cutOff: written.cutOff?.toISOString() ?? null,
      problems,
      problemCount,
    };
    if (dryRun) return { ...found, version: null };
    if (problems.length > 0) throw wrongCells(problems, problemCount);
    const version = await saveVersion(
      ctx,
      { projectId, place },
      {
        file,
        written,
        columns,
        roles,
        source: { kind: 'upload', filename: upload.filename, sha256 },
        examLeftOut: 0,
      },
    );
    await dropUpload(ctx, uploadId);
    return { ...found, version };
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Columns are those of the file, in its order: types are chosen, names are not. */
function checkColumns(of: readonly DatasetColumn[], chosen: readonly DatasetColumn[]): void {
  const at = of.findIndex(({ name }, i) => chosen[i]?.name !== name);
  if (at >= 0)
    throw invalidInput(`columns.${at}.name`, `column ${at + 1} of the file is "${of[at]?.name.slice(0, 128)}"`);
  if (chosen.length > of.length) throw invalidInput('columns', `the file has ${of.length} columns`);
}

const wrongCells = (problems: readonly CellProblem[], count: number): AppError =>
  new AppError(
    'invalid_input',
    `${count === 1 ? 'A cell is' : `${count.toLocaleString('en')} cells are`} not of the type that the column has. ` +
      'Choose another type, or mend the file.',
    {
      reason: 'wrong_cells',
      invalidParams: problems.map(({ line, column, reason }) => ({
        name: column,
        reason: `Line ${line}, column "${column.slice(0, 128)}": ${reason}.`,
      })),
      details: { problems, count },
    },
  );

async function writeTyped(
  from: string,
  to: string,
  { columns, roles }: Pick<SaveUpload, 'columns' | 'roles'>,
): Promise<WrittenRows & { problems: CellProblem[]; problemCount: number }> {
  const writer = await RowWriter.open(to, columns, roles);
  const problems: CellProblem[] = [];
  let problemCount = 0;
  let isHeader = true;
  try {
    for await (const { cells, line } of csvRecords(fs.createReadStream(from))) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      const typed = columns.map(({ name, type }, i): DatasetCell => {
        const read = readCell(type, cells[i] ?? '');
        if ('value' in read) return read.value;
        problemCount += 1;
        if (problems.length < SHOWN_PROBLEMS) problems.push({ line, column: name, reason: read.reason });
        return null;
      });
      await writer.add(typed);
    }
    return { ...(await writer.finish()), problems, problemCount };
  } catch (error) {
    await writer.close();
    throw error;
  }
}
