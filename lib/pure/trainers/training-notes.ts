import type { LinearColumn } from './linear-design';
import type { ColumnNotes } from './plan-inputs';
import type { TableRows } from './read-table';

/** What a training did with the table's rows and columns, for people. */
export interface TrainingNotes {
  readonly rows: {
    readonly given: number;
    readonly withoutTarget: number;
    readonly learnt: number;
    readonly heldOut: number;
  };
  readonly dropped: readonly { readonly column: string; readonly reason: 'all_null' | 'constant' }[];
  /** Columns with missing values: a linear model takes `value` for a missing number; null says that missing is told apart. */
  readonly imputed: readonly { readonly column: string; readonly missing: number; readonly value: number | null }[];
  readonly notFinite: readonly { readonly column: string; readonly rows: number }[];
  /** Columns of texts and numbers that were not declared: all their cells are read as texts. */
  readonly treatedAsCategory: readonly { readonly column: string; readonly numbers: number }[];
  /** Columns with more categories than are told apart; all others are one. */
  readonly bounded: readonly {
    readonly column: string;
    readonly categories: number;
    readonly kept: number;
    readonly otherRows: number;
  }[];
}

/** The notes of a training; `linear` says what stands for missing numbers, where anything does. */
export function notesOf(
  { given, kept, plans, notes }: TableRows,
  heldOut: number,
  linear: readonly LinearColumn[] | null,
): TrainingNotes {
  const places = new Map(plans.filter(({ use }) => use === 'used').map(({ name }, place) => [name, place]));
  const fillOf = (name: string) => {
    const column = linear?.[places.get(name) ?? -1];
    return column?.kind === 'number' ? column.fill : null;
  };
  const pick = <Note>(has: (note: ColumnNotes) => boolean, make: (note: ColumnNotes) => Note): Note[] =>
    notes.filter((note) => places.has(note.column) && has(note)).map(make);
  const categories = new Map(plans.map((plan) => [plan.name, plan.categories.length]));
  return {
    rows: { given, withoutTarget: given - kept.length, learnt: kept.length - heldOut, heldOut },
    dropped: plans.flatMap(({ name, use }) => (use === 'used' ? [] : [{ column: name, reason: use }])),
    imputed: pick(
      ({ missing }) => missing > 0,
      ({ column, missing }) => ({ column, missing, value: fillOf(column) }),
    ),
    notFinite: pick(
      ({ notFinite }) => notFinite > 0,
      ({ column, notFinite }) => ({ column, rows: notFinite }),
    ),
    treatedAsCategory: pick(
      ({ numbersAmongTexts }) => numbersAmongTexts > 0,
      ({ column, numbersAmongTexts }) => ({ column, numbers: numbersAmongTexts }),
    ),
    bounded: pick(
      ({ otherRows }) => otherRows > 0,
      ({ column, distinct, otherRows }) => ({
        column,
        categories: distinct,
        kept: categories.get(column) ?? 0,
        otherRows,
      }),
    ),
  };
}
