import { redirect } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import { VersionFilter } from '@/components/monitoring/version-filter';
import { labelCommand } from '@/components/performance/label-command';
import { PerformanceView } from '@/components/performance/performance-view';
import { PERFORMANCE_RANGE } from '@/components/performance/queries';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { RangeControl } from '@/components/shell/range-control';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export const generateMetadata = async () => ({ title: (await getTranslations('shell.places'))('performance') });

export default async function PerformancePage({ params }: PageProps<'/p/[project]/models/[model]/performance'>) {
  const { project, model, may } = await requireModel(params, 'performance.view');
  const base = modelHref(project.slug, model.name);
  if (model.champion === null) redirect(`${base}/versions`);
  const [t, url] = await Promise.all([getTranslations('performance'), publicAddress()]);
  return (
    <>
      <TopBar
        crumbs={[{ label: model.name, href: base }, { label: t('title') }]}
        range={<RangeControl fallback={PERFORMANCE_RANGE} />}
      />
      <PageBody>
        <PageHeader
          title={t('title')}
          sentence={t('question')}
          actions={<VersionFilter versions={model.versions} champion={model.champion} />}
        />
        <PerformanceView
          project={project.slug}
          model={model.name}
          command={labelCommand(url)}
          mayLabel={may('label.write')}
          mayChoose={may('version.manage')}
          mayPull={may('label-source.manage')}
        />
      </PageBody>
    </>
  );
}
