import type { Ctx } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { type CsvRecord, csvFault, readCsv } from '@/lib/platform/http/read-csv';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import { getServedVersion, matchTable, rowPlaces } from '../registry';
import { saveReport, type TableInput } from './check-parity';
import { featureColumn } from './feature-column';
import { labelFinder } from './find-label';
import type { RowAnswer } from './infer-rows';
import { leaveOutSeen } from './leave-out-seen';
import { hashing, placeRows, runTable } from './run-table';
import { EvaluationReport, type EvaluationResult } from './schema';
import { scoreClassification } from './score-classification';
import { scoreRegression } from './score-regression';
import { TrainingRows } from './training-rows';

const MAX_ROWS = 100_000;

/**
 * Judges a version on rows whose truth is known, beside what no model and one column would reach, and keeps the report. Rows that it was
 * trained on are left out of every number.
 */
export async function evaluateVersion(
  ctx: Ctx,
  input: TableInput & { target: string; group?: string | undefined },
): Promise<EvaluationReport> {
  const { model, version, overlay, served } = await getServedVersion(ctx, {
    model: input.model,
    number: input.number,
    permission: 'version.manage',
  });
  const { reading } = served;
  if (reading.task === 'tensors')
    throw new AppError('invalid_input', 'The outputs of this model are tensors without a reading; nothing to judge.', {
      reason: 'no_reading',
    });
  const file = hashing(input.body);
  const table = await readCsv(file.bytes, MAX_ROWS);
  const targetAt = columnOf(table.header, 'target', input.target);
  const groupAt = input.group === undefined ? -1 : columnOf(table.header, 'group', input.group);
  const places = rowPlaces(served);
  const taken = new Set([input.target, ...(input.group === undefined ? [] : [input.group])]);
  // A model may take the column that groups rows, such as a station: then it is both.
  const names = new Set(places.map((place) => place.name));
  const match = matchTable(places, table.header, new Set([...taken].filter((name) => !names.has(name))));
  const withTarget = table.rows.filter(({ cells }) => (cells[targetAt] ?? '') !== '');
  if (withTarget.length === 0) throw csvFault('no row has a target.', { line: 2, column: input.target });
  const training = await TrainingRows.open(ctx, model.projectId, version);
  const { kept: labelled, leftOut } = training
    ? await leaveOutSeen(training, { header: table.header, records: withTarget, places, positions: match.positions })
    : { kept: withTarget, leftOut: null };
  const placed = placeRows(labelled, match.positions);
  const lines = labelled.map(({ line }) => line);
  const target = { projectId: model.projectId, modelId: model.id, number: version.number };
  const answers = await runTable(input.infer, target, places, placed, lines);
  const groups = labelled.map(({ cells }, i) => (groupAt < 0 ? String(i) : (cells[groupAt] ?? '')));
  const common = { groups, hasGroups: groupAt >= 0 };
  const scores =
    reading.task === 'regression'
      ? scoreRegression({
          ...common,
          labels: labelled.map((row) => numberOf(row, targetAt, input.target)),
          predictions: answers.map((answer) => answer.value ?? Number.NaN),
          unit: reading.unit,
        })
      : scoreClassification({
          ...common,
          labels: readLabels(labelled, targetAt, reading.classes, overlay?.classNames ?? {}, answers, input.target),
          predictions: answers.map((answer) => answer.label ?? ''),
          probabilities: probabilitiesOf(answers),
          classes: reading.classes,
          columns: places.slice(0, 200).map((place, i) =>
            featureColumn(
              place,
              placed.map((row) => row[i] ?? ''),
            ),
          ),
        });
  const result: EvaluationResult = {
    task: reading.task,
    target: input.target,
    group: input.group ?? null,
    rows: labelled.length,
    unlabelled: table.rows.length - withTarget.length,
    leftOut,
    classification: null,
    regression: null,
    ...scores,
    ignored: match.ignored,
  };
  const report = await saveReport(ctx, {
    of: { ...target, modelName: model.name },
    kind: 'evaluation',
    filename: input.filename,
    fileSha256: file.sha256(),
    result,
    summary: { rows: result.rows, leftOut: withTarget.length - labelled.length, target: input.target },
  });
  return EvaluationReport.parse(report);
}

function columnOf(header: readonly string[], parameter: string, name: string): number {
  const at = header.indexOf(name);
  if (at < 0)
    throw invalidInput(parameter, `the file has no column "${name}"; it has ${header.slice(0, 20).join(', ')}`, {
      reason: 'no_column',
    });
  return at;
}

function numberOf({ cells, line }: CsvRecord, at: number, column: string): number {
  const parsed = parseNumberText(cells[at] ?? '');
  if (!parsed.ok || parsed.value === null || !Number.isFinite(parsed.value))
    throw csvFault(`"${(cells[at] ?? '').slice(0, 40)}" is not a number.`, { line, column });
  return parsed.value;
}

/** The truth of each row as one of the model's classes, by label or by the name that the owner gave it. */
function readLabels(
  rows: readonly CsvRecord[],
  at: number,
  classes: readonly string[],
  names: Readonly<Record<string, string>>,
  answers: readonly RowAnswer[],
  column: string,
): string[] {
  const { known, find } = labelFinder(
    classes,
    names,
    answers.map(({ label }) => label),
  );
  return rows.map(({ cells, line }) => {
    const cell = cells[at] ?? '';
    const label = find(cell);
    if (label === null)
      throw csvFault(`"${cell.slice(0, 40)}" is no class of the model; it has ${[...known].slice(0, 20).join(', ')}.`, {
        line,
        column,
      });
    return label;
  });
}

function probabilitiesOf(answers: readonly RowAnswer[]): number[][] | null {
  const rows: number[][] = [];
  for (const { probabilities } of answers) {
    if (!probabilities) return null;
    rows.push(probabilities.map((probability) => probability ?? Number.NaN));
  }
  return rows;
}
