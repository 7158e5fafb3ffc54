import { redirect } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { ComparisonView } from '@/components/comparison/comparison-view';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';

export const generateMetadata = async () => ({ title: (await getTranslations('comparison'))('title') });

export default async function ComparePage({ params, searchParams }: PageProps<'/p/[project]/models/[model]/compare'>) {
  const { project, model, may } = await requireModel(params, 'performance.view');
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
  // Not read beforehand: months of calls take seconds, and the page should be there meanwhile.
  return (
    <>
      <TopBar crumbs={[{ label: model.name, href: base }, { label: t('title') }]} />
      <PageBody>
        {asked ? (
          <ComparisonView
            project={project.slug}
            model={model.name}
            versions={model.versions}
            asked={asked}
            mayPrice={may('version.manage')}
            mayPromote={may('promotion.ask') && asked.a === model.champion}
          />
        ) : (
          <>
            <PageHeader title={t('title')} sentence={t('sentence')} />
            <Panel flush>
              <EmptyState title={t('single.title')}>{t('single.body')}</EmptyState>
            </Panel>
          </>
        )}
      </PageBody>
    </>
  );
}
