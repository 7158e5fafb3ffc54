import { notFound } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import { ApiView } from '@/components/serving/api-view';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { exampleRow, exampleTensors, getServedVersion, rowFields } from '@/lib/domain/registry';

export default async function ApiPage({ params }: PageProps<'/p/[project]/models/[model]/api'>) {
  const { project, model, ctx, may } = await requireModel(params, 'version.manage');
  if (model.champion === null) notFound();
  const [t, url, { served, overlay }] = await Promise.all([
    getTranslations('api'),
    publicAddress(),
    getServedVersion(ctx, { model: model.id, permission: 'model.view' }),
  ]);
  const fields = rowFields(served, overlay);
  const row = exampleRow(fields, overlay);
  return (
    <>
      <TopBar
        crumbs={[{ label: model.name, href: `/p/${project.slug}/models/${model.name}` }, { label: t('place') }]}
      />
      <PageBody>
        <PageHeader title={t('title', { model: model.name })} sentence={t('sentence')} />
        <ApiView
          project={project.slug}
          model={model.name}
          modelId={model.id}
          url={url}
          fields={fields}
          row={row}
          tensors={exampleTensors(served, row)}
          mayManageKeys={may('key.manage')}
        />
      </PageBody>
    </>
  );
}
