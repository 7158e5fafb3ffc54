import { type Ctx, inTransaction } from '@/lib/platform/context';
import { CLAIM_MS } from './claim-run';
import { requireClaim } from './require-claim';
import type { ClaimState, TrainerNotes } from './schema';
import { noteRow } from './store-outside';

const MOST_MEASURES = 5000;

/** Writes down what a trainer outside says, and keeps its claim for another minute; a pipeline keeps its own to the end. */
export async function noteClaim(ctx: Ctx, input: { claim: string; notes: TrainerNotes }): Promise<ClaimState> {
  const { lines, progress, measures, environment } = input.notes;
  return inTransaction(ctx, async (tx) => {
    const { run, leaseUntil } = await requireClaim(tx, input.claim);
    const now = tx.now();
    const until = new Date(Math.max(leaseUntil.getTime(), now.getTime() + CLAIM_MS));
    const { outside } = run;
    await noteRow(tx, run, {
      leaseUntil: until,
      lines: lines.map((text) => ({ at: now, text })),
      ...(progress === null ? {} : { progress }),
      ...(outside && (measures.length > 0 || Object.keys(environment).length > 0)
        ? {
            outside: {
              ...outside,
              environment: { ...outside.environment, ...environment },
              measures: [...outside.measures, ...measures].slice(-MOST_MEASURES),
            },
          }
        : {}),
    });
    return { run: run.number, leaseUntil: until.toISOString() };
  });
}
