import { redirect } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { ComparisonView } from '@/components/comparison/comparison-view';
import { comparisonQueries } from '@/components/comparison/queries';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { compareVersions } from '@/lib/domain/comparison';

export const generateMetadata = async () => ({ title: (await getTranslations('comparison'))('title') });

export default async function ComparePage({ params, searchParams }: PageProps<'/p/[project]/models/[model]/compare'>) {
  const { project, model, ctx } = await requireModel(params, 'performance.view');
  const base = modelHref(project.slug, model.name);
  if (model.champion === null) redirect(`${base}/versions`);
  const t = await getTranslations('comparison');
  const query = await searchParams;
  const named = (text: unknown) => model.versions.find((number) => String(number) === text) ?? null;
  const a = named(query.a) ?? model.champion;
  const { shadow, canary } = model.deployment;
  const [b = null] = [named(query.b), shadow, canary?.version, ...model.versions.toReversed()].filter(
    (number) => typeof number === 'number' && number !== a,
  );
  const asked = typeof b === 'number' ? { a, b } : null;
  const entries = asked
    ? [
        {
          queryKey: comparisonQueries.detail(project.slug, model.name, asked).queryKey,
          load: () => compareVersions(ctx, { model: model.id, ...asked }),
        },
      ]
    : [];
  return (
    <Prefetch entries={entries}>
      <TopBar crumbs={[{ label: model.name, href: base }, { label: t('title') }]} />
      <PageBody>
        {asked ? (
          <ComparisonView project={project.slug} model={model.name} versions={model.versions} asked={asked} />
        ) : (
          <>
            <PageHeader title={t('title')} sentence={t('sentence')} />
            <Panel flush>
              <EmptyState title={t('single.title')}>{t('single.body')}</EmptyState>
            </Panel>
          </>
        )}
      </PageBody>
    </Prefetch>
  );
}
