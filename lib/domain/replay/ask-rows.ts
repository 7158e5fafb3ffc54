import { isAppError } from '@/lib/platform/errors';
import type { InferRows, RowAnswer } from '../validation';

const ROWS_A_CALL = 500;

/**
 * What a version answers to rows, in their order; null for a row that it refuses. A refused call names its row where it can: that one is left
 * out and the rest asked again; else every row is asked alone.
 */
export async function askRows(
  infer: InferRows,
  of: { projectId: string; modelId: string; number: number },
  rows: readonly Record<string, unknown>[],
): Promise<(RowAnswer | null)[]> {
  const answers: (RowAnswer | null)[] = rows.map(() => null);
  for (let from = 0; from < rows.length; from += ROWS_A_CALL) {
    const places = rows.slice(from, from + ROWS_A_CALL).map((_, i) => from + i);
    for (const [place, answer] of await askPart(infer, of, rows, places)) answers[place] = answer;
  }
  return answers;
}

async function askPart(
  infer: InferRows,
  of: { projectId: string; modelId: string; number: number },
  rows: readonly Record<string, unknown>[],
  places: readonly number[],
): Promise<[number, RowAnswer][]> {
  let left = [...places];
  while (left.length > 0) {
    try {
      const { answers } = await infer({ ...of, rows: left.map((place) => rows[place] ?? {}) });
      return left.flatMap((place, i): [number, RowAnswer][] => {
        const answer = answers[i];
        return answer ? [[place, answer]] : [];
      });
    } catch (error) {
      if (!isAppError(error) || error.code !== 'invalid_input') throw error;
      const named = new Set(
        error.invalidParams.flatMap(({ name }) => {
          const [, row] = /^rows\.(\d+)(\.|$)/.exec(name) ?? [];
          return row === undefined ? [] : [Number(row)];
        }),
      );
      if (named.size > 0) left = left.filter((_, i) => !named.has(i));
      else if (left.length === 1) return [];
      else {
        const alone: [number, RowAnswer][] = [];
        for (const place of left) alone.push(...(await askPart(infer, of, rows, [place])));
        return alone;
      }
    }
  }
  return [];
}
