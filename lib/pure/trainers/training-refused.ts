/** Why a table or its settings cannot be trained on; `numbers` says how many and which limit. */
export type RefusalCode =
  /** {} */
  | 'no_columns'
  /** Every column is all null or constant. */
  | 'no_usable_column'
  /** {} an empty name, one longer than 128 characters, with control characters, or reserved. */
  | 'bad_column_name'
  | 'duplicate_column'
  /** {rows, expected} */
  | 'length_differs'
  /** {rows}: no row has a target. */
  | 'no_target'
  /** {rows, needed}: rows with a target that are left to learn from. */
  | 'too_few_rows'
  /** {rows}: all have the same class. */
  | 'one_class'
  /** {classes, limit} */
  | 'too_many_classes'
  /** {rows}: of a regression, rows whose target is no number. */
  | 'target_not_numbers'
  /** {rows}: of a classification, rows whose target is a number with a fraction. */
  | 'target_not_classes'
  /** {rows}: of a regression, all have the same target. */
  | 'constant_target'
  /** {rows}: texts in a column that was declared one of numbers or booleans. */
  | 'text_in_number_column'
  /** {missing, fractions}: what the declared integer or boolean input cannot carry. */
  | 'unfit_for_datatype'
  /** {rows}: weights that are negative or no numbers, or all 0. */
  | 'bad_weights'
  /** {rows}: times that are no numbers. */
  | 'bad_times'
  /** {value, least, most}: `column` names the setting. */
  | 'bad_parameter'
  /** Held out or folded by time, and the table has no times. */
  | 'no_times'
  | 'no_groups'
  /** {groups, needed} of times or groups. */
  | 'too_few_groups'
  /** {coefficients, limit}: of a linear model with so many categories. */
  | 'too_many_coefficients'
  /** Ridge with l2 = 0 has no single answer here. */
  | 'collinear_columns';

/** What a trainer says of input it cannot learn from. Texts belong to the pages that show them. */
export class TrainingRefused extends Error {
  constructor(
    readonly code: RefusalCode,
    /** The column, or the setting of a bad parameter. */
    readonly column: string | null = null,
    readonly numbers: Readonly<Record<string, number>> = {},
  ) {
    super([code, column, JSON.stringify(numbers)].filter((part) => part !== null).join(' '));
    this.name = 'TrainingRefused';
  }
}
