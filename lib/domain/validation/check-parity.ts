import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { readCsv } from '@/lib/platform/http/read-csv';
import { getServedVersion, matchTable, rowPlaces } from '../registry';
import { compareAnswer, describeAnswer } from './compare-answers';
import { findParityCause } from './find-parity-cause';
import type { InferRows } from './infer-rows';
import { readTheirAnswers } from './parity-columns';
import { hashing, placeRows, runTable } from './run-table';
import { ParityReport, type ParityResult } from './schema';
import { insertReport, type ReportKind } from './store';

const MAX_ROWS = 100_000;
const DEFAULT_TOLERANCE = 1e-5;

export interface TableInput {
  model: string;
  number: number;
  filename: string;
  body: AsyncIterable<Uint8Array>;
  infer: InferRows;
}

/** Runs the owner's rows here, compares with the owner's predictions, and keeps the report. */
export async function checkParity(
  ctx: Ctx,
  input: TableInput & { prediction?: string | undefined; tolerance?: number | undefined },
): Promise<ParityReport> {
  const { model, version, overlay, served } = await getServedVersion(ctx, {
    model: input.model,
    number: input.number,
    permission: 'version.manage',
  });
  if (served.reading.task === 'tensors')
    throw new AppError(
      'invalid_input',
      'The outputs of this model are tensors without a reading; nothing to compare.',
      {
        reason: 'no_reading',
      },
    );
  const tolerance = input.tolerance ?? DEFAULT_TOLERANCE;
  const file = hashing(input.body);
  const table = await readCsv(file.bytes, MAX_ROWS);
  const theirs = readTheirAnswers(table, served.reading, input.prediction, overlay?.classNames);
  const places = rowPlaces(served);
  const match = matchTable(places, table.header, new Set(theirs.names));
  const rows = placeRows(table.rows, match.positions);
  const target = { projectId: model.projectId, modelId: model.id, number: version.number };
  const lines = table.rows.map(({ line }) => line);
  const here = await runTable(input.infer, target, places, rows, lines);
  let agreed = 0;
  let largestDifference: number | null = null;
  let firstAt = -1;
  for (const [i, answer] of here.entries()) {
    const yours = theirs.answers[i];
    if (!yours) continue;
    const { agrees, difference } = compareAnswer(answer, yours, tolerance);
    if (difference !== null) largestDifference = Math.max(largestDifference ?? 0, difference);
    if (agrees) agreed += 1;
    else if (firstAt < 0) firstAt = i;
  }
  const [firstHere, firstYours] = [here[firstAt], theirs.answers[firstAt]];
  const result: ParityResult = {
    rows: here.length,
    agreed,
    tolerance,
    comparedWith: theirs.names,
    largestDifference,
    firstDifference:
      firstHere && firstYours
        ? {
            row: firstAt + 1,
            line: lines[firstAt] ?? 0,
            fields: Object.fromEntries(
              places.slice(0, 100).map((place, i) => [place.name, (rows[firstAt]?.[i] ?? '').slice(0, 200)]),
            ),
            here: describeAnswer(firstHere),
            yours: describeAnswer(firstYours),
          }
        : null,
    cause:
      firstAt < 0
        ? null
        : await findParityCause({ infer: input.infer, target, places, rows, here, yours: theirs.answers, tolerance }),
    ignored: match.ignored,
  };
  return saveReport(ctx, {
    of: { ...target, modelName: model.name },
    kind: 'parity',
    filename: input.filename,
    fileSha256: file.sha256(),
    result,
    summary: { rows: result.rows, agreed },
  }).then((report) => ParityReport.parse(report));
}

/** Keeps a report with its audit event. */
export async function saveReport(
  ctx: Ctx,
  input: {
    of: { projectId: string; modelId: string; number: number; modelName: string };
    kind: ReportKind;
    filename: string;
    fileSha256: string;
    result: object;
    summary: object;
  },
): Promise<{ kind: string; result: unknown }> {
  const { of } = input;
  return inTransaction(ctx, async (tx) => {
    const report = await insertReport(tx, {
      projectId: of.projectId,
      modelId: of.modelId,
      versionNumber: of.number,
      kind: input.kind,
      filename: input.filename.replace(/\p{C}/gu, '').slice(0, 100),
      fileSha256: input.fileSha256,
      result: input.result,
      createdBy: actorName(ctx.actor),
    });
    await audit(tx, {
      action: `validation.${input.kind}`,
      object: `model:${of.modelName}/${of.number}`,
      projectId: of.projectId,
      after: { reportId: report.id, ...input.summary },
    });
    return { ...report, kind: input.kind };
  });
}
