import { redirect } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import { DriftView } from '@/components/drift/drift-view';
import { DRIFT_RANGE } from '@/components/drift/queries';
import { referenceCommand } from '@/components/drift/reference-command';
import { VersionChoice } from '@/components/drift/version-choice';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { RangeControl } from '@/components/shell/range-control';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';

export const generateMetadata = async () => ({ title: (await getTranslations('shell.places'))('drift') });

export default async function DriftPage({ params }: PageProps<'/p/[project]/models/[model]/drift'>) {
  const { project, model, may } = await requireModel(params, 'drift.view');
  const base = modelHref(project.slug, model.name);
  if (model.champion === null) redirect(`${base}/versions`);
  const [t, url] = await Promise.all([getTranslations('drift'), publicAddress()]);
  return (
    <>
      <TopBar
        crumbs={[{ label: model.name, href: base }, { label: t('title') }]}
        range={<RangeControl fallback={DRIFT_RANGE} />}
      />
      <PageBody>
        <PageHeader
          title={t('title')}
          sentence={t('question')}
          actions={<VersionChoice versions={model.versions} champion={model.champion} />}
        />
        <DriftView
          project={project.slug}
          model={model.name}
          command={referenceCommand(url, model.name)}
          mayUpload={may('dataset.upload')}
          mayEdit={may('version.manage')}
        />
      </PageBody>
    </>
  );
}
