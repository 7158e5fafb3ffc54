import { trainModel } from '../../lib/pure/trainers/train-model';
import { CATEGORIES, type Flight, NUMBERS } from './flights';

const ROUNDS = 30;

/** A file that takes what the other versions take and answers the opposite of what is right: as if somebody had mixed up the two classes. */
export async function trainOpposite(flights: readonly Flight[]): Promise<Uint8Array> {
  const { onnx } = await trainModel(
    {
      columns: [
        ...CATEGORIES.map((name) => ({
          name,
          kind: 'category' as const,
          datatype: 'BYTES' as const,
          values: flights.map(({ row }) => row[name] ?? null),
        })),
        ...NUMBERS.map((name) => ({
          name,
          kind: 'number' as const,
          datatype: 'FP32' as const,
          values: Float64Array.from(flights, ({ row }) => Number(row[name] ?? Number.NaN)),
        })),
      ],
      target: flights.map(({ label }) => (label === null ? null : label === '1' ? '0' : '1')),
    },
    { algorithm: 'gradient-boosting', task: 'classification', seed: 0, parameters: { rounds: ROUNDS } },
  );
  return onnx;
}
