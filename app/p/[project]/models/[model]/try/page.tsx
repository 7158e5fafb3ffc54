import { notFound, redirect } from 'next/navigation';
import { judgeableOf } from '@/app/judgeable';
import { requireModel } from '@/app/page-context';
import { publicAddress } from '@/app/public-address';
import { JudgeFromAddress } from '@/components/feedback/judge-from-address';
import { ElsewhereNotice } from '@/components/ingest/elsewhere-notice';
import { TryView } from '@/components/serving/try-view';
import { VersionChoice } from '@/components/serving/version-choice';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { findTryStart } from './try-start';

export default async function TryPage({ params, searchParams }: PageProps<'/p/[project]/models/[model]/try'>) {
  const { project, model, ctx, may } = await requireModel(params, 'model.predict');
  if (model.elsewhere) return <NoFile project={project.slug} model={model.name} maySend={may('version.manage')} />;
  const asked = (await searchParams).version;
  // A running service answers only its own calls: there is no form for it.
  if (model.champion !== null && model.champion === model.upstreamVersion && asked === undefined && may('version.view'))
    redirect(`${modelHref(project.slug, model.name)}/in-front`);
  const start = await findTryStart(ctx, model, await searchParams);
  if (!start) notFound();
  const [t, url] = await Promise.all([getTranslations('serving.try'), publicAddress()]);
  const { number, fields, row, examples, reading } = start;
  const judgeable = await judgeableOf(ctx, { projectId: project.id, model: model.id, number });
  return (
    <>
      <TopBar
        crumbs={[{ label: model.name, href: `/p/${project.slug}/models/${model.name}` }, { label: t('place') }]}
      />
      <PageBody>
        <PageHeader
          title={t('title', { model: model.name })}
          sentence={t(project.role === 'user' ? 'sentenceUser' : 'sentence')}
          actions={<VersionChoice versions={model.versions} champion={model.champion} shown={number} />}
        />
        <TryView
          key={number}
          target={{ project: project.slug, model: model.name, version: number }}
          fields={fields}
          start={row}
          examples={examples}
          classes={reading.classes}
          url={url}
          judge={<JudgeFromAddress project={project.slug} reading={judgeable} />}
        />
      </PageBody>
    </>
  );
}

async function NoFile(at: { project: string; model: string; maySend: boolean }) {
  const t = await getTranslations('serving.try');
  return (
    <>
      <TopBar crumbs={[{ label: at.model, href: modelHref(at.project, at.model) }, { label: t('place') }]} />
      <PageBody>
        <PageHeader title={t('title', { model: at.model })} />
        <ElsewhereNotice {...at} place="try" />
      </PageBody>
    </>
  );
}
