import type { Learnt } from './learnt';
import { decisiveField, type SaidOfAnswer } from './learnt-signature';
import type { AnswerShape } from './read-answer';
import { renderTensor } from './tensors';

/** An answer for one row: a number, a class, or shares of classes. */
export type AnswerValue = number | string | boolean | null | number[];

/** The shape for what was asked; else the one that is known. Null where no answer was read. */
const shapeFor = (learnt: Learnt, asked: 'one' | 'list'): AnswerShape | null =>
  learnt.shapes.find((shape) => shape.asked === asked) ?? learnt.shapes[0] ?? null;

/**
 * Answers as JSON in the shape of the service's own. Throws RangeError where no answer of it was read.
 * Of tensors it is the decisive one, in JSON. Example: after {"predictions":[0.1]}, the answer 0.5 is {"predictions":[0.5]}.
 */
export function renderAnswer(
  learnt: Learnt,
  said: SaidOfAnswer,
  asked: 'one' | 'list',
  values: readonly AnswerValue[],
): string {
  const shape = shapeFor(learnt, asked);
  if (!shape) throw new RangeError('no answer of the service was read yet');
  const field = decisiveField(learnt, said);
  const tensor = shape.tensors?.find(({ name }) => shape.each === 'list' || name === field?.name);
  if (tensor) return renderTensor(tensor, values);
  const each = values.map((value) => (shape.each === 'object' && field ? nest(field.name, value) : value));
  const inner = shape.many || values.length !== 1 ? each : each[0];
  return JSON.stringify(shape.container === null ? inner : { [shape.container]: inner });
}

const nest = (path: string, value: unknown): unknown =>
  path.split('.').reduceRight((inner: unknown, name) => ({ [name]: inner }), value);

/** What callers would miss if answers were made by `renderAnswer`. Empty where the shape is the same. */
export interface ShapeLoss {
  /** Fields of each answer, and members beside the answers, that only the service gives. */
  fields: string[];
  /** The service answers the same kind of call in more than one shape. */
  varies: boolean;
  /** Kinds of call (one row, a list) of which no answer was seen. */
  unseen: ('one' | 'list')[];
}

export function findShapeLoss(learnt: Learnt, said: SaidOfAnswer): ShapeLoss {
  const decisive = decisiveField(learnt, said);
  const kinds = ['one', 'list'] as const;
  const shapesOf = (asked: 'one' | 'list') => learnt.shapes.filter((shape) => shape.asked === asked);
  return {
    fields: [...learnt.fields.map(({ name }) => name).filter((name) => name !== decisive?.name), ...learnt.extras],
    varies: kinds.some((asked) => shapesOf(asked).length > 1),
    unseen: kinds.filter((asked) => shapesOf(asked).length === 0),
  };
}
