import 'server-only';
import type { Ctx } from '@/lib/platform/context';

export async function deleteAbout(ctx: Ctx, of: { projectId: string; floor: string }): Promise<void> {
  const where = { projectId: of.projectId, predictionId: { lt: of.floor } };
  await ctx.db.feedback.deleteMany({ where });
  await ctx.db.feedbackHistory.deleteMany({ where });
  await ctx.db.threadEntry.deleteMany({ where });
  await ctx.db.label.deleteMany({ where });
  await ctx.db.usedFeedbackLink.deleteMany({ where });
}
