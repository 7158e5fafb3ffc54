import { PROBLEM_CODES } from './schema';

/** Why a run has failed, in a sentence of the API and the log; the pages say it in the reader's language by the code. */
export function tellRefusal({
  code,
  column,
  numbers,
}: {
  code: string;
  column: string | null;
  numbers: Readonly<Record<string, number>>;
}): string {
  const known = PROBLEM_CODES.find((candidate) => candidate === code) ?? 'internal';
  return SENTENCES[known](column ?? '', (name) => numbers[name] ?? 0);
}

type Sentence = (column: string, number: (name: string) => number) => string;

const SENTENCES: Readonly<Record<(typeof PROBLEM_CODES)[number], Sentence>> = {
  no_columns: () => 'No column is left to learn from.',
  no_usable_column: () => 'No column has two different values to learn from.',
  bad_column_name: (column) => `The column "${column}" has a name that cannot be an input: rename it in the dataset.`,
  duplicate_column: (column) => `The column "${column}" is there twice.`,
  length_differs: (column, n) => `The column "${column}" has ${n('rows')} values where ${n('expected')} belong.`,
  no_target: () => 'No row has a value in the target column.',
  too_few_rows: (_, n) => `${n('rows')} rows have a target; ${n('needed')} are needed at least.`,
  one_class: () => 'All rows have the same class: there is nothing to tell apart.',
  too_many_classes: (_, n) =>
    `The target has ${n('classes')} classes; ${n('limit')} are possible. Is it a number to predict?`,
  target_not_numbers: (_, n) => `${n('rows')} rows have a target that is no number; a regression needs numbers.`,
  target_not_classes: (_, n) =>
    `${n('rows')} rows have a target with a fraction; choose a regression, or a column of classes.`,
  constant_target: () => 'All rows have the same target: there is nothing to predict.',
  text_in_number_column: (column, n) => `"${column}" is a column of numbers, but ${n('rows')} rows have a text in it.`,
  unfit_for_datatype: (column, n) =>
    `The champion takes whole numbers in "${column}", but ${n('missing')} values are missing and ${n('fractions')} have a fraction.`,
  bad_weights: () => 'The weights hold a negative value, or nothing but zeros.',
  bad_times: () => 'A row has no time. Fill the time column of the dataset, or choose none.',
  too_many_coefficients: (_, n) =>
    `Categories and classes make ${n('coefficients')} coefficients; ${n('limit')} are possible. Use gradient boosting, or fewer columns.`,
  bad_parameter: (column) => `The setting "${column}" is out of its range.`,
  no_times: () => 'Rows are to be held out by time, but the dataset has no time column.',
  no_groups: () => 'Rows are to be held out by entity, but the dataset has no entity column.',
  too_few_groups: (_, n) => `There are ${n('groups')} times or entities; ${n('needed')} are needed for so many folds.`,
  collinear_columns: () => 'Columns repeat each other; a ridge with l2 = 0 has no single answer. Set l2 above 0.',
  too_many_cells: (_, n) =>
    `${n('cells')} cells are more than the ${n('limit')} that a run of ours takes. Use fewer rows or columns.`,
  no_target_column: () => 'The dataset does not say which column is the target.',
  no_such_column: () => 'The dataset has no column of a name that the recipe asks for.',
  target_is_feature: () => 'The recipe takes the target as an input.',
  worker_died: (_, n) => `The worker died ${n('attempts')} times while it worked on this run.`,
  too_long: () => 'The training took longer than its recipe allows, and was ended.',
  trainer_died: () => 'The process of the training ended, most likely for want of memory. Use fewer rows or columns.',
  trainer_lost: (_, n) => `${n('attempts')} trainers took this run, and none was heard of again.`,
  trainer_gave_up: () => 'The trainer gave up. Its log tells why.',
  pipeline_not_reached: () => 'The address of the pipeline was not reached.',
  pipeline_refused: (_, n) => `The pipeline answered the message of this run with ${n('status')}.`,
  parity: (_, n) =>
    `The exported file answers ${n('different')} of ${n('rows')} rows otherwise than the trainer. The version is kept and takes no traffic.`,
  internal: () => 'Something went wrong on our side. The log of the worker tells more.',
};
