import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { FieldProblem, ScoreValues, Severity } from '../predictions/schema';

/** All that feedback says of one row. */
export interface SaidOfRow {
  /** The worst of it; null where nobody calls the row wrong. */
  severity: Severity | null;
  fields: FieldProblem[];
  /** Of each piece of feedback that has some. */
  scores: ScoreValues[];
}

const WORST = ['serious', 'normal', 'minor'] as const;

/** What feedback says of rows of some predictions, by row id. */
export async function listSaidOf(
  ctx: Ctx,
  projectId: string,
  predictionIds: readonly string[],
): Promise<Map<string, SaidOfRow>> {
  const rows = await ctx.db.feedback.findMany({
    where: { projectId, predictionId: { in: [...predictionIds] } },
    select: { predictionId: true, row: true, severity: true, fields: true, scores: true },
    orderBy: { id: 'asc' },
  });
  const found = new Map<string, SaidOfRow>();
  for (const { predictionId, row, ...said } of rows) {
    const key = `${predictionId}.${row}`;
    const before = found.get(key);
    const severities = [Severity.nullable().parse(said.severity), before?.severity];
    const scores = ScoreValues.parse(said.scores);
    found.set(key, {
      severity: WORST.find((severity) => severities.includes(severity)) ?? null,
      fields: [...(before?.fields ?? []), ...z.array(FieldProblem).parse(said.fields)],
      scores: [...(before?.scores ?? []), ...(Object.keys(scores).length > 0 ? [scores] : [])],
    });
  }
  return found;
}
