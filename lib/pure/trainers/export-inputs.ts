import type { GraphBuilder } from '../onnx/graph-builder';
import type { InputPlan } from './plan-inputs';

/** TensorProto.DataType, as Cast names them. */
export const FLOAT = 1;
export const DOUBLE = 11;

/** The used columns of numbers and booleans side by side, rounded to 32 bits as trainers do and then in 64; null where there are none. */
export function joinNumbers(graph: GraphBuilder, plans: readonly InputPlan[]): string | null {
  const columns = plans
    .filter(({ kind, use }) => use === 'used' && kind !== 'category')
    .map(({ name, datatype }) =>
      datatype === 'FP32' ? name : graph.add('Cast', [name], [{ name: 'to', int: FLOAT }]),
    );
  const [first] = columns;
  if (first === undefined) return null;
  const joined = columns.length === 1 ? first : graph.add('Concat', columns, [{ name: 'axis', int: 1 }]);
  return graph.add('Cast', [joined], [{ name: 'to', int: DOUBLE }]);
}

/** A number for each text of a column: of each known one, of the empty one, and of all others. Gives int64 values, one for each row. */
export function encodeTexts(
  graph: GraphBuilder,
  input: string,
  places: { readonly known: ReadonlyMap<string, number>; readonly missing: number; readonly other: number },
): string {
  const entries = [...places.known, ['', places.missing] as const];
  const encoded = graph.add(
    'ai.onnx.ml:LabelEncoder',
    [input],
    [
      { name: 'keys_strings', texts: entries.map(([text]) => text) },
      { name: 'values_int64s', ints: entries.map(([, place]) => place) },
      { name: 'default_int64', int: places.other },
    ],
  );
  return graph.add('Squeeze', [encoded, graph.constant('INT64', [1], [1])]);
}
