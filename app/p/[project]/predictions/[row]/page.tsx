import { notFound } from 'next/navigation';
import { judgeableOf } from '@/app/judgeable';
import { requirePlace } from '@/app/page-context';
import { JudgeRow } from '@/components/feedback/judge-row';
import { MakeLink } from '@/components/feedback/make-link';
import { RowHistory } from '@/components/feedback/row-history';
import { SaidDetails } from '@/components/feedback/said-details';
import { ThreadPanel } from '@/components/feedback/thread-panel';
import { PredictionFacts } from '@/components/predictions/prediction-facts';
import { BlamePanel } from '@/components/replay/blame-panel';
import { SendToReview } from '@/components/review/send-to-review';
import { PageHeader } from '@/components/shell/page-header';
import { PageBody, TopBar } from '@/components/shell/top-bar';
import { getTranslations } from '@/components/shell/translations';
import { shortId } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { CopyAsTest } from '@/components/validation/copy-as-test';
import { getPrediction } from '@/lib/domain/predictions';
import { nothingIfGone } from '@/lib/platform/errors';

export default async function PredictionPage({ params }: PageProps<'/p/[project]/predictions/[row]'>) {
  const { project: slug, row } = await params;
  const { project, ctx, may } = await requirePlace(slug, 'prediction.view-own');
  const detail = await getPrediction(ctx, { id: row }).catch(nothingIfGone);
  if (detail?.model.project !== project.slug) notFound();
  const t = await getTranslations('predictions');
  const of = { projectId: project.id, model: detail.model.id, number: detail.version };
  const reading = await judgeableOf(ctx, of).catch(nothingIfGone);
  const own = detail.judgements.find(({ isOwn }) => isOwn) ?? null;
  const at = `/p/${slug}/models/${detail.model.name}`;
  return (
    <>
      <TopBar
        crumbs={[
          { label: detail.model.name, href: at },
          { label: t('title'), href: `${at}/predictions` },
          { label: shortId(detail.rowId) },
        ]}
      />
      <PageBody>
        <PageHeader title={t('detail.title', { row: shortId(detail.rowId) })} />
        <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <Panel>
            <PredictionFacts
              detail={detail}
              project={slug}
              saidDetails={Object.fromEntries(
                detail.judgements.map((said) => [said.id, <SaidDetails key={said.id} {...said} />]),
              )}
            />
            <RowHistory project={slug} rowId={detail.rowId} classes={reading?.classes ?? []} />
            <div className="mt-7">
              <ThreadPanel project={slug} rowId={detail.rowId} mayWrite={may('feedback.give')} />
            </div>
          </Panel>
          <div className="flex flex-col gap-4">
            {reading && may('feedback.give') ? (
              <Panel>
                <JudgeRow project={slug} row={{ rowId: detail.rowId, own, ...reading }} />
                <div className="mt-5 border-t border-line pt-4">
                  <MakeLink project={slug} rowId={detail.rowId} />
                </div>
              </Panel>
            ) : null}
            {reading && reading.task !== 'tensors' && may('version.manage') ? (
              <Panel>
                <CopyAsTest
                  project={slug}
                  rowId={detail.rowId}
                  reading={{ task: reading.task, classes: reading.classes, unit: reading.unit }}
                />
              </Panel>
            ) : null}
            {may('replay.run') ? (
              <Panel>
                <BlamePanel project={slug} model={detail.model.name} rowId={detail.rowId} />
              </Panel>
            ) : null}
            {may('review.decide') ? (
              <Panel>
                <SendToReview project={slug} model={detail.model.name} rowId={detail.rowId} />
              </Panel>
            ) : null}
          </div>
        </div>
      </PageBody>
    </>
  );
}
