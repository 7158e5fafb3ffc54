'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { LinkButton } from '@/components/ui/link-button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { PromotionList } from '@/lib/domain/promotion/schema';
import type { Model } from '@/lib/domain/registry/schema';
import { api } from '@/lib/platform/http/client';
import { AskForm } from './ask-form';
import { EnvironmentsPanel } from './environments-panel';
import { OpenPromotion } from './open-promotion';
import { PastPromotions } from './past-promotions';
import { promotionQueries } from './queries';

export interface PromotionRights {
  mayAsk: boolean;
  mayDecide: boolean;
  mayOverride: boolean;
  /** Who is signed in. */
  person: string;
}

/** How a version comes to answer all calls: the one under way, asking for one, going back, and what was. */
export function PromotionView({
  project,
  model,
  champion,
  wanted,
  rights,
}: {
  project: string;
  model: string;
  champion: number;
  /** Version of the address. */
  wanted: number | null;
  rights: PromotionRights;
}) {
  const t = useTranslations('promotion');
  const query = useQuery(promotionQueries.list(project, model));
  // A promotion that ends while somebody looks changes it.
  const current = query.data?.champion ?? champion;
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('sentence', { champion: current })}
        actions={
          <>
            <LinkButton href={`${modelHref(project, model)}/compare`}>{t('compare')}</LinkButton>
            <LinkButton href={`${modelHref(project, model)}/promotion/gate`}>{t('gate')}</LinkButton>
            {rights.mayAsk && query.data ? <RollBack project={project} model={model} found={query.data} /> : null}
          </>
        }
      />
      <QueryPanel query={query}>
        {(found) => {
          const open = found.promotions.find(({ endedAt }) => endedAt === null);
          const past = found.promotions.filter(({ endedAt }) => endedAt !== null);
          return (
            <>
              {open ? (
                <OpenPromotion project={project} model={model} promotion={open} rights={rights} />
              ) : rights.mayAsk ? (
                <AskForm
                  key={wanted}
                  project={project}
                  model={model}
                  champion={current}
                  wanted={wanted}
                  rules={found.rules}
                  mayOverride={rights.mayOverride}
                />
              ) : null}
              <EnvironmentsPanel
                project={project}
                model={model}
                mayAsk={rights.mayAsk}
                isPromoting={open !== undefined}
              />
              <Section label={t('past.title')}>
                <SectionHeading title={t('past.title')} />
                <Panel flush>
                  <PastPromotions project={project} model={model} promotions={past} />
                </Panel>
              </Section>
            </>
          );
        }}
      </QueryPanel>
    </>
  );
}

function RollBack({ project, model, found }: { project: string; model: string; found: PromotionList }) {
  const t = useTranslations('promotion.rollback');
  const client = useQueryClient();
  const router = useRouter();
  const isOpen = found.promotions.some(({ state }) => state === 'rolling' || state === 'watching');
  const act = useMutation({
    mutationFn: () =>
      api<Model>(`/api/models/${encodeURIComponent(model)}/rollback`, { method: 'POST', project, body: {} }),
    onSuccess: async (changed) => {
      await client.invalidateQueries();
      router.refresh();
      showSuccess(t('done', { number: changed.champion ?? 0 }));
    },
  });
  if (found.before === null && !isOpen) return null;
  return (
    <>
      {act.error ? <InlineError error={act.error} title={t('failed')} /> : null}
      <Button kind="danger" icon={<Undo2 aria-hidden="true" />} busy={act.isPending} onClick={() => act.mutate()}>
        {isOpen ? t('open') : t('act', { number: found.before ?? 0 })}
      </Button>
    </>
  );
}
