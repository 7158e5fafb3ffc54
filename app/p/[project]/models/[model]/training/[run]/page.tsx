import { notFound } from 'next/navigation';
import { cache } from 'react';
import { requireModel } from '@/app/page-context';
import { retrainingQueries } from '@/components/retraining/queries';
import { RunView } from '@/components/retraining/run-view';
import { modelHref } from '@/components/shell/addresses';
import { Prefetch } from '@/components/shell/prefetch';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { getRun } from '@/lib/domain/retraining';
import { nothingIfGone } from '@/lib/platform/errors';

type Props = PageProps<'/p/[project]/models/[model]/training/[run]'>;

const open = cache(async (params: Props['params']) => {
  const page = await requireModel(params, 'training.view');
  const { run: text } = await params;
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  const run = await getRun(page.ctx, { model: page.model.id, run: Number(text) }).catch(nothingIfGone);
  if (!run) notFound();
  return { ...page, run };
});

export async function generateMetadata({ params }: Props) {
  const { run } = await open(params);
  return { title: (await getTranslations('retraining.runs'))('number', { number: run.number }) };
}

export default async function TrainingRunPage({ params }: Props) {
  const { project, model, may, run } = await open(params);
  const t = await getTranslations('retraining');
  const base = modelHref(project.slug, model.name);
  const entries = [
    {
      queryKey: retrainingQueries.run(project.slug, model.name, run.number).queryKey,
      load: () => Promise.resolve(run),
    },
  ];
  return (
    <Prefetch entries={entries}>
      <TopBar
        crumbs={[
          { label: model.name, href: base },
          { label: t('title'), href: `${base}/training` },
          { label: t('runs.number', { number: run.number }) },
        ]}
      />
      <PageBody>
        <RunView project={project.slug} model={model.name} run={run.number} mayManage={may('training.manage')} />
      </PageBody>
    </Prefetch>
  );
}
