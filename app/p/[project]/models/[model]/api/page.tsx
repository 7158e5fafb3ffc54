import { notFound, redirect } from 'next/navigation';
import { requireModel } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import type { SentModel } from '@/components/ingest/send-commands';
import { SendPanel } from '@/components/ingest/send-panel';
import { ApiView } from '@/components/serving/api-view';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { exampleRow, exampleTensors, getServedVersion, rowFields } from '@/lib/domain/registry';
import { sentModel } from '../sent-model';

export default async function ApiPage({ params }: PageProps<'/p/[project]/models/[model]/api'>) {
  const { project, model, ctx, may } = await requireModel(params, 'version.manage');
  if (model.champion === null) notFound();
  if (model.elsewhere) return <Sending project={project.slug} of={await sentModel(ctx, model)} />;
  if (model.champion === model.upstreamVersion) redirect(`${modelHref(project.slug, model.name)}/in-front`);
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

async function Sending({ project, of }: { project: string; of: SentModel }) {
  const t = await getTranslations('api');
  return (
    <>
      <TopBar crumbs={[{ label: of.model, href: modelHref(project, of.model) }, { label: t('place') }]} />
      <PageBody>
        <PageHeader title={t('title', { model: of.model })} />
        <div className="max-w-3xl">
          <SendPanel of={of} />
        </div>
      </PageBody>
    </>
  );
}
