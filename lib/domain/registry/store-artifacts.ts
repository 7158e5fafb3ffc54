import 'server-only';
import type { Ctx } from '@/lib/platform/context';

/** Which of some files an artifact names, as `<project>/<sha256>`. */
export async function listNamedFiles(
  ctx: Ctx,
  files: readonly { projectId: string; sha256: string }[],
): Promise<Set<string>> {
  const rows = await ctx.db.artifact.findMany({
    where: { sha256: { in: files.map(({ sha256 }) => sha256) } },
    select: { projectId: true, sha256: true },
  });
  return new Set(rows.map(({ projectId, sha256 }) => `${projectId}/${sha256}`));
}
