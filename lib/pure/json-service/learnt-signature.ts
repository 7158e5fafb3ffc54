import type { InputSpec, OutputSpec, Reading } from '../protocols/signature';
import type { Learnt, LearntColumn } from './learnt';
import { VALUE } from './read-answer';

/** What an owner says of the answer: which field it is, and whether it is a class or a number. */
export interface SaidOfAnswer {
  field: string | null;
  task: 'classification' | 'regression' | null;
}

const LIKELY = [
  'prediction',
  'predicted',
  'predicted_class',
  'class',
  'label',
  VALUE,
  'value',
  'score',
  'result',
  'output',
  'probability',
];
const BESIDE =
  /(^|[._])(id|request|model|version|latency|time|timestamp|duration|took|status|message)([._]|$)|_(id|ms|at)$/i;

const likelihood = ({ name }: LearntColumn): number => {
  const last = name.split('.').at(-1)?.toLowerCase() ?? '';
  const at = LIKELY.indexOf(last);
  return at >= 0 ? at : BESIDE.test(name) ? LIKELY.length + 1 : LIKELY.length;
};

/** The field of the answer that decides: the one that the owner named, else the one most likely by its name; null where there is none. */
export function decisiveField(learnt: Learnt, said: SaidOfAnswer): LearntColumn | null {
  const named = learnt.fields.find(({ name }) => name === said.field);
  if (named) return named;
  const [best] = learnt.fields.toSorted(
    (a, b) => likelihood(a) - likelihood(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  return best ?? null;
}

const MAX_OUTPUTS = 20;

export interface LearntSignature {
  inputs: InputSpec[];
  outputs: (OutputSpec & { classLabels: null })[];
  reading: Exclude<Reading, { task: 'regression' }> | { task: 'regression'; value: string };
  rowByRow: boolean;
}

const datatypeOf = ({ kind }: LearntColumn) => (kind === 'number' ? ('FP64' as const) : ('BYTES' as const));

/**
 * The signature under which the calls of a service are logged: one input per column, one output per field of the answer. Numbers are
 * FP64, all else is text. A column of which only null was seen is left out until a value tells its kind.
 */
export function learntSignature(learnt: Learnt | null, said: SaidOfAnswer): LearntSignature {
  if (learnt === null) return { inputs: [], outputs: [], reading: { task: 'tensors' }, rowByRow: false };
  const inputs = learnt.columns
    .filter(({ kind }) => kind !== 'unknown')
    .map((column) => ({ name: column.name, datatype: datatypeOf(column), shape: [-1, 1], nullable: column.nullable }));
  const decisive = decisiveField(learnt, said);
  if (decisive === null) return { inputs, ...listOutput(learnt), rowByRow: false };
  const fields = [decisive, ...learnt.fields.filter(({ name, kind }) => name !== decisive.name && kind !== 'unknown')];
  const task = said.task ?? (decisive.kind === 'number' ? 'regression' : 'classification');
  return {
    inputs,
    outputs: fields
      .slice(0, MAX_OUTPUTS)
      .map((field) => ({ name: field.name, datatype: datatypeOf(field), shape: [-1, 1], classLabels: null })),
    reading:
      task === 'regression'
        ? { task, value: decisive.name }
        : { task, label: decisive.name, probabilities: null, classes: decisive.values ?? [] },
    rowByRow: false,
  };
}

function listOutput({ list }: Learnt): Pick<LearntSignature, 'outputs' | 'reading'> {
  if (!list || list.width < 1) return { outputs: [], reading: { task: 'tensors' } };
  const outputs = [{ name: VALUE, datatype: 'FP64' as const, shape: [-1, list.width], classLabels: null }];
  if (list.width === 1) return { outputs, reading: { task: 'regression', value: VALUE } };
  if (!list.isShares) return { outputs, reading: { task: 'tensors' } };
  const classes = Array.from({ length: list.width }, (_, i) => String(i));
  return { outputs, reading: { task: 'classification', label: null, probabilities: VALUE, classes } };
}
