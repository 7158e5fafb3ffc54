import 'server-only';
import { notFound } from 'next/navigation';
import type { Crumb } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getDataset, getDatasetVersion } from '@/lib/domain/datasets';
import type { DatasetView } from '@/lib/domain/datasets/schema';
import type { Ctx } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';

/** The project and its datasets; what follows is the page's own. */
export async function datasetCrumbs(project: { name: string; slug: string }): Promise<Crumb[]> {
  const t = await getTranslations('datasets');
  return [
    { label: project.name, href: `/p/${project.slug}/models` },
    { label: t('title'), href: `/p/${project.slug}/datasets` },
  ];
}

/** The dataset that an address names; 404 where there is none in the project. */
export async function requireDatasetOf(
  ctx: Ctx,
  of: { projectId: string; dataset: string; number?: number },
): Promise<DatasetView> {
  const { dataset: datasetId, ...where } = of;
  // Who is in two projects may see both, but each only at its own address.
  const version = await getDatasetVersion(ctx, { ...where, datasetId }).catch(nothingIfGone);
  const view = version && (await getDataset(ctx, of).catch(nothingIfGone));
  if (!view) notFound();
  return view;
}

/** The dataset that a page is to add a version to, by its address; null where it names none. */
export async function findDatasetOf(
  ctx: Ctx,
  { projectId, dataset }: { projectId: string; dataset: string | string[] | undefined },
): Promise<{ id: string; name: string } | null> {
  if (typeof dataset !== 'string') return null;
  const { id, name } = (await requireDatasetOf(ctx, { projectId, dataset })).dataset;
  return { id, name };
}
